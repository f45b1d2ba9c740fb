/** The formats that can be tried out: how a container is started under each. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { openFormat, type EmitOptions } from "../../emit/index.js";
import type { Baseline } from "../../model/baseline/baseline.js";
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

export interface PolicyRow {
  /** as a person calls it */
  readonly title: string;
  /** the format that is emitted */
  readonly format: string;
  /** options of `--security-opt` that the command itself can't have then */
  readonly taken: readonly string[];
  /** `folder`: a private one, for files that the engine reads */
  readonly prepare: (text: string, folder: string) => Omit<Policy, "warnings">;
  /** it refuses on purpose what programs are ready to do without */
  readonly isMeant?: (refusal: Refusal) => boolean;
}

export const POLICIES: Readonly<Record<PolicyName, PolicyRow>> = {
  seccomp: {
    title: "seccomp profile",
    format: "seccomp",
    taken: ["seccomp="],
    prepare: (text, folder) => {
      const file = join(folder, "seccomp.json");
      writeFileSync(file, text, { mode: 0o600 });
      return { options: ["--security-opt", `seccomp=${file}`] };
    },
    // as Docker's own profile does: libc calls clone instead
    isMeant: ({ call, error }) => call === "clone3" && error === "ENOSYS",
  },
};

/** Emits the policy of a baseline, as `cxray emit` does. */
export async function preparePolicy(
  { format, prepare }: PolicyRow,
  baseline: Baseline,
  given: EmitOptions,
  folder: string,
): Promise<Policy> {
  const emitter = await openFormat(format);
  if (emitter.input !== "baseline") throw new TypeError(`${format} is about no image`);
  const { text, warnings } = emitter.render(baseline, given);
  return { ...prepare(text, folder), warnings };
}
