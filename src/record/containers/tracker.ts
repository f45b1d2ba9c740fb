/** The containers of a recording: which cgroup is which, and what the engines say of it. */
import type { Container } from "../../model/recordings/recording.js";
import { Generations } from "../generations.js";
import type { ContainerCgroup } from "./cgroup-path.js";
import type { ContainerDescription, Engine } from "./engine.js";
import {
  isOpenFilter,
  matchesFilter,
  SHORT_ID,
  type ContainerFilter,
} from "../../model/recordings/container-filter.js";
import { Inquiries, type Outcome } from "./inquiries.js";

/** Whether a container is recorded; undecided while a filter waits for its description. */
export type Decision = "wanted" | "unwanted" | "undecided";

export interface TrackedContainer {
  /** the id of its topmost cgroup */
  readonly cgroup: bigint;
  readonly id: string;
  /** who made its cgroup */
  readonly owner: number;
  /** it ran when recording began, or when it came to be called as the filter says */
  joinedLate: boolean;
  /** nanoseconds since the recording began */
  readonly startedAt: number;
  readonly namedEngine: Container["engine"];
  /** when it first answered */
  servedAt: number | null;
  /** what its runtime calls it, where that isn't its id; else empty */
  readonly givenName: string;
  stoppedAt: number | null;
  description: ContainerDescription | null;
  decision: Decision;
  /** its row in the store, once it has one */
  storeId: number | null;
}

const MOST_CONTAINERS = 16_384;
/** Of containers that a filter left out, as many are kept by name. */
const MOST_SEEN = 20;

/** A container that a filter left out, for a person who wonders why. */
export interface LeftOut {
  readonly name: string;
  /** as typed to start it; empty where no engine told */
  readonly image: string;
}

export interface TrackerOptions {
  readonly engines: readonly Engine[];
  readonly filter: ContainerFilter;
  /** called when something about a container became known, and when it stopped */
  readonly onChange: (container: TrackedContainer) => void;
}

export class ContainerTracker {
  readonly #options: TrackerOptions;
  /** Also containers that stopped: a task may outlive its cgroup by moving to another. */
  readonly #byCgroup = new Generations<bigint, TrackedContainer>(MOST_CONTAINERS);
  /** the cgroup that stands for a container's id, until it is gone */
  readonly #live = new Map<string, bigint>();
  readonly #inquiries = new Inquiries();
  readonly #withdrawn = new WeakSet<TrackedContainer>();
  #count = 0;
  #unwantedCount = 0;
  readonly #late = new Set<TrackedContainer>();
  readonly #undescribed = new Set<TrackedContainer>();
  readonly #leftOut = new Map<string, LeftOut>();

  constructor(options: TrackerOptions) {
    this.#options = options;
    for (const engine of options.engines) {
      engine.listen({
        onKnown: () => {
          this.#inquiries.retry(engine);
        },
        onRenamed: (id, name) => {
          this.#rename(engine, id, name);
        },
      });
    }
  }

  /** Containers seen so far that are wanted, or may yet be. */
  get wantedCount(): number {
    return this.#count - this.#unwantedCount;
  }

  /** Containers that were running when recording began, as far as they are wanted. */
  get lateCount(): number {
    return this.#late.size;
  }

  /** Containers of which an engine did not tell the image: they are in no baseline. */
  get undescribedCount(): number {
    return this.#undescribed.size;
  }

  /** Containers that wait for an engine's answer. */
  get waitingCount(): number {
    return this.#inquiries.waiting;
  }

