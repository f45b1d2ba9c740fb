import type { ChangeEntry } from "../../model/baseline/baseline.js";
import { errnoName } from "../../model/kernel/errno.js";
import type { Change, ChangedPath, Operation, Storage } from "../../model/events/events.js";
import type { Fact } from "../../model/events/fact.js";
import { sortedBy, sortedTexts } from "../../model/order.js";
import { askedNames } from "./asked-names.js";
import { BOUNDS } from "../evidence/bounds.js";
import { keyOf } from "./executables.js";
import type { Generalise, GeneralisedPath } from "../patterns/generalise.js";
import { FirstNames } from "../evidence/first-names.js";
import { FirstTexts } from "../evidence/first-texts.js";
import type { PartLimits } from "../evidence/list-limits.js";
import type { Run } from "../run.js";
import { harmlessLength } from "../secrets/text.js";
import { SmallSet } from "../evidence/small-set.js";
import { Tally, type NamesOf } from "../evidence/tally.js";

/** One operation on one path, and on a second one where it has two. */
export interface Subject {
  readonly operation: Operation;
  readonly path: string;
  readonly to?: string;
}

class Changed {
  readonly tally = new Tally();
  readonly storage = new SmallSet<Storage>();
  readonly results = new SmallSet<string>();
  readonly modes = new FirstNames();
  readonly owners = new FirstNames();
  readonly texts = new FirstNames();
  readonly askedAs = new FirstNames();
  readonly toAskedAs = new FirstNames();
  slashed = false;
  toSlashed = false;

  constructor(readonly subject: Subject) {}

  /** Names that were asked for are not taken over: what they become depends on their path. */
  absorb(other: Changed): void {
    this.tally.absorb(other.tally);
    for (const storage of other.storage.members()) this.storage.add(storage);
    for (const result of other.results.members()) this.results.add(result);
    this.modes.absorb(other.modes);
    this.owners.absorb(other.owners);
    this.texts.absorb(other.texts);
    this.slashed ||= other.slashed;
    this.toSlashed ||= other.toSlashed;
  }
}

/** Files that an image changed otherwise than by writing to them. */
export class Changes {
  readonly #bySubject = new FirstTexts<Changed>(BOUNDS.changes);
  /** by `mergedKey`, when all comes a second time: see `Files` */
  #merged: Map<string, Changed> | null = null;
  #generalise: (path: string) => GeneralisedPath | null = () => null;
  #covered = 0;

