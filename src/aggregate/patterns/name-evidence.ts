/**
 * What is known of files that a container made: how, by whom and when. It tells which part of a name
 * is there by chance, so that one name is enough, where names alone take several.
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

/** A file, folder or socket that was made. */
export class MadeName {
  readonly tally = { count: 0 };
  /** false: only its end was seen */
  isMade = false;
  /** runs in which it was made where nothing was before, and in which its name was given up */
  readonly exclusive = new SmallSet<number>();
  readonly gone = new SmallSet<number>();
  /** by an open that fails where there is a file */
  isNewFile = false;
  /** by Python, or as its tempfile makes files */
  isPythons = false;
  isTempfile = false;
  /** processes that made it, where its name holds a number */
  readonly makers = new SmallSet<string>();
  /** parts of its last name that equalled the clock, by where they begin and end */
  clock: Map<string, KnownSpan> | undefined;

  /** It was made exclusively, and was gone before the run ended. */
  get isPassing(): boolean {
    const gone = new Set(this.gone.members());
    return [...this.exclusive.members()].some((run) => gone.has(run));
  }
}

/** More digits are no process. */
const NUMBER = /(?<![0-9])[0-9]{1,7}(?![0-9])/u;
const PRIVATE = 0o700;
const PYTHON = /\/(?:python|pypy)[0-9.]*$/u;

/** Gathered while facts are added, in whatever order they come. */
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
        // whoever calls it may have made up an abstract name, which nothing else tells
        if (behaviour.address.startsWith("@")) this.#at(socketPath(behaviour.address), fact, run);
        return;
      default:
    }
  }

  /** Undefined: it was not seen to be made. */
  of(path: string): MadeName | undefined {
    return this.#made.kept().get(path);
  }

  /** The numbers of the processes that made it, and of those they descend from, as it saw them. */
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
        // as Python's mkdtemp makes folders
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

  /** Made or not: it is only evidence of what was made. */
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
