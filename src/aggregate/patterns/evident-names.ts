/**
 * Names of which one is enough for a pattern, as something else than other names tells what of them
 * is there by chance: the form alone, the clock, the process that made the file, how it was made.
 */
import type { GeneraliseRule } from "../../model/baseline/baseline.js";
import { RULE_NAMES } from "../../model/baseline/name-rules.js";
import { PERSISTENCE } from "../../model/concerns/patterns.js";
import { containerIdSpans } from "./container-ids.js";
import { withoutOverlaps, type KnownSpan } from "./known-span.js";
import { literalsOf } from "./name-reading.js";
import type { MadeName, NameEvidence } from "./name-evidence.js";
import { passingSpan } from "./passing-parts.js";
import { patternComponent, type PathComponent } from "./path-component.js";
import { uniqueSpans } from "./unique-parts.js";
import { varyingPlace } from "./varying-places.js";

/** A part of a name, and why it varies. */
interface EvidentSpan extends KnownSpan {
  readonly rule: GeneraliseRule;
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
  readonly isOn: (rule: GeneraliseRule) => boolean;
}

/** The parts that vary, none over another, in order of where they stand. */
export function evidentSpans(place: PlacedName, context: EvidentContext): EvidentSpan[] {
  const { name, path } = place;
  const { ids, evidence, isOn } = context;
  const found = as("container-id", containerIdSpans(name, ids));
  const made = evidence.of(path);
  if (made?.isMade === true && !PERSISTENCE.test(path)) {
    const isOpen = varyingPlace(place.folder) !== null;
    if (isOpen) found.push(...as("unique-name", uniqueSpans(name)));
    found.push(...as("clock", [...(made.clock?.values() ?? [])]));
    found.push(...as("own-pid", pidSpans(name, evidence.numbersOf(made))));
    const isFree = found.every(({ rule }) => rule === "own-pid");
    const passing = isFree ? passingOf(place, made) : null;
    if (passing !== null) found.push(...as("passing-name", [passing]));
  }
  return withoutOverlaps(found.filter(({ rule }) => isOn(rule)));
}

function as(rule: GeneraliseRule, spans: readonly KnownSpan[]): EvidentSpan[] {
  return spans.map((span) => ({ ...span, rule }));
}

/** The name with its parts as stars. */
export function evidentComponent(name: string, spans: readonly EvidentSpan[]): PathComponent {
  const rule = RULE_NAMES[Math.max(...spans.map(({ rule }) => RULE_NAMES.indexOf(rule)))];
  const stars = spans.map(({ expression }) => expression);
  return patternComponent(literalsOf(name, spans), {
    ...(rule === undefined ? {} : { rule }),
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

/**
 * Made exclusively and gone within the run; or, below a folder for temporary files, made so; or as
 * only Python's and Perl's libraries make such files.
 */
function passingOf({ name, folder }: PlacedName, made: MadeName): KnownSpan | null {
  const span = passingSpan(name, made.isTempfile);
  if (span === null || made.isPassing || made.isTempfile) return span;
  return made.isNewFile && varyingPlace(folder)?.temporary === true ? span : null;
}
