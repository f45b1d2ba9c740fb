/** The containers of a recording: which cgroup is which, and what the engines say of it. */
import type { Container } from "../../model/recording.js";
import { Generations } from "../generations.js";
import type { ContainerCgroup } from "./cgroup-path.js";
import type { ContainerDescription, ContainerQuestion, Engine } from "./engine.js";
import { isOpenFilter, matchesFilter, type ContainerFilter } from "./filter.js";

/** Whether a container is recorded; undecided while a filter waits for its description. */
export type Decision = "wanted" | "unwanted" | "undecided";

export interface TrackedContainer {
  /** the id of its topmost cgroup */
  readonly cgroup: bigint;
  readonly id: string;
  /** who made its cgroup */
  readonly owner: number;
  readonly joinedLate: boolean;
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
  readonly #pending = new Set<Promise<void>>();
  readonly #withdrawn = new WeakSet<TrackedContainer>();
  #count = 0;
  #unwantedCount = 0;
  readonly #late = new Set<TrackedContainer>();
  #undescribedCount = 0;

  constructor(options: TrackerOptions) {
    this.#options = options;
  }

  /** Containers seen so far that are wanted, or may yet be. */
  get wantedCount(): number {
    return this.#count - this.#unwantedCount;
  }

  /** Containers that were running when recording began, as far as they are wanted. */
  get lateCount(): number {
    return this.#late.size;
  }

  /** Containers that a filter left out since the engine that made them could not describe them. */
  get undescribedCount(): number {
    return this.#undescribedCount;
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
    const asked = this.#describe(container, name, engines).finally(() =>
      this.#pending.delete(asked),
    );
    this.#pending.add(asked);
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

  /** Waits until every container seen so far is described, or can't be. */
  async settle(): Promise<void> {
    await Promise.all(this.#pending);
  }

  async #describe(
    container: TrackedContainer,
    { id, name, uid, path }: ContainerCgroup,
    engines: readonly Engine[],
  ): Promise<void> {
    const question = { id: name ?? id, uid, cgroup: path };
    // All at once, as the container may soon be gone; the first that knows it counts.
    const answers = engines.map((engine) => answerOf(engine, question));
    for (const answer of answers) container.description ??= await answer;
    if (this.#withdrawn.has(container)) return;
    const { givenName, description } = container;
    const wanted = matchesFilter(this.#options.filter, id, description, givenName);
    container.decision = wanted ? "wanted" : "unwanted";
    if (!wanted && container.description === null) this.#countUndescribed(container);
    if (!wanted) this.#unwantedCount++;
    else if (container.joinedLate) this.#late.add(container);
    this.#options.onChange(container);
  }

  #countUndescribed({ id }: TrackedContainer): void {
    if (this.#options.engines.some((engine) => engine.announced(id))) this.#undescribedCount++;
  }
}

/** Engines read what anybody left: one that fails over it knows nothing, and recording goes on. */
async function answerOf(
  engine: Engine,
  question: ContainerQuestion,
): Promise<ContainerDescription | null> {
  try {
    return await engine.describe(question);
  } catch {
    return null;
  }
}