  add(change: Change, subject: Subject, fact: Fact, run: Run): void {
    const { operation, path, to } = subject;
    const changed = this.#at(subject, fact);
    if (changed === undefined) return;
    changed.tally.add(fact, run);
    changed.storage.add(change.from.storage);
    changed.results.add(change.ret >= 0 ? "done" : errnoName(change.ret));
    const mode = modeText(change);
    if (mode !== null) changed.modes.add(mode);
    if (operation === "chown") changed.owners.add(ownerText(change));
    if (change.text !== undefined) changed.texts.add(withoutSecret(change.text));
    if (this.#merged !== null) return; // the names of those that were kept are enough
    addOtherNames(changed.askedAs, change.from, path);
    changed.slashed ||= endsInSlash(change.from);
    if (change.to === undefined || to === undefined) return;
    addOtherNames(changed.toAskedAs, change.to, to);
    changed.toSlashed ||= endsInSlash(change.to);
  }

  get dropped(): number {
    return this.#bySubject.dropped - this.#covered;
  }

  /** `toPattern` says what a path became or fits; null: neither. */
  lookAgain(generalise: Generalise, toPattern: (path: string) => GeneralisedPath | null): void {
    this.#merged = merge(this.#bySubject.kept().values(), generalise);
    this.#generalise = toPattern;
  }

  #at(subject: Subject, { count }: Fact): Changed | undefined {
    const { operation, path, to } = subject;
    const key = [operation, path, ...(to === undefined ? [] : [to])].join("\0");
    if (this.#merged === null) {
      return this.#bySubject.get(key, count, () => new Changed(subject));
    }
    if (this.#bySubject.kept().has(key)) return undefined;
    const ends = (to === undefined ? [path] : [path, to]).map((end) => this.#generalise(end));
    const changed = ends.includes(null)
      ? undefined
      : this.#merged.get(mergedKey(operation, ends as GeneralisedPath[]));
    if (changed !== undefined) this.#covered += count;
    return changed;
  }

  /** The paths as they were observed, of both ends. */
  *paths(): Iterable<string> {
    for (const { subject } of this.#bySubject.kept().values()) {
      yield subject.path;
      if (subject.to !== undefined) yield subject.to;
    }
  }

  /** Old and new paths of files that were renamed. */
  *renames(): Iterable<[from: string, to: string]> {
    for (const { subject, results } of this.#bySubject.kept().values()) {
      const { operation, path, to } = subject;
      const isDone = operation === "rename" && [...results.members()].includes("done");
      if (isDone && to !== undefined) yield [path, to];
    }
  }

  /** By operation, path, new path. */
  entries(generalise: Generalise, namesOf: NamesOf, limits: PartLimits): ChangeEntry[] {
    const merged = this.#merged ?? merge(this.#bySubject.kept().values(), generalise);
    const entries = sortedBy(merged, ([key]) => key).map(([, changed]) =>
      entryOf(changed, generalise, namesOf, limits),
    );
    return limits.entries(entries, this.dropped, ({ path }) => path);
  }
}

/** Those that are the same after generalisation become one. */
function merge(all: Iterable<Changed>, generalise: Generalise): Map<string, Changed> {
  const merged = new Map<string, Changed>();
  for (const changed of all) {
    const { operation, path, to } = changed.subject;
    const ends = to === undefined ? [path] : [path, to];
    const key = mergedKey(operation, ends.map(generalise));
    const known = merged.get(key) ?? new Changed(changed.subject);
    known.absorb(changed);
    known.askedAs.absorb(askedNames(changed.askedAs, path, generalise));
    if (to !== undefined) known.toAskedAs.absorb(askedNames(changed.toAskedAs, to, generalise));
    merged.set(key, known);
  }
  return merged;
}

function mergedKey(operation: Operation, ends: readonly GeneralisedPath[]): string {
  return [operation, ...ends.map(keyOf)].join("\0");
}

function entryOf(
  changed: Changed,
  generalise: Generalise,
  namesOf: NamesOf,
  limits: PartLimits,
): ChangeEntry {
  const { operation, path, to } = changed.subject;
  const from = generalise(path);
  const target = to === undefined ? undefined : generalise(to);
  const listed = (names: FirstNames): string[] => limits.names(names.sorted());
  return {
    operation,
    ...from,
    ...(target === undefined ? {} : { to: target.path }),
    ...(target?.rule === undefined ? {} : { toRule: target.rule }),
    ...(target?.stars === undefined ? {} : { toStars: target.stars }),
    ...unlessEmpty("askedAs", listed(changed.askedAs)),
    ...unlessEmpty("toAskedAs", listed(changed.toAskedAs)),
    ...(changed.slashed ? { slashed: true } : {}),
    ...(changed.toSlashed ? { toSlashed: true } : {}),
    storage: sortedTexts([...changed.storage.members()]) as Storage[],
    ...unlessEmpty("modes", listed(changed.modes)),
    ...unlessEmpty("owners", listed(changed.owners)),
    ...unlessEmpty("texts", listed(changed.texts)),
    results: sortedTexts([...changed.results.members()]),
    ...changed.tally.evidence(namesOf),
  };
}

function unlessEmpty<K extends string>(key: K, texts: string[]): Partial<Record<K, string[]>> {
  return texts.length === 0 ? {} : ({ [key]: texts } as Record<K, string[]>);
}

/**
 * Names that are not the path: what was asked for, made absolute, and as it was where it was
 * absolute and not normal, as Falco compares it so. A slash at its end alone is told apart.
 */
function addOtherNames(names: FirstNames, asked: ChangedPath, path: string): void {
  const { name } = asked;
  if (name === null) return;
  if (name !== path) names.add(name);
  const given = asked.asked;
  if (given.startsWith("/") && given !== name && !endsInSlash(asked)) names.add(given);
}

/** Folders are often asked for so, `mkdir -p a/` does: such names would fill a list. */
function endsInSlash({ asked, name }: ChangedPath): boolean {
  return name !== null && asked === `${name}/`;
}

const PERMISSIONS = 0o7777;

/** Permissions, and before them the type of what mknod made. */
function modeText({ operation, mode }: Change): string | null {
  if (mode === undefined || operation === "mount") return null;
  const shown = operation === "mknod" ? mode : mode & PERMISSIONS;
  return (shown & 0o177777).toString(8).padStart(operation === "mknod" ? 6 : 4, "0");
}

function ownerText({ uid, gid }: Change): string {
  return `${uid === undefined ? "" : String(uid)}:${gid === undefined ? "" : String(gid)}`;
}

/** The source of a mount can hold a password. */
function withoutSecret(text: string): string {
  const kept = harmlessLength(text);
  return kept === text.length ? text : `${text.slice(0, kept)}…`;
}
