/** Options that several commands share, with their defaults from cxray.yaml. */
import type { Options } from "yargs";
import { FORMATS } from "../emit/formats.js";
import type { Config } from "./config.js";

export const DEFAULT_DATABASE = "cxray.db";

/** `--db`, then CXRAY_DB, then cxray.yaml, then cxray.db in the current folder. */
export function dbOption(config: Config) {
  const fromEnvironment = process.env["CXRAY_DB"];
  return {
    db: {
      type: "string",
      describe: "database of recordings (CXRAY_DB)",
      default:
        (fromEnvironment === "" ? undefined : fromEnvironment) ?? config.db ?? DEFAULT_DATABASE,
      requiresArg: true,
    },
  } as const satisfies Record<string, Options>;
}

/** What to record, for `cxray record` and the bare `cxray`. */
export function filterOptions(config: Config) {
  return {
    image: {
      type: "string",
      array: true,
      describe: "only containers of this image; * stands for any text",
      default: listOf(config.image),
      defaultDescription: "every image",
      requiresArg: true,
      nargs: 1,
    },
    container: {
      type: "string",
      array: true,
      describe: "only the container of this name or id; * stands for any text",
      default: listOf(config.container),
      defaultDescription: "every container",
      requiresArg: true,
      nargs: 1,
    },
    ...engineOption(config),
    ...bufferOption(config),
  } as const satisfies Record<string, Options>;
}

export function engineOption(config: Config) {
  return {
    engine: {
      type: "string",
      describe: "socket of the container engine (unix:///path), or none",
      default: config.engine,
      defaultDescription: "DOCKER_HOST, Docker's, Podman's",
      requiresArg: true,
    },
  } as const satisfies Record<string, Options>;
}

export function bufferOption(config: Config) {
  return {
    buffer: {
      type: "number",
      describe: "MiB of the buffer between kernel and cxray",
      choices: [1, 2, 4, 8, 16, 32, 64, 128, 256, 512],
      default: config.buffer ?? 32,
      requiresArg: true,
    },
  } as const satisfies Record<string, Options>;
}

/** The size in bytes of the ring that `--buffer` asks for. */
export function ringBytes(buffer: number): number {
  return buffer * 1024 * 1024;
}

/** One image of a database. */
export function imageOption(config: Config) {
  return {
    image: {
      type: "string",
      describe: "image as you would type it: alpine, nginx:1.27, sha256:…",
      default: onlyImage(listOf(config.image)),
      requiresArg: true,
    },
  } as const satisfies Record<string, Options>;
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
      describe: "count what came in through docker exec as the image's own",
      default: config.includeSessions ?? false,
    },
  } as const satisfies Record<string, Options>;
}

export function formatOption(config: Config) {
  return {
    format: {
      type: "string",
      alias: "f",
      describe: FORMATS.map(({ name }) => name).join(", "),
      default: config.format,
      requiresArg: true,
    },
  } as const satisfies Record<string, Options>;
}

/** What a seccomp profile holds and answers. */
export function seccompOptions(config: Config) {
  return {
    errno: {
      type: "string",
      describe: "seccomp: what a call that is not allowed is answered",
      choices: ["ENOSYS", "EPERM"],
      default: config.errno,
      defaultDescription: "ENOSYS",
    },
    runtimes: {
      type: "string",
      describe: "seccomp: the runtimes that can start a container under the profile",
      choices: ["all", "recorded"],
      default: config.runtimes,
      defaultDescription: "all",
    },
  } as const satisfies Record<string, Options>;
}

function listOf(value: string | readonly string[] | undefined): string[] {
  if (value === undefined) return [];
  return typeof value === "string" ? [value] : [...value];
}
