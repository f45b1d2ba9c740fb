/** Every format cxray emits: the command line, the documentation and a contract test read this list. */
import { CxrayError } from "../model/errors.js";
import { falco } from "./falco/falco.js";
import type { Format } from "./format.js";
import { log } from "./log/log.js";
import { seccomp } from "./seccomp/seccomp.js";

export const FORMATS = [falco, seccomp, log] as const satisfies readonly Format[];

/** A format by its name. Throws `unknown-format`. */
export function findFormat(name: string): Format {
  const format = FORMATS.find((candidate) => candidate.name === name);
  if (format) return format;
  const names = FORMATS.map((known) => known.name).join(", ");
  throw new CxrayError("unknown-format", `there is no format ${name}`, `Formats: ${names}.`);
}
