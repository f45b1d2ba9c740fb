/** The options of `cxray verify`. */
import type { Config } from "../config/config.js";
import { POLICY_FORMATS, POLICY_NAMES } from "../verify/policy-names.js";
import type { Option } from "./option.js";
import {
  bufferOption,
  dbOption,
  engineOption,
  formatOptions,
  runsOptions,
  sessionsOption,
} from "./shared-options.js";

export function verifyOptions(config: Config) {
  return {
    ...dbOption(config),
    ...runsOptions(config),
    format: {
      type: "string",
      alias: "f",
      describe: "the policy to run the container under",
      choices: POLICY_NAMES,
      default: "seccomp",
    },
    ...formatOptions(config, Object.values(POLICY_FORMATS).flat()),
    falco: {
      type: "list",
      describe: "instead of a policy, test the Falco rules in this file and count their alerts",
      default: [],
      defaultDescription: "no rules",
    },
    duration: {
      type: "string",
      describe: "stop each container after this time: 30s, 5m; for servers, which don't end",
      completes: "nothing",
      defaultDescription: "wait until it ends",
    },
    learn: {
      type: "string",
      describe: "write a baseline to this file that includes what the run without the policy did",
      defaultDescription: "nothing is written",
    },
    json: { type: "boolean", describe: "print the result as JSON", default: false },
    ...sessionsOption(config),
    ...engineOption(config),
    ...bufferOption(config),
  } as const satisfies Record<string, Option>;
}
