/**
 * The public part of emission: code outside may import nothing else. Importing this file loads only
 * tables; a format and its renderer are loaded when it is opened.
 */
import type { Baseline } from "../model/baseline/baseline.js";
import type { Policy } from "../policy/index.js";
import type { Emitter, EventsEmitter } from "./emit.js";
import type { Rendered } from "./format.js";
import { findFormat } from "./formats.js";
import type * as EventNames from "./log/event-names.js";
import type { ShippedTemplate } from "./shipped-templates.js";

export type { BaselineEmitter, Emitter, EventsEmitter } from "./emit.js";
export type { EmitOptions, FormatOption } from "./format.js";
export { FORMAT_NAMES, FORMATS, formatsWith } from "./formats.js";

/** Loads a format by its name. Throws `unknown-format`. */
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

/** The names of the log's events, and the presets. */
export async function loadEventNames(): Promise<typeof EventNames> {
  return import("./log/event-names.js");
}

/**
 * Renders a baseline through a template of the user's own format. What the policy forbids is left
 * out, as in every format. Throws `bad-template`.
 */
export async function emitOwn(
  baseline: Baseline,
  template: string,
  policy: Policy | undefined,
): Promise<Rendered> {
  const [{ renderOwn }, { withoutForbidden }] = await Promise.all([
    import("./own/own.js"),
    import("../policy/index.js"),
  ]);
  const allowed = withoutForbidden(baseline, policy);
  return { text: renderOwn(allowed.baseline, template), warnings: allowed.leftOut };
}

/** The shipped templates of these formats. Throws `unknown-format`. */
export async function loadTemplates(formats: readonly string[]): Promise<ShippedTemplate[]> {
  const { shippedTemplate } = await import("./shipped-templates.js");
  const found = await Promise.all(formats.map(findFormat));
  return found.map(shippedTemplate);
}
