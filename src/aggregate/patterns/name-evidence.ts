/**
 * Evidence about files that a container made: how, by whom and when. It shows which part of a name
 * varies, so that one name is enough for a pattern. From names alone it takes several.
 */
import type { Change, ListenUnix, Open } from "../../model/events/events.js";
import { isExclusive, isMaking, refusesLinks } from "../../model/events/open-flags.js";
import type { Fact } from "../../model/events/fact.js";
import { FirstTexts } from "../evidence/first-texts.js";
import { KEPT_BESIDE } from "../evidence/kept.js";
import { SmallSet } from "../evidence/small-set.js";
import type { Run } from "../run.js";
import { clockSpans } from "./clock-parts.js";
import type { KnownSpan } from "./known-span.js";
import { Processes } from "./processes.js";
import { socketPath } from "./socket-names.js";

/** A created file, directory or socket. */
export class MadeName {
  readonly tally = { count: 0 };
  /** false: only its removal was seen */
  isMade = false;
  /**
   * runs in which it was made where nothing existed, and runs in which it was removed or renamed
   */
  readonly exclusive = new SmallSet<number>();
  readonly gone = new SmallSet<number>();
  /** by an open that fails if the file exists */
  isNewFile = false;
  /** by Python, or opened in the way of its tempfile module */
  isPythons = false;
  isTempfile = false;
  /** the processes that made it, if its name contains a number */
  readonly makers = new SmallSet<string>();
  /** parts of its last name that matched the clock, by start and end */
  clock: Map<string, KnownSpan> | undefined;

  /** It was made exclusively, and removed or renamed in the same run. */
  get isPassing(): boolean {
    return [...this.exclusive.members()].some((run) => this.gone.has(run));
  }

  /** It was removed or renamed. */
  get isGone(): boolean {
    return [...this.gone.members()].length > 0;
  }
}

/** A longer number is no process id. */
const NUMBER = /(?<![0-9])[0-9]{1,7}(?![0-9])/u;
const PRIVATE = 0o700;
const PYTHON = /\/(?:python|pypy)[0-9.]*$/u;

/** Collects evidence while facts are added, in any order. */
export class NameEvidence {
  readonly #made = new FirstTexts<MadeName>(KEPT_BESIDE.madeNames);
  readonly #processes = new Processes();

  add(fact: Fact, run: Run): void {
    this.#processes.add(fact.actor, run, fact.count);
    const { behaviour } = fact;
    switch (behaviour.kind) {
      case "open":
        this.#addOpen(behaviour, fact, run);
        return;
      case "change":
        this.#addChange(behaviour, fact, run);
        return;
      case "listen-unix":
        this.#addSocket(behaviour, fact, run);
        return;
      case "connect-unix":
        // the caller may have chosen the abstract name itself, which no other event shows
        if (behaviour.address.startsWith("@")) this.#at(socketPath(behaviour.address), fact, run);
        return;
      default:
    }
  }

  /** Undefined: it was not seen to be made. */
  of(path: string): MadeName | undefined {
    return this.#made.kept().get(path);
  }

  /** The ids of the processes that made it and of their ancestors, in the container's numbering. */
  numbersOf(made: MadeName): ReadonlySet<string> {
    return this.#processes.numbersOf(made.makers.members());
  }

  #addOpen(open: Open, fact: Fact, run: Run): void {
    const { path, flags, ret } = open;
    if (ret < 0 || path === null || !isMaking(flags)) return;
    const made = this.#at(path, fact, run);
    if (made === undefined) return;
    if (!isExclusive(flags)) return;
    made.exclusive.add(run.number);
    made.isNewFile = true;
    made.isTempfile ||= refusesLinks(flags, run.architecture);
  }

  #addChange({ operation, from, to, mode, ret }: Change, fact: Fact, run: Run): void {
    if (ret < 0) return;
    const old = from.path ?? from.name;
    const next = to === undefined ? null : (to.path ?? to.name);
    switch (operation) {
      case "mkdir": {
        const made = this.#at(old, fact, run);
        made?.exclusive.add(run.number);
        // in the way of Python's mkdtemp
        if (made !== undefined)
          made.isTempfile ||= made.isPythons && ((mode ?? 0) & 0o7777) === PRIVATE;
        return;
      }
      case "mknod":
      case "symlink":
        this.#at(old, fact, run)?.exclusive.add(run.number);
        return;
      case "link":
        this.#at(next, fact, run)?.exclusive.add(run.number);
        return;
      case "rename":
        this.#at(next, fact, run);
        this.#giveUp(old, fact, run);
        return;
      case "unlink":
      case "rmdir":
        this.#giveUp(old, fact, run);
        return;
      default:
    }
  }

  #addSocket({ address, path }: ListenUnix, fact: Fact, run: Run): void {
    this.#at(path ?? socketPath(address), fact, run)?.exclusive.add(run.number);
  }

  /** Records a removal even if no creation was seen. It counts only with one. */
  #giveUp(path: string | null, fact: Fact, run: Run): void {
    if (path === null) return;
    const known = this.#known(path, fact);
    known?.gone.add(run.number);
  }

  #at(path: string | null, fact: Fact, run: Run): MadeName | undefined {
    if (path === null) return undefined;
    const made = this.#known(path, fact);
    if (made === undefined) return undefined;
    made.isMade = true;
    made.isPythons ||= PYTHON.test(fact.actor.programs[0] ?? "");
    if (NUMBER.test(path.slice(path.lastIndexOf("/") + 1))) {
      made.makers.add(Processes.key(fact.actor, run));
    }
    for (const span of clockSpans(path, fact)) {
      (made.clock ??= new Map()).set(`${String(span.start)} ${String(span.end)}`, span);
    }
    return made;
  }

  #known(path: string, { count }: Fact): MadeName | undefined {
    const known = this.#made.get(path, count, () => new MadeName());
    if (known !== undefined) known.tally.count += count;
    return known;
  }
}
