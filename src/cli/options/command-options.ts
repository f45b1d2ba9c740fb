/** The options of every command, with their defaults from cxray.yaml. */
import { FORMAT_NAMES } from "../../emit/index.js";
import type { Config } from "../config/config.js";
import type { Option } from "./option.js";
import { COLORS } from "../terminal/output.js";
import {
  bufferOption,
  dbOption,
  engineOption,
  eventsOption,
  filterOptions,
  formatOptions,
  imagesOption,
  maxSizeOption,
  runsOptions,
  sessionsOption,
} from "./shared-options.js";

/** `cxray` without a command. */
export function logOptions(config: Config) {
  return { ...filterOptions(config), ...eventsOption(config) } as const;
}

export function aggregateOptions(config: Config) {
  return {
    ...dbOption(config),
    ...sessionsOption(config),
    json: { type: "boolean", describe: "print a JSON list of the images", default: false },
  } as const satisfies Record<string, Option>;
}

export function doctorOptions(config: Config) {
  return {
    ...engineOption(config),
    json: { type: "boolean", describe: "print the checks as JSON", default: false },
  } as const satisfies Record<string, Option>;
}

/** The options that every command has. */
export function globalOptions(config: Config) {
  return {
    help: { type: "boolean", alias: "h", describe: "show this help" },
    version: { type: "boolean", alias: "V", describe: "show the version of cxray" },
    config: {
      type: "string",
      describe: "read options from this file instead of cxray.yaml in the current directory",
    },
    quiet: {
      type: "boolean",
      alias: "q",
      describe: "print only warnings and errors to stderr",
      default: config.quiet ?? false,
    },
    color: {
      type: "string",
      describe: "colour the output; auto also looks at NO_COLOR and FORCE_COLOR",
      choices: COLORS,
      default: config.color ?? "auto",
    },
  } as const satisfies Record<string, Option>;
}

export const OUTPUT = {
  type: "string",
  alias: "o",
  describe: "file to write",
  defaultDescription: "stdout",
} as const satisfies Option;

export function mergeOptions(config: Config) {
  const { image } = runsOptions(config);
  const describe = `for databases: ${image.describe}`;
  return { image: { ...image, describe }, output: OUTPUT } as const satisfies Record<
    string,
    Option
  >;
}

export function forgetOptions(config: Config) {
  return dbOption(config);
}

export function runsListOptions(config: Config) {
  const { image } = runsOptions(config);
  return {
    ...dbOption(config),
    image,
    json: { type: "boolean", describe: "print the runs as JSON", default: false },
  } as const satisfies Record<string, Option>;
}

export function emitOptions(config: Config) {
  return {
    ...dbOption(config),
    ...runsOptions(config),
    ...imagesOption(config),
    format: {
      type: "string",
      alias: "f",
      describe: `format of the output: ${FORMAT_NAMES.join(", ")}`,
      completes: "formats",
      default: config.format,
    },
    template: {
      type: "string",
      describe: "your own Handlebars template, for --format or, without it, for your own format",
      default: config.template,
    },
    output: {
      ...OUTPUT,
      describe: "file to write; with --all or several images, the directory for the files",
    },
    ...formatOptions(config),
    all: {
      type: "boolean",
      describe: "write the files of all images into the directory of -o",
      default: false,
    },
    ...sessionsOption(config),
    ...eventsOption(config),
    container: {
      type: "list",
      describe: "log: only the container with this name or id; * matches any text",
      default: [],
      defaultDescription: "every container",
      completes: "containers",
    },
  } as const satisfies Record<string, Option>;
}

export function recordOptions(config: Config) {
  return {
    ...dbOption(config),
    ...filterOptions(config),
    duration: {
      type: "string",
      describe: "stop after this time: 30s, 5m, 1h; a number without a unit means seconds",
      default: config.duration,
      completes: "nothing",
      defaultDescription: "until Ctrl-C, or until the command ends",
    },
    "until-stable": {
      type: "string",
      describe:
        "repeat the command until the chance that another run shows something new is at most this many percent",
      completes: "nothing",
      defaultDescription: "once",
    },
    ...maxSizeOption(config),
    log: {
      type: "string",
      describe: "also write the JSON log to this file; - is stdout",
      default: config.log,
    },
    ...eventsOption(config),
  } as const satisfies Record<string, Option>;
}

export function profileOptions(config: Config) {
  return {
    ...dbOption(config),
    ...runsOptions(config),
    json: { type: "boolean", describe: "print the baseline as JSON", default: false },
    all: { type: "boolean", describe: "show every entry of long lists", default: false },
    preview: {
      type: "boolean",
      describe:
        "for each pattern, show the names it was made from, and three unseen names that it matches",
      default: false,
    },
    ...sessionsOption(config),
    ...engineOption(config),
    ...bufferOption(config),
    ...maxSizeOption(config),
  } as const satisfies Record<string, Option>;
}
