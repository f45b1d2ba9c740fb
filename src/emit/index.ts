/**
 * What the command line uses of emission: nothing else here may be imported from outside. Importing
 * it loads tables alone; a format and what renders it are loaded when the format is opened.
 */
import type { Emitter, EventsEmitter } from "./emit.js";
import { findFormat } from "./formats.js";
import type * as EventNames from "./log/event-names.js";

export type { BaselineEmitter, Emitter, EventsEmitter } from "./emit.js";
export type { EmitOptions, FormatOption } from "./format.js";
export { FORMAT_NAMES, FORMATS, formatsWith } from "./formats.js";

/** A format by its name, ready for use. Throws `unknown-format`. */
export async function openFormat(name: string): Promise<Emitter> {
  const [format, { emitterOf }] = await Promise.all([findFormat(name), import("./emit.js")]);
  return emitterOf(format);
}

/** The options of `docker run` in a file of the format docker-run. */
export async function readDockerRun(script: string): Promise<string[]> {
  const { optionsIn } = await import("./docker-run/docker-run.js");
  return optionsIn(script);
}

/** The JSON log. */
export async function openLog(): Promise<EventsEmitter> {
  const [{ log }, { emitterOf }] = await Promise.all([import("./log/log.js"), import("./emit.js")]);
  return emitterOf(log);
}

/** The names of the log's events, and the sets of them. */
export async function loadEventNames(): Promise<typeof EventNames> {
  return import("./log/event-names.js");
}
