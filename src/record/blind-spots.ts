/** What could not be looked at in a recording, of the containers that are wanted. */
import { blindSpotsOf } from "../gaps/event-blind-spots.js";
import type { BlindSpotCode, BlindSpotCount } from "../model/recordings/recording.js";
import type { EventSink, SeenActor, SeenBehaviour } from "./sinks/sink.js";

/** The same number in every table of every architecture. */
const IO_URING_SETUP = 425;

/** What not every kernel shows. */
export interface KernelView {
  /** The kernel tells which capabilities it asked for; else how often it did is not known. */
  readonly seesCapabilities: boolean;
  /** The requests of an io_uring are looked at; else it is one blind spot, where there can be one. */
  readonly seesRings: boolean;
  /** Whether a program can make an io_uring at this moment. */
  readonly allowsRings: () => boolean;
}

export class BlindSpotSink implements EventSink {
  /** grows with every one that is met */
  met = 0;
  readonly #kernel: KernelView;
  readonly #counts = new Map<BlindSpotCode, number>();
  /** a file that is written again and again is one file */
  readonly #known = new WeakSet<SeenBehaviour>();

  constructor(kernel: KernelView) {
    this.#kernel = kernel;
  }

  take(_offset: number, { actor }: SeenActor, seen: SeenBehaviour): void {
    if (actor.phase !== "workload") return;
    const { behaviour } = seen;
    const isRing = behaviour.kind === "syscall" && behaviour.nr === IO_URING_SETUP;
    if (isRing && !this.#kernel.seesRings && this.#kernel.allowsRings()) this.#count("io-uring");
    const codes = blindSpotsOf(behaviour);
    if (codes.length === 0) return;
    // `unseen` comes once for each program, and says nothing else
    if (behaviour.kind !== "unseen" && this.#known.has(seen)) return;
    this.#known.add(seen);
    for (const code of codes) this.#count(code);
  }

  noteContainer(): void {
    return;
  }

  /** Only what was met, and what no kernel of this sort shows. */
  list(): BlindSpotCount[] {
    const met = [...this.#counts].map(([code, count]): BlindSpotCount => ({ code, count }));
    return this.#kernel.seesCapabilities ? met : [...met, { code: "capabilities", count: null }];
  }

  #count(code: BlindSpotCode): void {
    this.met++;
    this.#counts.set(code, (this.#counts.get(code) ?? 0) + 1);
  }
}
