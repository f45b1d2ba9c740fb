/** Counts the blind spots of a recording: what wanted containers did that cxray can't look into. */
import { blindSpotsOf } from "../../gaps/event-blind-spots.js";
import type { BlindSpotCode, BlindSpotCount } from "../../model/recordings/recording.js";
import type { EventSink, SeenActor, SeenBehaviour } from "./sink.js";

/** The same number in every table of every architecture. */
const IO_URING_SETUP = 425;

/** What the running kernel lets the probes see. */
export interface KernelView {
  /** Whether the capabilities that the kernel checks are seen. */
  readonly seesCapabilities: boolean;
  /** Whether the requests of an io_uring are seen. If not, each io_uring is a blind spot. */
  readonly seesRings: boolean;
  /** Whether a program can make an io_uring at this moment. */
  readonly allowsRings: () => boolean;
}

export class BlindSpotSink implements EventSink {
  /** grows with every blind spot */
  met = 0;
  readonly #kernel: KernelView;
  readonly #counts = new Map<BlindSpotCode, number>();
  /** behaviours counted already: a file that is written twice counts once */
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
    // the kernel side sends `unseen` once for each program, so each one counts
    if (behaviour.kind !== "unseen" && this.#known.has(seen)) return;
    this.#known.add(seen);
    for (const code of codes) this.#count(code);
  }

  noteContainer(): void {
    return;
  }

  /** The blind spots that were met, and the one that this kernel always has. */
  list(): BlindSpotCount[] {
    const met = [...this.#counts].map(([code, count]): BlindSpotCount => ({ code, count }));
    return this.#kernel.seesCapabilities ? met : [...met, { code: "capabilities", count: null }];
  }

  #count(code: BlindSpotCode): void {
    this.met++;
    this.#counts.set(code, (this.#counts.get(code) ?? 0) + 1);
  }
}
