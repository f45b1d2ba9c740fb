/**
 * Names of which one is enough for a pattern, because something other than similar names shows what
 * varies: the form alone, the clock, the process that made the file, or the way it was made.
 */
import type { BuiltInRule, GeneraliseRule } from "../../model/baseline/baseline.js";
import { widestOf } from "../../model/baseline/name-rules.js";
import { PERSISTENCE } from "../../model/concerns/patterns.js";
import { containerIdSpans } from "./container-ids.js";
import { isDigestName } from "./digest-names.js";
import { withoutOverlaps, type KnownSpan } from "./known-span.js";
import { literalsOf } from "./name-reading.js";
import type { MadeName, NameEvidence } from "./name-evidence.js";
import { passingSpan } from "./passing-parts.js";
import { patternComponent, type PathComponent } from "./path-component.js";
import { asideLiterals, type Renames } from "./renamed-names.js";
import { uniqueSpans } from "./unique-parts.js";
import type { NameTables } from "../tables/tables.js";

/** A part of a name, and the rule why it varies. */
interface EvidentSpan<R extends GeneraliseRule = GeneraliseRule> extends KnownSpan {
  readonly rule: R;
}

/** A name in its directory, as literal text. */
export interface PlacedName {
  readonly name: string;
  /** the whole path, name included */
  readonly path: string;
  readonly folder: readonly string[];
}

/** What is known besides the names. */
export interface EvidentContext {
  readonly ids: ReadonlySet<string>;
  readonly evidence: NameEvidence;
  readonly renames: Renames;
  readonly tables: NameTables;
}

/** The varying parts, sorted by position, without overlaps. */
export function evidentSpans(place: PlacedName, context: EvidentContext): EvidentSpan[] {
  const { name, path, folder } = place;
  const { ids, evidence, tables } = context;
  for (const { rule, partsOf } of tables.ownForms) {
    const spans = partsOf(name, folder);
    if (spans !== null) return as(rule, spans);
  }
  const found: EvidentSpan<BuiltInRule>[] = as("container-id", containerIdSpans(name, ids));
  const made = evidence.of(path);
  if (made?.isMade === true && !isDigest(place, tables) && !PERSISTENCE.test(path)) {
    const isOpen = tables.places.of(folder) !== null;
    if (isOpen) found.push(...as("unique-name", uniqueSpans(name)));
    found.push(...as("clock", [...(made.clock?.values() ?? [])]));
    found.push(...as("own-pid", pidSpans(name, evidence.numbersOf(made))));
    const isFree = found.every(({ rule }) => rule === "own-pid");
    const passing = isFree ? passingOf(place, made, context) : null;
    if (passing !== null) found.push(...as("passing-name", [passing]));
  }
  return withoutOverlaps(found.filter(({ rule }) => tables.isOn(rule)));
}

/**
 * Whether the rule on renames handles the name, because it knows better what varies, or the part
 * overlaps the file's new name, which is fixed.
 */
function isOfTarget({ start, end }: KnownSpan, name: string, target: string): boolean {
  const at = name.indexOf(target);
  return asideLiterals(name, target) !== null || (start < at + target.length && at < end);
}

/** The rule on digests handles such a name and its directories. */
function isDigest({ folder, name }: PlacedName, { isOn, places }: NameTables): boolean {
  return isOn("digest-name") && isDigestName([...folder, name], places);
}

function as<R extends GeneraliseRule>(rule: R, spans: readonly KnownSpan[]): EvidentSpan<R>[] {
  return spans.map((span) => ({ ...span, rule }));
}

/** The name with its varying parts as stars. */
export function evidentComponent(name: string, spans: readonly EvidentSpan[]): PathComponent {
  const rule = widestOf(spans.map(({ rule }) => rule));
  const stars = spans.map(({ expression }) => expression);
  return patternComponent(literalsOf(name, spans), {
    ...(rule === null ? {} : { rule }),
    stars,
  });
}

/** A number at the end of a word, as in `lock27`. Among random letters a digit means nothing. */
const NUMBER = /(?<=(?<![A-Za-z0-9])(?:[A-Z]?[a-z]*|[A-Z]*))[0-9]{1,7}(?![A-Za-z0-9])/gu;

function pidSpans(name: string, numbers: ReadonlySet<string>): KnownSpan[] {
  if (numbers.size === 0) return [];
  return [...name.matchAll(NUMBER)]
    .filter(([number]) => numbers.has(number))
    .map(({ 0: number, index }) => ({
      start: index,
      end: index + number.length,
      expression: "[0-9]+",
    }));
}

/** A number of this length is a time in nanoseconds or random, however the file was made. */
const LONG_NUMBER = /^[0-9]{16,}$/u;

/**
 * The random part of a temporary file's name. The file was made exclusively and removed in the same
 * run; or made exclusively in a directory for temporary files; or opened in the way of Python's and
 * Perl's libraries. For a long number it is enough that the file was made and removed.
 */
function passingOf(
  { name, path, folder }: PlacedName,
  made: MadeName,
  { renames, tables }: EvidentContext,
): KnownSpan | null {
  const span = passingSpan(name, made.isTempfile);
  if (span === null) return null;
  const targets = [...(renames.get(path) ?? [])];
  if (targets.some((target) => isOfTarget(span, name, target))) return null;
  const isTemporary = made.isNewFile && tables.places.of(folder)?.temporary === true;
  const isLongNumber = LONG_NUMBER.test(name.slice(span.start, span.end));
  const isKnown = made.isPassing || made.isTempfile || isTemporary || (made.isGone && isLongNumber);
  return isKnown ? span : null;
}