  /** Some of those that the filter left out. */
  get leftOut(): readonly LeftOut[] {
    return [...this.#leftOut.values()];
  }

  find(cgroup: bigint): TrackedContainer | undefined {
    return this.#byCgroup.get(cgroup);
  }

  /** Begins to track a container, and asks the engines about it. */
  add(
    cgroup: bigint,
    name: ContainerCgroup,
    startedAt: number,
    joinedLate: boolean,
  ): TrackedContainer {
    const container: TrackedContainer = {
      cgroup,
      id: name.id,
      owner: name.uid,
      joinedLate,
      startedAt,
      namedEngine: name.engine,
      servedAt: null,
      givenName: name.name ?? "",
      stoppedAt: null,
      description: null,
      decision: isOpenFilter(this.#options.filter) ? "wanted" : "undecided",
      storeId: null,
    };
    // A user who was given cgroups of their own could name one like another's container.
    const isGenuine = !this.#live.has(`${String(name.uid)} ${name.id}`);
    if (isGenuine) this.#live.set(`${String(name.uid)} ${name.id}`, cgroup);
    this.#byCgroup.set(cgroup, container);
    this.#count++;
    const engines = this.#options.engines.filter((engine) => isGenuine && engine.serves(name.uid));
    this.#inquiries.ask({
      question: { id: name.name ?? name.id, uid: name.uid, cgroup: name.path },
      engines,
      isOver: () => container.stoppedAt !== null,
      tell: (outcome) => {
        this.#describe(container, outcome);
      },
    });
    return container;
  }

  /** A container accepted its first connection, or received its first datagram. */
  serve(cgroup: bigint, servedAt: number): void {
    const container = this.#byCgroup.get(cgroup);
    if (container?.servedAt !== null) return;
    container.servedAt = servedAt;
    this.#options.onChange(container);
  }

  /** A container's cgroup is gone: nothing more will come from it. */
  stop(cgroup: bigint, stoppedAt: number): void {
    const container = this.#byCgroup.get(cgroup);
    if (container === undefined) return;
    container.stoppedAt = stoppedAt;
    for (const [key, live] of this.#live) if (live === cgroup) this.#live.delete(key);
    this.#options.onChange(container);
  }

  /** What looked like a container turned out to be none, before anything ran in it. */
  withdraw(cgroup: bigint, at: number): void {
    const container = this.#byCgroup.get(cgroup);
    if (container === undefined) return;
    if (container.decision !== "unwanted") this.#unwantedCount++;
    this.#late.delete(container);
    container.decision = "unwanted";
    this.#withdrawn.add(container);
    this.stop(cgroup, at);
  }

  /** Waits until every container seen so far is described, for so many milliseconds at most. */
  async settle(timeout: number): Promise<void> {
    await this.#inquiries.settle(timeout);
  }

  #describe(container: TrackedContainer, { description, isMissed }: Outcome): void {
    container.description = description;
    if (this.#withdrawn.has(container)) return;
    if (isMissed) this.#undescribed.add(container);
    else this.#undescribed.delete(container);
    this.#decide(container);
    this.#options.onChange(container);
  }

  /** Who was left out and is wanted now is followed from now on. */
  #decide(container: TrackedContainer): void {
    const { id, givenName, description, decision: before } = container;
    const isWanted = matchesFilter(this.#options.filter, id, description, givenName);
    if (before === "wanted" && (isOpenFilter(this.#options.filter) || !isWanted)) {
      if (container.joinedLate) this.#late.add(container);
      return; // once it was meant, it is meant for good
    }
    if (before === "unwanted" && isWanted) {
      this.#unwantedCount--;
      this.#leftOut.delete(id);
      container.joinedLate = true;
    }
    if (before !== "unwanted" && !isWanted) this.#unwantedCount++;
    if (!isWanted) this.#noteLeftOut(container);
    container.decision = isWanted ? "wanted" : "unwanted";
    if (isWanted && container.joinedLate) this.#late.add(container);
  }

  #noteLeftOut({ id, givenName, description }: TrackedContainer): void {
    if (this.#leftOut.size >= MOST_SEEN && !this.#leftOut.has(id)) return;
    const known = description?.name ?? givenName;
    const name = known === "" ? id.slice(0, SHORT_ID) : known;
    this.#leftOut.set(id, { name, image: description?.image?.reference ?? "" });
  }

  /** `docker rename`: a filter by name means whoever is called so at any time. */
  #rename(engine: Engine, id: string, name: string): void {
    const live = [...this.#live].filter(([key]) => key.endsWith(` ${id}`));
    for (const [, cgroup] of live) {
      const container = this.#byCgroup.get(cgroup);
      if (!container?.description || !engine.serves(container.owner)) continue;
      container.description = { ...container.description, name };
      if (container.decision === "undecided") continue;
      this.#decide(container);
      this.#options.onChange(container);
    }
  }
}
