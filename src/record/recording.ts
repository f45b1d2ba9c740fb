/** A recording while it goes on: from the ring buffer to the store and the log. */
import type { Event } from "../model/events.js";
import type { Loss } from "../model/recording.js";
import type { RecordingWriter } from "../store/recording-writer.js";
import { readClocks, type ClockReading } from "./clock.js";
import type { Engine } from "./containers/engine.js";
import type { ContainerFilter } from "./containers/filter.js";
import { cgroupMounts, listRunning, type RunningCgroup } from "./containers/running.js";
import { readStates } from "./containers/running-states.js";
import { ContainerTracker } from "./containers/tracker.js";
import { ABIS } from "./decode.js";
import { startDrainLoop, type DrainLoop } from "./drain-loop.js";
import { EventStream } from "./event-stream.js";
import type { Libc } from "./ffi.js";
import { FilteredSink } from "./filtered-sink.js";
import type { KernelProgram } from "./kernel-program.js";
import { LogSink } from "./log-sink.js";
import { BlindSpotSink } from "./blind-spots.js";
import { nameLosses } from "./losses.js";
import { presentEngines, silentEngines, type RecordStatus } from "./record-status.js";
import type { RingReader } from "./ring.js";
import { StoreSink } from "./store-sink.js";
import { loadUserNames } from "./user-names.js";

/** Milliseconds at the end in which an engine that doesn't answer may be back. */
const LAST_PATIENCE = 10_000;

/** What a recording runs on; `start-recording.ts` acquires it. */
export interface RecordingParts {
  readonly libc: Libc;
  readonly engines: readonly Engine[];
  readonly clocks: ClockReading;
  readonly program: KernelProgram;
  readonly ring: RingReader;
  /** null: nothing is stored */
  readonly writer: RecordingWriter | null;
  readonly filter: ContainerFilter;
  /** takes each event as it comes, for the live log */
  readonly onEvent: ((event: Event) => void) | null;
  /** false makes recording wait, for a reader of the log that is slow */
  readonly isReady: () => boolean;
  /** where the cgroup v2 tree is mounted */
  readonly cgroupRoot: string;
}

/** A recording that goes on until `stop`. */
export class Recording {
  /** the engines that are there, for a person */
  readonly engines: readonly string[];
  /** Rejects when recording can't go on, for example because the disk is full. */
  readonly failed: Promise<never>;

  readonly #parts: RecordingParts;
  readonly #sink: FilteredSink;
  readonly #blindSpots: BlindSpotSink;
  readonly #tracker: ContainerTracker;
  readonly #stream: EventStream;
  readonly #loop: DrainLoop;
  /** those called like a container's that were empty when recording began, by id */
  readonly #empty = new Map<bigint, RunningCgroup>();
  #fail: (error: unknown) => void = () => undefined;
  /** how many were stored of each, -1: nothing was yet */
  #lossesStored = 0;
  #blindSpotsStored = -1;
  /** a transaction is open; it stays so after a failure, which ends the recording */
  #isWriting = false;

