/** Options that several commands have, with their defaults from cxray.yaml. */
import { ENGINE_APIS, engineTitles } from "../../model/recordings/engines.js";
import { FORMAT_NAMES, FORMATS, formatsWith, type FormatOption } from "../../emit/index.js";
import type { Config } from "../config/config.js";
import type { Option } from "./option.js";

const DEFAULT_DATABASE = "cxray.db";

/** Unless `--db` names another: CXRAY_DB, then cxray.yaml, then cxray.db in the current folder. */
export function databaseOf({ db = DEFAULT_DATABASE }: Config): string {
  const fromEnvironment = process.env["CXRAY_DB"] ?? "";
  return fromEnvironment === "" ? db : fromEnvironment;
}

export function dbOption(config: Config) {
  return {
    db: {
      type: "string",
      describe: "database of recordings; CXRAY_DB sets it too",
      default: databaseOf(config),
      completes: "databases",
    },
  } as const satisfies Record<string, Option>;
}

/** What to record, for `cxray record` and the bare `cxray`. */
export function filterOptions(config: Config) {
  return {
    image: {
      type: "list",
      describe: "record only containers of this image; * matches any text",
      default: listOf(config.image),
      defaultDescription: "every image",
      completes: "images",
    },
    container: {
      type: "list",
      describe: "record only the container with this name or id; * matches any text",
      default: listOf(config.container),
      defaultDescription: "every container",
      completes: "containers",
    },
    ...engineOption(config),
    ...bufferOption(config),
  } as const satisfies Record<string, Option>;
}

/** Of the log. */
export function eventsOption(config: Config) {
  return {
    events: {
      type: "list",
      describe:
        "events in the log, separated by commas: their names, or a set: done, sets, all, cxray1",
      default: listOf(config.events),
      defaultDescription: "done",
      completes: "events",
    },
  } as const satisfies Record<string, Option>;
}

const VARIABLES = [...new Set(ENGINE_APIS.map(([, { variable }]) => variable))];

export function engineOption(config: Config) {
  return {
    engine: {
      type: "string",
      describe: "socket of the container engine (unix:///path), or none",
      default: config.engine,
      defaultDescription: `${VARIABLES.join(", ")}, or the usual sockets of ${engineTitles(({ api }) => api !== null)}`,
    },
  } as const satisfies Record<string, Option>;
}

export function bufferOption(config: Config) {
  return {
    buffer: {
      type: "number",
      describe: "size in MiB of the buffer between the kernel and cxray",
      choices: [1, 2, 4, 8, 16, 32, 64, 128, 256, 512],
      default: config.buffer ?? 32,
    },
  } as const satisfies Record<string, Option>;
}

/** The size in bytes of the ring that `--buffer` asks for. */
export function ringBytes(buffer: number): number {
  return buffer * 1024 * 1024;
}

/** Which runs of a database. */
export function runsOptions(config: Config) {
  return {
    image: {
      type: "string",
      describe: "image, as you type it for docker run: nginx means all its builds, sha256:… one",
      default: onlyImage(listOf(config.image)),
      completes: "images",
    },
    baseline: {
      type: "string",
      describe: "a baseline file, in place of the database",
    },
    latest: {
      type: "boolean",
      describe: "only the build of the image that was recorded last",
      default: false,
    },
    since: {
      type: "string",
      describe: "only runs (log: events) from then on: 2026-11-23T16:48, or 10m, 2h, 1d ago",
      completes: "nothing",
    },
  } as const satisfies Record<string, Option>;
}

/** The images to emit; one that only recording can be meant by is none. */
export function imagesOption(config: Config) {
  const only = onlyImage(listOf(config.image));
  return {
    image: {
      type: "list",
      describe:
        "image, as you type it for docker run: nginx means all its builds, sha256:… one; several give a file each",
      default: only === undefined ? [] : [only],
      completes: "images",
    },
  } as const satisfies Record<string, Option>;
}

/** Several images, or a glob, in the configuration are for recording: none of them is meant. */
function onlyImage(images: readonly string[]): string | undefined {
  const [only, ...others] = images;
  return only === undefined || others.length > 0 || /[*?]/u.test(only) ? undefined : only;
}

export function sessionsOption(config: Config) {
  return {
    "include-sessions": {
      type: "boolean",
      describe: "count what ran through docker exec as behaviour of the image",
      default: config["include-sessions"] ?? false,
    },
  } as const satisfies Record<string, Option>;
}

/**
 * The options of single formats, or of some of them. Their names and types are the formats' own
 * affair; one that several have is one option.
 */
export function formatOptions(config: Config, names = FORMAT_NAMES): object {
  const values = config as Readonly<Record<string, unknown>>;
  const rows = names.flatMap((name) => FORMATS[name] ?? []);
  const options = Object.assign({}, ...rows.map((row) => row.options)) as object;
  const tables = Object.entries(options).map(([name, option]: [string, FormatOption]) => {
    const formats = formatsWith((row) => Object.hasOwn(row.options, name)).filter((each) =>
      names.includes(each),
    );
    const describe = `${formats.join(", ")}: ${option.describe}`;
    return [name, { ...option, describe, default: values[name] }] as const;
  });
  return Object.fromEntries(tables);
}

function listOf(value: string | readonly string[] | undefined): string[] {
  if (value === undefined) return [];
  return typeof value === "string" ? [value] : [...value];
}

export function maxSizeOption(config: Config) {
  return {
    "max-size": {
      type: "string",
      describe: "stop when the database has grown by this much: 500M, 2G",
      default: config["max-size"],
      completes: "nothing",
      defaultDescription: "no limit",
    },
  } as const satisfies Record<string, Option>;
}
