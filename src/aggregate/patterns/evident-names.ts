/**
 * Names of which one is enough for a pattern, as something else than other names tells what of them
 * is there by chance: the form alone, the clock, the process that made the file, how it was made.
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

/** A part of a name, and why it varies. */
interface EvidentSpan<R extends GeneraliseRule = GeneraliseRule> extends KnownSpan {
  readonly rule: R;
}

/** A name in its folder, as literal text. */
export interface PlacedName {
  readonly name: string;
  /** with the name */
  readonly path: string;
  readonly folder: readonly string[];
}

/** What is known beside the names themselves. */
export interface EvidentContext {
  readonly ids: ReadonlySet<string>;
  readonly evidence: NameEvidence;
  readonly renames: Renames;
  readonly tables: NameTables;
}

/** The parts that vary, none over another, in order of where they stand. */
export function evidentSpans(place: PlacedName, context: EvidentContext): EvidentSpan[] {
  const { name, path, folder } = place;
  const { ids, evidence, renames, tables } = context;
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
    const passing = isFree ? passingOf(place, made, tables) : null;
    const targets = [...(renames.get(path) ?? [])];
    if (passing !== null && !targets.some((target) => isOfTarget(passing, name, target)))
      found.push(...as("passing-name", [passing]));
  }
  return withoutOverlaps(found.filter(({ rule }) => tables.isOn(rule)));
}

/** The file's new name says better what is fixed; what is in it is fixed in any case. */
function isOfTarget({ start, end }: KnownSpan, name: string, target: string): boolean {
  const at = name.indexOf(target);
  return asideLiterals(name, target) !== null || (start < at + target.length && at < end);
}

/** The rule on digests looks at it, and at its folders. */
function isDigest({ folder, name }: PlacedName, { isOn, places }: NameTables): boolean {
  return isOn("digest-name") && isDigestName([...folder, name], places);
}

function as<R extends GeneraliseRule>(rule: R, spans: readonly KnownSpan[]): EvidentSpan<R>[] {
  return spans.map((span) => ({ ...span, rule }));
}

/** The name with its parts as stars. */
export function evidentComponent(name: string, spans: readonly EvidentSpan[]): PathComponent {
  const rule = widestOf(spans.map(({ rule }) => rule));
  const stars = spans.map(({ expression }) => expression);
  return patternComponent(literalsOf(name, spans), {
    ...(rule === null ? {} : { rule }),
    stars,
  });
}

/** At the end of a word, as in `lock27`: among random letters a digit says nothing. */
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

/** A number of so many digits is a time in nanoseconds or chance, however the file was made. */
const LONG_NUMBER = /^[0-9]{16,}$/u;

/**
 * Made exclusively and gone within the run; or, below a folder for temporary files, made so; or as
 * only Python's and Perl's libraries make such files. With a long number, made and gone is enough.
 */
function passingOf(
  { name, folder }: PlacedName,
  made: MadeName,
  { places }: NameTables,
): KnownSpan | null {
  const span = passingSpan(name, made.isTempfile);
  if (span === null || made.isPassing || made.isTempfile) return span;
  const isLongNumber = LONG_NUMBER.test(name.slice(span.start, span.end));
  if (isLongNumber && [...made.gone.members()].length > 0) return span;
  return made.isNewFile && places.of(folder)?.temporary === true ? span : null;
}
