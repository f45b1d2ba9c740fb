/** The containers of a recording: which cgroup is which container, and what engines say about it. */
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
  /** the user who made its cgroup */
  readonly owner: number;
  /** it was running when recording began, or when it got a name that the filter wants */
  joinedLate: boolean;
  /** nanoseconds since the recording began */
  readonly startedAt: number;
  readonly namedEngine: Container["engine"];
  /** when it first accepted a connection or received a datagram */
  servedAt: number | null;
  /** the name that its runtime uses, if that isn't its id; else empty */
  readonly givenName: string;
  stoppedAt: number | null;
  description: ContainerDescription | null;
  decision: Decision;
  /** its row in the store, once it has one */
  storeId: number | null;
}

const MOST_CONTAINERS = 16_384;
/** How many of the containers that a filter left out are remembered by name. */
const MOST_LEFT_OUT = 20;

/** A container that a filter left out, to show to a person who expected it. */
export interface FilteredOut {
  readonly name: string;
  /** as typed to start it; empty if no engine said */
  readonly image: string;
}

export interface TrackerOptions {
  readonly engines: readonly Engine[];
  readonly filter: ContainerFilter;
  /** called when something about a container becomes known, and when it stops */
  readonly onChange: (container: TrackedContainer) => void;
}

export class ContainerTracker {
  readonly #options: TrackerOptions;
  /** Also containers that stopped: a task may outlive its cgroup by moving to another. */
  readonly #byCgroup = new Generations<bigint, TrackedContainer>(MOST_CONTAINERS);
  /** the cgroup of each running container, by its owner and id */
  readonly #live = new Map<string, bigint>();
  readonly #inquiries = new Inquiries();
  readonly #withdrawn = new WeakSet<TrackedContainer>();
  #count = 0;
  #unwantedCount = 0;
  readonly #late = new Set<TrackedContainer>();
  readonly #undescribed = new Set<TrackedContainer>();
  readonly #leftOut = new Map<string, FilteredOut>();

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

  /** Containers seen so far that are wanted, or may turn out to be. */
  get wantedCount(): number {
    return this.#count - this.#unwantedCount;
  }

  /** Wanted containers that were running when recording began. */
  get lateCount(): number {
    return this.#late.size;
  }

  /** Containers whose image an engine did not give: they get into no baseline. */
  get undescribedCount(): number {
    return this.#undescribed.size;
  }

  /** Containers that wait for an engine's answer. */
  get waitingCount(): number {
    return this.#inquiries.waiting;
  }

  /** Some of the containers that the filter left out. */
  get leftOut(): readonly FilteredOut[] {
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
    // A user who may make cgroups could give one the name of somebody else's container.
    const isFirst = !this.#live.has(`${String(name.uid)} ${name.id}`);
    if (isFirst) this.#live.set(`${String(name.uid)} ${name.id}`, cgroup);
    this.#byCgroup.set(cgroup, container);
    this.#count++;
    const engines = this.#options.engines.filter((engine) => isFirst && engine.serves(name.uid));
    this.#inquiries.ask({
      question: { id: name.name ?? name.id, uid: name.uid, cgroup: name.path },
      engines,
      isOver: () => container.stoppedAt !== null,
      onOutcome: (outcome) => {
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

  /** A container's cgroup is gone: it makes no more events. */
  stop(cgroup: bigint, stoppedAt: number): void {
    const container = this.#byCgroup.get(cgroup);
    if (container === undefined) return;
    container.stoppedAt = stoppedAt;
    for (const [key, live] of this.#live) if (live === cgroup) this.#live.delete(key);
    this.#options.onChange(container);
  }

  /** A cgroup that looked like a container is not one: it is gone, and nothing ever ran in it. */
  withdraw(cgroup: bigint, at: number): void {
    const container = this.#byCgroup.get(cgroup);
    if (container === undefined) return;
    if (container.decision !== "unwanted") this.#unwantedCount++;
    this.#late.delete(container);
    container.decision = "unwanted";
    this.#withdrawn.add(container);
    this.stop(cgroup, at);
  }

  /** Waits until every container seen so far is described, for at most `timeout` milliseconds. */
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

  /** Applies the filter. A container that was left out and is now wanted is recorded from now on. */
  #decide(container: TrackedContainer): void {
    const { id, givenName, description, decision: before } = container;
    const isWanted = matchesFilter(this.#options.filter, id, description, givenName);
    if (before === "wanted" && (isOpenFilter(this.#options.filter) || !isWanted)) {
      if (container.joinedLate) this.#late.add(container);
      return; // a container that was wanted stays wanted
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
    if (this.#leftOut.size >= MOST_LEFT_OUT && !this.#leftOut.has(id)) return;
    const known = description?.name ?? givenName;
    const name = known === "" ? id.slice(0, SHORT_ID) : known;
    this.#leftOut.set(id, { name, image: description?.image?.reference ?? "" });
  }

  /** `docker rename`: a filter by name wants a container that has the name at any time. */
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
