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
      describe: "what to run the container under",
      choices: POLICY_NAMES,
      default: "seccomp",
    },
    ...formatOptions(config, Object.values(POLICY_FORMATS).flat()),
    falco: {
      type: "list",
      describe: "in place of a policy: Falco's rules in this file, whose alerts are counted",
      default: [],
      defaultDescription: "no rules",
    },
    duration: {
      type: "string",
      describe: "stop each container after this time: 30s, 5m; for servers, which never end",
      completes: "nothing",
      defaultDescription: "until it ends",
    },
    learn: {
      type: "string",
      describe: "write the baseline with what the run without the policy did to this file",
      defaultDescription: "nothing is written",
    },
    json: { type: "boolean", describe: "print the result as JSON", default: false },
    ...sessionsOption(config),
    ...engineOption(config),
    ...bufferOption(config),
  } as const satisfies Record<string, Option>;
}
