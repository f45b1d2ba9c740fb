/** Counts the files and programs of which something could not be seen. */
import type { FileEntry } from "../../model/baseline/baseline.js";
import { blindSpotsOf, type EventBlindSpot } from "../../gaps/event-blind-spots.js";
import type { Behaviour } from "../../model/events/events.js";
import type { Fact } from "../../model/events/fact.js";

/** A container chooses how many there are: more are not counted. */
const MOST_SUBJECTS = 10_000;
/** Writes to /proc and /sys are not file content. */
const NO_CONTENT: ReadonlySet<string> = new Set(["proc", "sys"]);

/** Each file or program counts once, because a person looks at files and not at events. */
export class UnseenSubjects {
  readonly #bySpot = new Map<EventBlindSpot, Set<string>>();

  add(fact: Fact): void {
    for (const code of blindSpotsOf(fact.behaviour)) {
      const subjects = this.#bySpot.get(code) ?? new Set<string>();
      this.#bySpot.set(code, subjects);
      if (subjects.size < MOST_SUBJECTS) subjects.add(subjectOf(fact.behaviour, fact));
    }
  }

  /**
   * Counts by code. For written files the entries are counted, because one entry may stand for many
   * files.
   */
  counts(filesWritten: readonly FileEntry[]): Map<EventBlindSpot, number> {
    const counts = new Map<EventBlindSpot, number>();
    for (const [code, subjects] of this.#bySpot) counts.set(code, subjects.size);
    const written = filesWritten.filter(isContentUnseen).length;
    counts.set("contents-not-seen", written);
    return counts;
  }
}

function isContentUnseen({ contents = [], storage = [], appended }: FileEntry): boolean {
  if (appended === true) return false;
  return contents.includes("unknown") && !storage.every((each) => NO_CONTENT.has(each));
}

function subjectOf(behaviour: Behaviour, { actor }: Fact): string {
  switch (behaviour.kind) {
    case "exec":
      return behaviour.path;
    case "written":
      return behaviour.path ?? "";
    case "change":
      return behaviour.from.path ?? behaviour.from.name ?? "";
    default:
      return actor.programs[0] ?? "";
  }
}
