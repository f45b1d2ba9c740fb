/** Whether known patterns match arguments of programs, requests and scripts. */
import type {
  ArgumentPattern,
  InterpretedFile,
  RequestEntry,
} from "../../model/baseline/baseline.js";
import { literalsOfPattern, patternTest } from "../../model/baseline/pattern.js";
import { widestStars } from "../../model/baseline/stars.js";

type Vector = readonly ArgumentPattern[];

/** Whether one of the known argument lists matches this one. */
export function fitsArguments(known: readonly Vector[], vector: Vector): boolean {
  return known.some((pattern) => fitsVector(pattern, vector));
}

function fitsVector(pattern: Vector, vector: Vector): boolean {
  const isOpen = isMore(pattern.at(-1));
  const fixed = isOpen ? pattern.slice(0, -1) : pattern;
  if (!isOpen && (isMore(vector.at(-1)) || vector.length !== fixed.length)) return false;
  if (vector.length < fixed.length) return false;
  return fixed.every((each, at) => fitsArgument(each, vector[at]));
}

function isMore(argument: ArgumentPattern | undefined): boolean {
  return typeof argument === "object" && argument !== null && "more" in argument;
}

function fitsArgument(
  pattern: ArgumentPattern | undefined,
  argument: ArgumentPattern | undefined,
): boolean {
  if (pattern === undefined || argument === undefined || isMore(argument)) return false;
  if (pattern === null) return true;
  if (typeof pattern === "string") return pattern === argument;
  if (argument === null || JSON.stringify(pattern) === JSON.stringify(argument)) {
    return argument !== null;
  }
  if ("pattern" in pattern) return fitsForm(pattern, argument);
  if (!("startsWith" in pattern)) return false;
  return beginningOf(argument).startsWith(pattern.startsWith);
}

/** Whether a pattern matches an argument, or is at least as wide as another pattern. */
function fitsForm(
  { pattern, stars }: { readonly pattern: string; readonly stars: readonly string[] },
  argument: Exclude<ArgumentPattern, null>,
): boolean {
  if (typeof argument === "string") return patternTest(pattern, stars)(argument);
  if (!("pattern" in argument) || argument.pattern !== pattern) return false;
  return widestStars(stars, argument.stars)?.join("\0") === stars.join("\0");
}

function beginningOf(argument: Exclude<ArgumentPattern, null>): string {
  if (typeof argument === "string") return argument;
  if ("pattern" in argument) return literalsOfPattern(argument.pattern)[0] ?? "";
  return "startsWith" in argument ? argument.startsWith : "";
}

/** Arguments as text: `*` stands for any text, `…` for any number of arguments. */
export function argumentsText(vector: Vector): string {
  return vector.map((argument) => argumentText(argument)).join(" ");
}

function argumentText(argument: ArgumentPattern): string {
  if (argument === null) return "*";
  if (typeof argument === "object") {
    if ("pattern" in argument) return argument.pattern;
    return "more" in argument ? "…" : `${argument.startsWith}*`;
  }
  return argument === "" || /\s/u.test(argument) ? JSON.stringify(argument) : argument;
}

/** Whether one of the known requests matches this one. */
export function fitsRequests(known: readonly RequestEntry[], request: RequestEntry): boolean {
  return known.some(({ method, host, path, rule }) => {
    if (method !== request.method || host !== request.host) return false;
    if (rule === undefined) return request.rule === undefined && path === request.path;
    return path === request.path || patternTest(path)(request.path);
  });
}

/** Whether one of the known files matches this one. */
export function fitsFiles(known: readonly InterpretedFile[], file: InterpretedFile): boolean {
  return known.some(({ path, rule, stars }) => {
    if (rule === undefined) return file.rule === undefined && path === file.path;
    return path === file.path || patternTest(path, stars)(file.path);
  });
}
