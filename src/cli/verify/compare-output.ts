/** Whether two runs printed the same, but for what differs from run to run by its nature. */
import { compareTexts } from "../../model/order.js";

/** Of one stream: what only one of the runs printed. */
export interface OutputDifference {
  readonly stream: "stdout" | "stderr";
  /** printed by the free run alone */
  readonly missing: readonly string[];
  /** printed under the policy alone */
  readonly added: readonly string[];
}

export interface Printed {
  readonly stdout: string;
  readonly stderr: string;
  readonly containerId: string | null;
}

/** What prints is hostile: in longer lines nothing is looked for. */
const LONGEST = 10_000;

const STREAMS = ["stdout", "stderr"] as const;

/** How lines are made alike, from the strictest to the one that sets most aside. */
export const READINGS = ["plain", "without-numbers", "words"] as const;
export type Reading = (typeof READINGS)[number];

const MONTHS = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*";
const DAYS = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*";
const CLOCK = String.raw`\d{1,2}:\d{2}:\d{2}(?:[.,]\d+)?`;
const ZONE = String.raw`(?:\s?(?:Z|UTC|GMT|[AP]M|[+-]\d{2}:?\d{2})\b)?`;

/** In this order: what is set aside, and what stands in its place. */
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
 * The streams in which the two differ. Times, durations, pids and the container's own id are set
 * aside, and the order of the lines: processes that print at the same time print in any order.
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
 * What was printed under the policy more often than in any of two runs without it, or more rarely
 * than in both: by their words.
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

/** Whether all lines of both are in the same order, once times and pids are set aside. */
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

/** Programs print what they keep in tables, such as an object of JSON, in an order of its own each time. */
function inOrder(line: string): string {
  return line
    .split(/[\s,;"'{}[\]()]+/u)
    .filter((word) => word !== "")
    .sort(compareTexts)
    .join(" ");
}

/** What is made of digits, in base 10, 16 or 64. */
function withoutNumbers(line: string): string {
  return line.replace(/\b(?=[\w+/-]*\d)[\w+/-]{6,}=*|\d+/gu, "<number>");
}

function splitLines(text: string): string[] {
  const lines = text.split(/\r?\n/u);
  if (lines.at(-1) === "") lines.pop();
  return lines;
}

/** Those of `a` that `b` has not as often. */
function only(a: readonly string[], b: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const line of b) left.set(line, (left.get(line) ?? 0) + 1);
  return a.filter((line) => {
    const count = left.get(line) ?? 0;
    if (count > 0) left.set(line, count - 1);
    return count === 0;
  });
}
