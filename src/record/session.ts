/** One recording: from the first probe to the last event written. */
import { machine, release } from "node:os";
import { CxrayError } from "../model/errors.js";
import type { Event } from "../model/events.js";
import type { Loss } from "../model/recording.js";
import type { RecordingWriter } from "../store/recording-writer.js";
import type { Store } from "../store/store.js";
import { readClocks, type ClockReading } from "./clock.js";
import { connectEngines } from "./containers/connect-engines.js";
import type { Engine } from "./containers/engine.js";
import type { ContainerFilter } from "./containers/filter.js";
import { findCgroup2, listRunning } from "./containers/running.js";
import { ContainerTracker } from "./containers/tracker.js";
import { ABIS } from "./decode.js";
import { startDrainLoop, type DrainLoop } from "./drain-loop.js";
import { EventStream } from "./event-stream.js";
import { loadLibbpf, loadLibc, type Libc } from "./ffi.js";
import { FilteredSink } from "./filtered-sink.js";
import { loadKernelProgram, type KernelProgram } from "./kernel-program.js";
import { LogSink } from "./log-sink.js";
import { nameLosses } from "./losses.js";
import { objectPath, requireMachine } from "./machine.js";
import { openRing, type RingReader } from "./ring.js";
import { StoreSink } from "./store-sink.js";
import { loadUserNames } from "./user-names.js";

export interface RecordOptions {
  /** opens where events are stored, once nothing else can go wrong; null: nowhere */
  readonly openStore: (() => Store) | null;
  /** takes each event as it comes, for the live log */
  readonly onEvent: ((event: Event) => void) | null;
  /** false makes recording wait, for a reader of the log that is slow */
  readonly isReady: () => boolean;
  readonly filter: ContainerFilter;
  /** `none`, `unix:///path`, or undefined for what the machine has */
  readonly engine: string | undefined;
  /** record even if no engine answers */
  readonly engineOptional: boolean;
  /** bytes of the ring buffer: a power of two, at least 4096 */
  readonly ringSize: number;
  readonly cxrayVersion: string;
}

export interface RecordStatus {
  readonly events: number;
  readonly containers: number;
  /** containers that were running when recording began */
  readonly joinedLate: number;
  readonly behaviours: number;
  readonly losses: readonly Loss[];
}

/**
 * Starts to record. When the promise resolves every container is watched, those
 * that run already and those to come.
 *
 * @throws CxrayError when the machine can't (see machine.ts), no engine answers,
 *   the kernel refuses the program, or the store can't be opened
 */
export async function startRecording(options: RecordOptions): Promise<Recording> {
  requireMachine();
  const libc = loadLibc();
  const engines = await findEngines(options);
  try {
    const store = options.openStore?.() ?? null;
    const clocks = readClocks(libc);
    const { ringSize } = options;
    const program = loadKernelProgram(libc, loadLibbpf(), { objectPath: objectPath(), ringSize });
    return new Recording(options, { libc, engines, store, clocks, program });
  } catch (error) {
    for (const engine of engines) engine.close();
    throw error;
  }
}

async function findEngines(options: RecordOptions): Promise<Engine[]> {
  try {
    return await connectEngines(options.engine);
  } catch (error) {
    if (options.engineOptional && error instanceof CxrayError) return [];
    throw error;
  }
}

interface Parts {
  readonly libc: Libc;
  readonly engines: readonly Engine[];
  readonly store: Store | null;
  readonly clocks: ClockReading;
  readonly program: KernelProgram;
}

/** A recording that goes on until `stop`. */
export class Recording {
  /** the engines that answered, for a person */
  readonly engines: readonly string[];
  /** Rejects when recording can't go on, for example because the disk is full. */
  readonly failed: Promise<never>;

