/**
 * Every format cxray emits, each with what loads it: the command line, the documentation and a
 * contract test read this list.
 */
import { CxrayError } from "../model/errors.js";
import type { Format } from "./format.js";

export const FORMATS = {
  falco: async () => (await import("./falco/falco.js")).falco,
  seccomp: async () => (await import("./seccomp/seccomp.js")).seccomp,
  log: async () => (await import("./log/log.js")).log,
} as const satisfies Record<string, () => Promise<Format>>;

export const FORMAT_NAMES: readonly string[] = Object.keys(FORMATS);

/** A format by its name. Throws `unknown-format`. */
export async function findFormat(name: string): Promise<Format> {
  const load = Object.entries(FORMATS).find(([known]) => known === name)?.[1];
  if (load !== undefined) return load();
  const names = FORMAT_NAMES.join(", ");
  throw new CxrayError("unknown-format", `there is no format ${name}`, `Formats: ${names}.`);
}
