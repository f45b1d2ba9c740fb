/** Finds what a baseline contains about a refusal. */
import type { Baseline, Evidence } from "../../model/baseline/baseline.js";
import { patternTest } from "../../model/baseline/pattern.js";
import { countRuns } from "../../model/baseline/run-set.js";
import { plural } from "../../model/plural.js";
import type { Refusal } from "./refusals.js";

interface NamedEntry extends Evidence {
  readonly path: string;
  readonly rule?: unknown;
  readonly stars?: readonly string[];
}

interface Place {
  /** the entry's path, or its pattern */
  readonly path: string;
  readonly evidence: Evidence;
  readonly did: string;
}

/** A baseline's entries by path. */
export class KnownEntries {
  readonly #baseline: Baseline;
  readonly #literal = new Map<string, Place[]>();
  readonly #patterns: { fits: (path: string) => boolean; place: Place }[] = [];

  constructor(baseline: Baseline) {
    this.#baseline = baseline;
    for (const entry of baseline.executables) this.#add(entry, "ran", entry.invokedAs);
    for (const entry of baseline.filesRead) this.#add(entry, "read", entry.openedAs);
    for (const entry of baseline.filesWritten) this.#add(entry, "written", entry.openedAs);
    for (const entry of baseline.otherOpens) this.#add(entry, "opened");
    for (const entry of baseline.changes) {
      this.#add(entry, entry.operation, entry.askedAs);
      if (entry.to === undefined) continue;
      const { toRule, toStars, toAskedAs } = entry;
      const to = { ...entry, path: entry.to, rule: toRule, stars: toStars ?? [] };
      this.#add(to, entry.operation, toAskedAs);
    }
  }

  #add(entry: NamedEntry, did: string, others: readonly string[] = []): void {
    const place = { path: entry.path, evidence: entry, did };
    for (const name of entry.rule === undefined ? [entry.path, ...others] : others) {
      this.#literal.set(name, [...(this.#literal.get(name) ?? []), place]);
    }
    if (entry.rule !== undefined) {
      this.#patterns.push({ fits: patternTest(entry.path, entry.stars), place });
    }
  }

  #placesOf(path: string): readonly Place[] {
    const literal = this.#literal.get(path) ?? [];
    return [
      ...literal,
      ...this.#patterns.filter(({ fits }) => fits(path)).map(({ place }) => place),
    ];
  }

  /** A name that is the same in every run: the pattern that the path matches, or the path. */
  nameOf(path: string): string {
    if (this.#literal.has(path)) return path;
    return this.#patterns.find(({ fits }) => fits(path))?.place.path ?? path;
  }

  /** One clause, for a person. */
  wordsOn({ kind, call, object }: Refusal): string {
    if (kind === "system call") return this.#onCall(call);
    if (kind === "capability") return this.#onCapability(object);
    if (kind === "connection" || kind === "socket" || kind === "signal") return "";
    const places = object.split(" to ").flatMap((path) => this.#placesOf(path));
    if (places.length === 0) return "the baseline has no such path";
    const words = places.map((place) => `${place.did} in ${this.#howOften(place.evidence)}`);
    return `in the baseline: ${[...new Set(words)].join(", ")}`;
  }

  #onCall(name: string): string {
    const { syscalls, refused } = this.#baseline;
    const entries = Object.values(syscalls.workload).flat();
    const entry = entries.find((each) => each.name === name);
    if (entry !== undefined) {
      const others = this.#baseline.syscallArguments.some(({ call }) => call === name);
      const arguments_ = others ? ", perhaps with other arguments" : "";
      return `in the baseline${arguments_}: ${this.#howOften(entry)}`;
    }
    const isRefused = refused.syscalls.some((each) => each.name === name);
    return isRefused ? "it was refused while recording, too" : "not in the baseline";
  }

  #onCapability(name: string): string {
    const entry = this.#baseline.capabilities.find((each) => each.name === name);
    if (entry === undefined) return "not in the baseline";
    return `in the baseline: ${entry.use} in ${this.#howOften(entry)}`;
  }

  #howOften({ runs }: Evidence): string {
    const { count } = this.#baseline.runs;
    return `${String(countRuns(runs))} of ${plural(count, "run")}`;
  }
}