  readonly #parts: Parts;
  readonly #ring: RingReader;
  readonly #writer: RecordingWriter | null;
  readonly #sink: FilteredSink;
  readonly #tracker: ContainerTracker;
  readonly #stream: EventStream;
  readonly #loop: DrainLoop;
  #fail: (error: unknown) => void = () => undefined;

  constructor(options: RecordOptions, parts: Parts) {
    const { libc, engines, store, clocks, program } = parts;
    this.#parts = parts;
    this.engines = engines.map((engine) => engine.description);
    this.failed = new Promise<never>((_, reject) => (this.#fail = reject));
    this.failed.catch(() => undefined); // whoever waits for it hears of it; nobody has to
    this.#ring = openRing(libc, program.ringFd, options.ringSize);
    this.#writer =
      store?.beginRecording({
        startedAt: clocks.wall,
        architecture: machine(),
        kernel: release(),
        cxrayVersion: options.cxrayVersion,
      }) ?? null;
    this.#sink = new FilteredSink([
      ...(this.#writer === null ? [] : [new StoreSink(this.#writer, clocks.wall)]),
      ...(options.onEvent === null ? [] : [new LogSink(clocks.wall, options.onEvent)]),
    ]);
    this.#tracker = new ContainerTracker({
      engines,
      filter: options.filter,
      onChange: (container) => {
        if (container.decision === "unwanted") program.ignore(container.cgroup);
        this.#attempt(() => {
          this.#sink.noteContainer(container);
        });
      },
    });
    const cgroups = findCgroup2() ?? "";
    this.#stream = new EventStream({
      bytes: this.#ring.bytes,
      abis: ABIS[process.arch] ?? [],
      tracker: this.#tracker,
      sink: this.#sink,
      userName: loadUserNames(),
      bootStart: clocks.boot,
      findCgroup: (id) => listRunning(cgroups).find((each) => each.cgroupId === id) ?? null,
    });
    this.#joinRunning(cgroups);
    this.#loop = startDrainLoop({
      drain: (limit) => this.#drain(limit),
      isReady: options.isReady,
      onError: this.#fail,
    });
  }

  status(): RecordStatus {
    return {
      events: this.#sink.passed,
      containers: this.#tracker.wantedCount,
      joinedLate: this.#tracker.lateCount,
      behaviours: this.#stream.behaviours,
      losses: nameLosses({
        kernel: this.#parts.program.readLosses(),
        skipped: this.#parts.program.readSkipped(),
        undecodable: this.#stream.undecodable,
        overflown: this.#sink.overflown,
      }),
    };
  }

  /** Detaches, takes what is left and writes it. */
  async stop(): Promise<RecordStatus> {
    const { libc, engines, clocks, program } = this.#parts;
    try {
      program.detach(); // else busy containers could fill the ring as fast as it is emptied
      this.#loop.stop();
      await this.#tracker.settle();
      const status = this.status();
      const elapsed = readClocks(libc).boot - clocks.boot;
      this.#writer?.finish(clocks.wall + elapsed, status.losses);
      return status;
    } finally {
      for (const engine of engines) engine.close();
      this.#ring.close();
      program.close();
    }
  }

  /** Follows the containers that run already. */
  #joinRunning(cgroups: string): void {
    const { program } = this.#parts;
    for (const cgroup of listRunning(cgroups)) {
      const added = program.addRunning(cgroup.cgroupId, cgroup.top);
      if (added && cgroup.cgroupId === cgroup.top) this.#tracker.add(cgroup.top, cgroup, 0, true);
    }
    program.findRunningTasks();
  }

  /** What one drain brings is written in one transaction. */
  #drain(limit: number): number {
    if (!this.#ring.hasRecords()) return 0;
    this.#writer?.begin();
    const taken = this.#ring.drain(limit, (at, length) => {
      this.#stream.take(at, length);
    });
    this.#writer?.commit();
    return taken;
  }

  #attempt(act: () => void): void {
    try {
      act();
    } catch (error) {
      this.#fail(error);
    }
  }
}
