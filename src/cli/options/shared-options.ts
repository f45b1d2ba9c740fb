/** Options that several commands share, with their defaults from cxray.yaml. */
import { ENGINE_APIS, engineTitles } from "../../model/recordings/engines.js";
import { FORMAT_NAMES, FORMATS, formatsWith, type FormatOption } from "../../emit/index.js";
import type { Config } from "../config/config.js";
import type { Option } from "./option.js";

const DEFAULT_DATABASE = "cxray.db";

/** The default of `--db`: CXRAY_DB, then cxray.yaml, then cxray.db in the current directory. */
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

/** Which containers to record, for `cxray record` and `cxray` without a command. */
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

/** `--events`: which events the log has. */
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
      describe:
        "socket of the container engine (unix:///path); none: ask no engine, so no image is known",
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

/** The size of the ring buffer in bytes. */
export function ringBytes(buffer: number): number {
  return buffer * 1024 * 1024;
}

/** Options that choose runs of a database. */
export function runsOptions(config: Config) {
  return {
    image: {
      type: "string",
      describe: "image, named as for docker run: nginx is all its builds, sha256:… only one",
      default: onlyImage(listOf(config.image)),
      completes: "images",
    },
    baseline: {
      type: "string",
      describe: "read this baseline file instead of the database",
    },
    latest: {
      type: "boolean",
      describe: "use only the build of the image that was recorded last",
      default: false,
    },
    since: {
      type: "string",
      describe:
        "use only runs (in a log: events) since 2026-11-23T16:48, or in the last 10m, 2h, 1d",
      completes: "nothing",
    },
  } as const satisfies Record<string, Option>;
}

/** The images to emit. In cxray.yaml, several images or a glob are meant for recording only. */
export function imagesOption(config: Config) {
  const only = onlyImage(listOf(config.image));
  return {
    image: {
      type: "list",
      describe:
        "image, named as for docker run: nginx is all its builds, sha256:… only one; several images give a file each",
      default: only === undefined ? [] : [only],
      completes: "images",
    },
  } as const satisfies Record<string, Option>;
}

/** The image of the configuration, unless there are several or it is a glob. */
function onlyImage(images: readonly string[]): string | undefined {
  const [only, ...others] = images;
  return only === undefined || others.length > 0 || /[*?]/u.test(only) ? undefined : only;
}

export function sessionsOption(config: Config) {
  return {
    "include-sessions": {
      type: "boolean",
      describe: "include what ran through docker exec in the baseline",
      default: config["include-sessions"] ?? false,
    },
  } as const satisfies Record<string, Option>;
}

/**
 * The options of the given formats, which the formats define. If several formats have the same
 * option, it is listed once.
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

/** The names of the same. An option of several formats is listed once for each. */
export function formatOptionNames(formats: readonly string[] = FORMAT_NAMES): string[] {
  return formats.flatMap((name) => Object.keys(FORMATS[name]?.options ?? {}));
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
