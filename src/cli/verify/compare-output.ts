/** Compares the output of two runs, without values that differ from run to run. */
import { compareTexts } from "../../model/order.js";

/** The lines of one stream that only one run printed. */
export interface OutputDifference {
  readonly stream: "stdout" | "stderr";
  /** printed only by the run without the policy */
  readonly missing: readonly string[];
  /** printed only under the policy */
  readonly added: readonly string[];
}

export interface Printed {
  readonly stdout: string;
  readonly stderr: string;
  readonly containerId: string | null;
}

/** Output is hostile: longer lines are compared unchanged. */
const LONGEST = 10_000;

const STREAMS = ["stdout", "stderr"] as const;

/** How lines are normalised before the comparison, from the strictest to the most lenient. */
export const READINGS = ["plain", "without-numbers", "words"] as const;
export type Reading = (typeof READINGS)[number];

const MONTHS = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*";
const DAYS = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*";
const CLOCK = String.raw`\d{1,2}:\d{2}:\d{2}(?:[.,]\d+)?`;
const ZONE = String.raw`(?:\s?(?:Z|UTC|GMT|[AP]M|[+-]\d{2}:?\d{2})\b)?`;

/** Applied in this order: an expression and its replacement. */
const SET_ASIDE: readonly (readonly [RegExp, string])[] = [
  [new RegExp(`\\b\\d{4}[-/.]\\d{2}[-/.]\\d{2}(?:[T ,:]*${CLOCK}${ZONE})?`, "gu"), "<time>"],
  [new RegExp(`\\b\\d{1,2}[/ ]${MONTHS}[/ ]\\d{4}(?:[: ]+${CLOCK}${ZONE})?`, "gu"), "<time>"],
  [
    new RegExp(
      `\\b(?:${DAYS},? +)?${MONTHS} +\\d{1,2}(?:,? +\\d{4})?(?:[ ,]+${CLOCK}${ZONE})?(?: +[A-Z]{3,4})?(?: +\\d{4})?`,
      "gu",
    ),
    "<time>",
  ],
  [new RegExp(`\\b${CLOCK}${ZONE}`, "gu"), "<time>"],
  [/\b1[5-9]\d{8}(?:\.\d+|\d{3}|\d{6}|\d{9})?\b/gu, "<time>"],
  [/\b\d+(?:\.\d+)? ?(?:ns|us|µs|ms|s|secs?|seconds?|milliseconds?)\b/gu, "<duration>"],
  [/\b(?<name>pid|PID|process|Process)(?<sign>[ =:]+)\d+/gu, "$<name>$<sign><pid>"],
  [/\[\d+\]/gu, "[<pid>]"],
  [/\b\d+#\d+(?=:)/gu, "<pid>"],
];

/**
 * The streams in which two runs differ. Ignores times, durations, pids, the container's own id, and
 * the order of lines, because concurrent processes print in any order.
 */
export function compareOutput(
  free: Printed,
  under: Printed,
  reading: Reading = "plain",
): OutputDifference[] {
  return STREAMS.flatMap((stream) => {
    const [a, b] = [free, under].map((printed) => linesOf(printed, stream, reading));
    const missing = only(a ?? [], b ?? []);
    const added = only(b ?? [], a ?? []);
    return missing.length + added.length === 0 ? [] : [{ stream, missing, added }];
  });
}

/**
 * The lines, normalised to words, that were printed more often under the policy than in both runs
 * without it, or less often than in each of these.
 */
export function compareWithBoth(free: Printed, again: Printed, under: Printed): OutputDifference[] {
  return STREAMS.flatMap((stream) => {
    const [a = [], b = [], c = []] = [free, again, under].map((printed) =>
      linesOf(printed, stream, "words"),
    );
    const missing = only(only(a, only(a, b)), c);
    const added = only(c, [...a, ...only(b, a)]);
    return missing.length + added.length === 0 ? [] : [{ stream, missing, added }];
  });
}

/** Whether the lines of both runs have the same order, ignoring times and pids. */
export function isSameOrder(free: Printed, under: Printed): boolean {
  return STREAMS.every(
    (stream) =>
      linesOf(free, stream, "plain").join("\n") === linesOf(under, stream, "plain").join("\n"),
  );
}

export function countLines({ stdout, stderr }: Printed): number {
  return [stdout, stderr].reduce((sum, text) => sum + splitLines(text).length, 0);
}

function linesOf(printed: Printed, stream: "stdout" | "stderr", reading: Reading): string[] {
  const id = printed.containerId ?? "";
  return splitLines(printed[stream]).map((line) => {
    if (line.length > LONGEST) return line;
    const plain = SET_ASIDE.reduce(
      (text, [what, place]) => text.replace(what, place),
      id === ""
        ? line
        : line.replaceAll(id, "<container>").replaceAll(id.slice(0, 12), "<container>"),
    );
    if (reading === "plain") return plain;
    const words = withoutNumbers(plain);
    return reading === "words" ? inOrder(words) : words;
  });
}

/**
 * Sorts a line's words: programs print hash tables, for example JSON objects, in a different order
 * each time.
 */
function inOrder(line: string): string {
  return line
    .split(/[\s,;"'{}[\]()]+/u)
    .filter((word) => word !== "")
    .sort(compareTexts)
    .join(" ");
}

/** Replaces numbers in base 10, 16 or 64. */
function withoutNumbers(line: string): string {
  return line.replace(/\b(?=[\w+/-]*\d)[\w+/-]{6,}=*|\d+/gu, "<number>");
}

function splitLines(text: string): string[] {
  const lines = text.split(/\r?\n/u);
  if (lines.at(-1) === "") lines.pop();
  return lines;
}

/** The lines of `a` without those in `b`; each occurrence counts. */
function only(a: readonly string[], b: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const line of b) left.set(line, (left.get(line) ?? 0) + 1);
  return a.filter((line) => {
    const count = left.get(line) ?? 0;
    if (count > 0) left.set(line, count - 1);
    return count === 0;
  });
}
