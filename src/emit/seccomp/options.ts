/** The user's options for a seccomp profile. */
import type { Configuration } from "../../model/configuration.js";
import type { Policy } from "../../policy/index.js";
import type { EmitOptions, FormatOption } from "../format.js";

export interface SeccompOptions {
  /** the answer to a call that is not allowed */
  readonly errno: NonNullable<Configuration["errno"]>;
  /** the runtimes that can start a container under the profile */
  readonly runtimes: NonNullable<Configuration["runtimes"]>;
  /** whether to allow calls of equal power beside the used ones */
  readonly similarCalls: boolean;
  /** its calls are refused to runtimes too, and are not added as calls of equal power */
  readonly policy?: Policy | undefined;
}

export const SECCOMP_OPTIONS = {
  errno: {
    type: "string",
    describe: "the error that a refused call gets",
    choices: ["ENOSYS", "EPERM"],
    defaultDescription: "ENOSYS",
  },
  runtimes: {
    type: "string",
    describe: "the container runtimes that can start a container with the profile",
    choices: ["all", "recorded"],
    defaultDescription: "all",
  },
  "similar-calls": {
    type: "boolean",
    describe:
      "also allow calls that give no more power than the used ones; --no-similar-calls: do not",
    defaultDescription: "true",
  },
} as const satisfies Record<string, FormatOption>;

/** The options, with defaults for those that are not given. */
export function readSeccompOptions(given: EmitOptions): SeccompOptions {
  return {
    errno: given["errno"] === "EPERM" ? "EPERM" : "ENOSYS",
    runtimes: given["runtimes"] === "recorded" ? "recorded" : "all",
    similarCalls: given["similar-calls"] !== false,
    policy: given.policy,
  };
}