  constructor(parts: RecordingParts) {
    const { engines, clocks, writer, onEvent } = parts;
    this.#parts = parts;
    this.engines = presentEngines(engines);
    this.failed = new Promise<never>((_, reject) => (this.#fail = reject));
    this.failed.catch(() => undefined); // whoever waits for it hears of it; nobody has to
    this.#blindSpots = new BlindSpotSink(parts.program);
    this.#sink = new FilteredSink([
      this.#blindSpots,
      ...(writer === null ? [] : [new StoreSink(writer, clocks.wall)]),
      ...(onEvent === null ? [] : [new LogSink(clocks.wall, onEvent)]),
    ]);
    this.#tracker = this.#makeTracker();
    this.#stream = new EventStream({
      bytes: parts.ring.bytes,
      abis: ABIS[process.arch] ?? [],
      tracker: this.#tracker,
      sink: this.#sink,
      userName: loadUserNames(),
      bootStart: clocks.boot,
      findCgroup: (id) => this.#findCgroup(id),
    });
    this.#joinRunning();
    this.#storeBlindSpots();
    this.#loop = startDrainLoop({
      waiting: parts.ring.waiting,
      enough: parts.ring.size / 8,
      isUrgent: parts.program.hasStarts,
      drain: (milliseconds) => this.#drain(milliseconds),
      isReady: parts.isReady,
      onError: this.#fail,
    });
  }

  status(): RecordStatus {
    const { program } = this.#parts;
    return {
      events: this.#sink.passed,
      containers: this.#tracker.wantedCount,
      joinedLate: this.#tracker.lateCount,
      behaviours: this.#sink.behaviours,
      losses: this.#losses(program.readSkipped(), this.#tracker.undescribedCount),
      blindSpots: this.#blindSpots.list(),
      waiting: this.#tracker.waitingCount,
      silentEngines: silentEngines(this.#parts.engines),
      leftOut: this.#tracker.leftOut,
    };
  }

  /** Detaches, takes what is left, writes it and lets go of everything but the store. */
  async stop(): Promise<RecordStatus> {
    const { libc, engines, clocks, program, ring, writer } = this.#parts;
    try {
      program.detach(); // else busy containers could fill the ring as fast as it is emptied
      program.tellUnsettled();
      this.#loop.stop();
      await this.#tracker.settle(LAST_PATIENCE);
      const status = this.status();
      const elapsed = readClocks(libc).boot - clocks.boot;
      writer?.updateBlindSpots(status.blindSpots);
      writer?.finish(clocks.wall + elapsed, status.losses);
      return status;
    } finally {
      for (const engine of engines) engine.close();
      ring.close();
      program.close();
    }
  }

  #makeTracker(): ContainerTracker {
    const { engines, filter, program } = this.#parts;
    const ignored = new Set<bigint>();
    return new ContainerTracker({
      engines,
      filter,
      onChange: (container) => {
        // The kernel has forgotten a container that stopped.
        const isOver = container.stoppedAt !== null;
        const { cgroup, decision } = container;
        if (isOver) ignored.delete(cgroup);
        else if (decision === "unwanted") {
          ignored.add(cgroup);
          program.ignore(cgroup);
        } else if (decision === "wanted" && ignored.delete(cgroup)) program.heed(cgroup);
        try {
          this.#write(() => {
            this.#sink.noteContainer(container);
          });
        } catch (error) {
          this.#fail(error);
        }
      },
    });
  }

  #listRunning(): RunningCgroup[] {
    const { cgroupRoot } = this.#parts;
    return listRunning(cgroupRoot, readStates(cgroupMounts(cgroupRoot)));
  }

  #findCgroup(id: bigint): RunningCgroup | null {
    const known = this.#empty.get(id);
    return known ?? this.#listRunning().find(({ cgroupId }) => cgroupId === id) ?? null;
  }

  /** Follows the containers that run already. */
  #joinRunning(): void {
    const { program } = this.#parts;
    // Twice: a cgroup made below a container before that was known is found the second time.
    for (let pass = 0; pass < 2; pass++) {
      for (const cgroup of this.#listRunning()) {
        const added = program.addRunning(cgroup.cgroupId, cgroup.top);
        if (!added || cgroup.cgroupId !== cgroup.top) continue;
        // One that nothing runs in is about to begin, or is a pod, or was left over.
        if (cgroup.isEmpty) this.#empty.set(cgroup.top, cgroup);
        else this.#tracker.add(cgroup.top, cgroup, 0, true);
      }
    }
    program.findRunningTasks();
  }

  /** What one drain brings, with what was lost until then. */
  #drain(milliseconds: number): number {
    const { ring } = this.#parts;
    if (ring.waiting() === 0) return 0;
    return this.#write(() =>
      ring.drainFor(milliseconds, (at, length) => {
        this.#stream.take(at, length);
      }),
    );
  }

  /**
   * One transaction: of a drain, or of what was held back until an engine answered, which no
   * drain may follow.
   */
  #write<T>(act: () => T): T {
    const { writer } = this.#parts;
    if (this.#isWriting) return act();
    this.#isWriting = true;
    writer?.begin();
    const result = act();
    this.#storeLosses();
    this.#storeBlindSpots();
    writer?.commit();
    this.#isWriting = false;
    return result;
  }

  /** So that a recording that is killed says what it lacks; an engine may yet describe all. */
  #storeLosses(): void {
    const losses = this.#losses(0, 0);
    const sum = losses.reduce((total, { count }) => total + count, 0);
    if (sum !== this.#lossesStored) this.#parts.writer?.updateLosses(losses);
    this.#lossesStored = sum;
  }

  /** The same of what it could not see. */
  #storeBlindSpots(): void {
    const { met } = this.#blindSpots;
    if (met !== this.#blindSpotsStored) {
      this.#parts.writer?.updateBlindSpots(this.#blindSpots.list());
    }
    this.#blindSpotsStored = met;
  }

  #losses(skipped: number, undescribed: number): Loss[] {
    return nameLosses({
      kernel: this.#parts.program.readLosses(),
      skipped,
      undecodable: this.#stream.undecodable,
      overflown: this.#sink.overflown,
      undescribed,
    });
  }
}
