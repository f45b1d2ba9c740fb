/** The options of the commands by which a person reads a baseline. */
import type { Config } from "../config/config.js";
import { OUTPUT } from "./command-options.js";
import type { Option } from "./option.js";
import { dbOption, runsOptions, sessionsOption } from "./shared-options.js";

export function explainOptions(config: Config) {
  return {
    ...dbOption(config),
    ...runsOptions(config),
    json: { type: "boolean", describe: "print the explanation as JSON", default: false },
    all: { type: "boolean", describe: "show every entry and every line", default: false },
    ...sessionsOption(config),
  } as const satisfies Record<string, Option>;
}

export function reportOptions(config: Config) {
  return {
    ...dbOption(config),
    ...runsOptions(config),
    against: { type: "string", describe: "a committed baseline: show what differs from it" },
    output: OUTPUT,
    ...sessionsOption(config),
  } as const satisfies Record<string, Option>;
}

export function templatesOptions() {
  return {
    output: {
      type: "string",
      alias: "o",
      describe: "directory for the copies",
      defaultDescription: "none",
    },
  } as const satisfies Record<string, Option>;
}
