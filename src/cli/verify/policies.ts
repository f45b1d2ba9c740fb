/** The formats that can be tried out: how a container is started under each. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { openFormat, readDockerRun, type EmitOptions } from "../../emit/index.js";
import type { Baseline } from "../../model/baseline/baseline.js";
import { loadProfile, removeProfile, requireApparmor } from "./apparmor.js";
import type { PolicyName } from "./policy-names.js";
import type { Refusal } from "./refusals.js";

/** A policy, ready for use. */
export interface Policy {
  /** what the engine's `run` is given */
  readonly options: readonly string[];
  readonly warnings: readonly string[];
  /** undoes what was done to the machine */
  readonly release?: () => void;
}

/** Of what a policy is made, and where its files go. */
export interface Making {
  readonly baseline: Baseline;
  /** the options of the formats */
  readonly given: EmitOptions;
  /** a private one, for files that the engine reads */
  readonly folder: string;
}

export interface PolicyRow {
  /** as a person calls it */
  readonly title: string;
  /** settings of `--security-opt` that the command itself can't have then */
  readonly taken: readonly string[];
  readonly prepare: (making: Making) => Promise<Policy>;
  /** it refuses on purpose what programs are ready to do without */
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

/** As Docker's own profile does: libc calls clone instead. */
function isHiddenClone3({ call, error }: Refusal): boolean {
  return call === "clone3" && error === "ENOSYS";
}

async function prepareSeccomp(making: Making): Promise<Policy> {
  const { text, warnings } = await emit("seccomp", making);
  const file = join(making.folder, "seccomp.json");
  writeFileSync(file, text, { mode: 0o600 });
  return { options: ["--security-opt", `seccomp=${file}`], warnings };
}

/** With the seccomp profile that the settings name, unless they shall name none. */
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

/** Under a name that no other profile has: loading one replaces what has its name. */
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

/** As `cxray emit` does. */
async function emit(
  format: string,
  { baseline, given }: Making,
): Promise<{ text: string; warnings: readonly string[] }> {
  const emitter = await openFormat(format);
  if (emitter.input !== "baseline") throw new TypeError(`${format} is about no image`);
  return emitter.render(baseline, given);
}
