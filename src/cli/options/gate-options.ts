/** The options of the commands that compare a baseline with what was seen. */
import type { Config } from "../config/config.js";
import { FAIL_ON, LEAST_SEVERITIES, REPORT_FORMATS } from "../gate/choices.js";
import type { Option } from "./option.js";
import {
  bufferOption,
  dbOption,
  engineOption,
  maxSizeOption,
  runsOptions,
  sessionsOption,
} from "./shared-options.js";

const BASELINE = {
  baseline: { type: "string", describe: "file of the committed baseline" },
} as const satisfies Record<string, Option>;

const REPORT = {
  format: {
    type: "string",
    alias: "f",
    describe: "format of the report",
    choices: REPORT_FORMATS,
    default: "text",
  },
  output: {
    type: "string",
    alias: "o",
    describe: "file for the report",
    defaultDescription: "stdout",
  },
  report: {
    type: "list",
    describe: "write another report too, as FORMAT=FILE: sarif=cxray.sarif",
    default: [],
    defaultDescription: "none",
    completes: "nothing",
  },
} as const satisfies Record<string, Option>;

export function checkOptions(config: Config) {
  return {
    ...dbOption(config),
    ...runsOptions(config),
    ...BASELINE, // overrides the one that is read instead of a database
    init: {
      type: "boolean",
      describe: "create the file of --baseline if it does not exist",
      default: false,
    },
    ...REPORT,
    "fail-on": {
      type: "string",
      describe: "which findings make the exit status 1",
      choices: FAIL_ON,
      default: config.fail?.on ?? "new",
    },
    "fail-on-severity": {
      type: "string",
      describe: "lowest severity of a new finding that makes the exit status 1",
      choices: LEAST_SEVERITIES,
      default: config.fail?.severity ?? "low",
    },
    ...sessionsOption(config),
    ...engineOption(config),
    ...bufferOption(config),
    ...maxSizeOption(config),
  } as const satisfies Record<string, Option>;
}

export function diffOptions(config: Config) {
  return { ...dbOption(config), ...REPORT, ...sessionsOption(config) } as const;
}

export function acceptOptions(config: Config) {
  return {
    ...dbOption(config),
    ...runsOptions(config),
    ...BASELINE, // overrides the one that is read instead of a database
    kind: {
      type: "list",
      describe: "accept only findings in this list of the baseline: executables, filesRead, …",
      default: [],
      defaultDescription: "every list",
      completes: "nothing",
    },
    match: {
      type: "list",
      describe: "accept only findings that match; * stands for any text",
      default: [],
      defaultDescription: "all findings",
      completes: "nothing",
    },
    prune: {
      type: "boolean",
      describe: "remove what is no longer seen, instead of accepting what is new",
      default: false,
    },
    reason: {
      type: "string",
      describe: "why you accept; stored in the file with each accepted entry",
      completes: "nothing",
    },
    force: {
      type: "boolean",
      describe: "accept in CI too, and prune after an incomplete recording",
      default: false,
    },
    ...sessionsOption(config),
  } as const satisfies Record<string, Option>;
}
