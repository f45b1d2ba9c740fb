/** Makes the policy from the sections of cxray.yaml, and finds mistakes in them. */
import type { Configuration, Forbidden, Texts } from "../model/configuration.js";
import type { PartName } from "../model/baseline/parts.js";
import { NEVER_TEXTS } from "./never-texts.js";
import {
  NEVER_KINDS,
  type IgnoreRow,
  type NeverKind,
  type NeverRow,
  type Policy,
  type SeverityRow,
} from "./policy.js";

export type PolicySections = Pick<Configuration, "ignore" | "never" | "severity">;

interface Mistake {
  /** JSON pointer */
  readonly pointer: string;
  /** says what should be there, and never quotes what is there */
  readonly message: string;
  /** all valid words, if there are few, to suggest the one that was meant */
  readonly words?: readonly string[];
  readonly word?: string;
}

/** The file that a policy comes from. */
interface Source {
  readonly file: string;
  /** the line of a JSON pointer */
  readonly lineOf: (pointer: string) => number;
}

/** Makes the policy from a configuration that is valid by its schema. */
export function readPolicy(
  { ignore = [], never = {}, severity = [] }: PolicySections,
  { file, lineOf }: Source,
): Policy {
  return {
    file,
    ignore: ignore.map(({ reason, until = null, ...row }, at): IgnoreRow => {
      return { ...selectorOf(row, lineOf(`/ignore/${String(at)}`)), reason, until };
    }),
    never: NEVER_KINDS.flatMap((kind) =>
      (never[kind] ?? []).map((row, at) =>
        neverRow(kind, row, lineOf(`/never/${kind}/${String(at)}`)),
      ),
    ),
    severity: severity.map(({ severity: own, ...row }, at): SeverityRow => {
      return { ...selectorOf(row, lineOf(`/severity/${String(at)}`)), severity: own };
    }),
  };
}

interface GivenSelector {
  readonly image?: Texts;
  readonly kind?: PartName | readonly PartName[];
  readonly match?: Texts;
}

function selectorOf({ image, kind, match }: GivenSelector, line: number) {
  return { line, images: listOf(image), kinds: listOf(kind), match: listOf(match) };
}

function listOf<T extends string>(given: T | readonly T[] | undefined): readonly T[] {
  if (given === undefined) return [];
  return typeof given === "string" ? [given] : given;
}

function neverRow(kind: NeverKind, given: Forbidden, line: number): NeverRow {
  const row = typeof given === "object" ? given : { match: given };
  const { match, image, reason = null, severity = "high", access } = row;
  return {
    line,
    images: listOf(image),
    kind,
    match: matchOf(kind, match),
    reason,
    severity,
    access: access === undefined ? [] : [access],
  };
}

/** A capability may be written without `CAP_`, and in lower case. */
function matchOf(kind: NeverKind, match: string | number): string {
  const text = String(match);
  if (kind !== "capabilities") return text;
  const name = text.toUpperCase();
  return name.startsWith("CAP_") ? name : `CAP_${name}`;
}

/** Mistakes that the JSON Schema can't find: a date that doesn't exist, a text of the wrong form. */
export function policyMistakes({ ignore = [], never = {} }: PolicySections): Mistake[] {
  const dates = ignore.flatMap(({ until }, at): Mistake[] => {
    if (until === undefined || isDay(until)) return [];
    return [
      {
        pointer: `/ignore/${String(at)}/until`,
        message: "ignore.until is a date that does not exist",
      },
    ];
  });
  const texts = NEVER_KINDS.flatMap((kind) =>
    (never[kind] ?? []).flatMap((row, at) =>
      neverMistakes(kind, row, `/never/${kind}/${String(at)}`),
    ),
  );
  return [...dates, ...texts];
}

function neverMistakes(kind: NeverKind, given: Forbidden, pointer: string): Mistake[] {
  const { mustBe, test, words } = NEVER_TEXTS[kind];
  const { match, access } = neverRow(kind, given, 0);
  if (test(match) === null) {
    const meant = words === undefined ? {} : { words: words(), word: match };
    return [{ pointer, message: `never.${kind} must be ${mustBe}`, ...meant }];
  }
  if (access.length === 0 || kind === "paths") return [];
  return [{ pointer: `${pointer}/access`, message: "only never.paths can have access" }];
}

/** Whether the date exists: 2026-02-30 does not. */
function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
