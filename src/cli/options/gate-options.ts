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
  baseline: { type: "string", describe: "the committed baseline, a file" },
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
    describe: "one more report, in a file: sarif=cxray.sarif",
    default: [],
    defaultDescription: "none",
    completes: "nothing",
  },
} as const satisfies Record<string, Option>;

export function checkOptions(config: Config) {
  return {
    ...dbOption(config),
    ...runsOptions(config),
    ...BASELINE, // not the one that takes the place of a database
    init: {
      type: "boolean",
      describe: "make the file of --baseline from what is seen, where there is none",
      default: false,
    },
    ...REPORT,
    "fail-on": {
      type: "string",
      describe: "findings that exit with 1",
      choices: FAIL_ON,
      default: config.fail?.on ?? "new",
    },
    "fail-on-severity": {
      type: "string",
      describe: "least severity of a new finding that exits with 1",
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
    ...BASELINE, // not the one that takes the place of a database
    kind: {
      type: "list",
      describe: "accept only findings of this list of the baseline: executables, filesRead, …",
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
      describe: "take out what is not seen any more, instead of accepting what is new",
      default: false,
    },
    reason: {
      type: "string",
      describe: "why: it stands in the file with what is accepted",
      completes: "nothing",
    },
    force: { type: "boolean", describe: "accept even where CI is set", default: false },
    ...sessionsOption(config),
  } as const satisfies Record<string, Option>;
}
