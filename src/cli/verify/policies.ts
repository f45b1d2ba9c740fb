/** The formats that can be verified, and how a container is started under each. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { openFormat, readDockerRun, type EmitOptions } from "../../emit/index.js";
import type { Baseline } from "../../model/baseline/baseline.js";
import { loadProfile, removeProfile, requireApparmor } from "./apparmor.js";
import type { PolicyName } from "./policy-names.js";
import type { Refusal } from "./refusals.js";

/** A policy that is ready for use. */
export interface Policy {
  /** options for the engine's `run` */
  readonly options: readonly string[];
  readonly warnings: readonly string[];
  /** undoes changes to the machine */
  readonly release?: () => void;
}

/** What a policy is made from, and where its files go. */
export interface Making {
  readonly baseline: Baseline;
  /** options of the formats */
  readonly given: EmitOptions;
  /** a private directory for files that the engine reads */
  readonly folder: string;
}

export interface PolicyRow {
  /** the policy's name, for a person */
  readonly title: string;
  /** settings of `--security-opt` that the command must not contain */
  readonly taken: readonly string[];
  readonly prepare: (making: Making) => Promise<Policy>;
  /** whether a refusal is intended: programs can do without the call */
  readonly isMeant: (refusal: Refusal) => boolean;
}

export const POLICIES: Readonly<Record<PolicyName, PolicyRow>> = {
  seccomp: {
    title: "seccomp profile",
    taken: ["seccomp="],
    prepare: prepareSeccomp,
    isMeant: isHiddenClone3,
  },
  container: {
    title: "container settings",
    taken: ["seccomp="],
    prepare: prepareContainer,
    isMeant: isHiddenClone3,
  },
  apparmor: {
    title: "AppArmor profile",
    taken: ["apparmor="],
    prepare: prepareApparmor,
    isMeant: () => false,
  },
};

/** clone3 is answered as in Docker's own profile: libc then calls clone. */
function isHiddenClone3({ call, error }: Refusal): boolean {
  return call === "clone3" && error === "ENOSYS";
}

async function prepareSeccomp(making: Making): Promise<Policy> {
  const { text, warnings } = await emit("seccomp", making);
  const file = join(making.folder, "seccomp.json");
  writeFileSync(file, text, { mode: 0o600 });
  return { options: ["--security-opt", `seccomp=${file}`], warnings };
}

/** The container settings, with the seccomp profile that they name, unless the user wants none. */
async function prepareContainer(making: Making): Promise<Policy> {
  const { given, folder } = making;
  const isWithout = given["seccomp-profile"] === "none";
  const seccomp = isWithout ? null : await prepareSeccomp(making);
  const profile = isWithout ? "none" : join(folder, "seccomp.json");
  const settings = { ...making, given: { ...given, "seccomp-profile": profile } };
  const { text, warnings } = await emit("docker-run", settings);
  return {
    options: await readDockerRun(text),
    warnings: [...(seccomp?.warnings ?? []), ...warnings],
  };
}

/** Uses a unique name, because loading a profile replaces the one of the same name. */
async function prepareApparmor(making: Making): Promise<Policy> {
  const parser = requireApparmor();
  const name = `cxray-verify-${String(process.pid)}`;
  const { text, warnings } = await emit("apparmor", {
    ...making,
    given: { ...making.given, "profile-name": name },
  });
  const file = join(making.folder, "profile");
  writeFileSync(file, text, { mode: 0o600 });
  loadProfile(parser, file);
  return {
    options: ["--security-opt", `apparmor=${name}`],
    warnings,
    release: () => {
      removeProfile(parser, file);
    },
  };
}

/** The same as `cxray emit`. */
async function emit(
  format: string,
  { baseline, given }: Making,
): Promise<{ text: string; warnings: readonly string[] }> {
  const emitter = await openFormat(format);
  if (emitter.input !== "baseline") throw new TypeError(`${format} is about no image`);
  return emitter.render(baseline, given);
}
