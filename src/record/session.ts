/** One recording: from the first probe to the last event written. */
import { readFileSync } from "node:fs";
import { machine, release } from "node:os";
import { CxrayError } from "../model/errors.js";
import type { Event } from "../model/events.js";
import type { Loss } from "../model/recording.js";
import type { RecordingWriter } from "../store/recording-writer.js";
import type { Store } from "../store/store.js";
import { readClocks } from "./clock.js";
import { connectEngines } from "./containers/connect-engines.js";
import type { Engine } from "./containers/engine.js";
import type { ContainerFilter } from "./containers/filter.js";
import { findCgroup2, listRunning } from "./containers/running.js";
import { ContainerTracker } from "./containers/tracker.js";
import { ABIS } from "./decode.js";
import { startDrainLoop } from "./drain-loop.js";
import { EventStream } from "./event-stream.js";
import { loadLibbpf, loadLibc } from "./ffi.js";
import { FilteredSink } from "./filtered-sink.js";
import { loadKernelProgram, type KernelProgram } from "./kernel-program.js";
import { LogSink } from "./log-sink.js";
import { nameLosses } from "./losses.js";
import { checkMachine, machineFacts, objectPath } from "./machine.js";
import { openRing } from "./ring.js";
import { StoreSink } from "./store-sink.js";
import { loadUserNames } from "./user-names.js";

export interface RecordOptions {
  /** where to store events; null: nowhere */
  readonly store: Store | null;
  /** takes each event as it comes, for the live log */
  readonly onEvent: ((event: Event) => void) | null;
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
  readonly behaviours: number;
  readonly losses: readonly Loss[];
}

export interface RecordSession {
  /** the engines that answered, for a person */
  readonly engines: readonly string[];
  status: () => RecordStatus;
  /** Rejects when recording can't go on, for example because the disk is full. */
  readonly failed: Promise<never>;
  /** Takes what is left, writes it, and detaches. */
  stop: () => Promise<RecordStatus>;
}

/** @throws the first need that isn't met, of `checkMachine` */
function requireMachine(): void {
  const facts = machineFacts(readFileSync("/proc/self/status", "utf8"));
  const problem = checkMachine(facts).find((need) => need.problem !== null)?.problem;
  if (problem != null) throw problem;
}

async function findEngines(options: RecordOptions): Promise<Engine[]> {
  try {
    return await connectEngines(options.engine);
  } catch (error) {
    if (options.engineOptional && error instanceof CxrayError) return [];
    throw error;
  }
}

/** Follows the containers that run already. */
function joinRunning(program: KernelProgram, tracker: ContainerTracker, root: string): void {
  for (const cgroup of listRunning(root)) {
    const added = program.addRunning(cgroup.cgroupId, cgroup.top);
    if (added && cgroup.cgroupId === cgroup.top) tracker.add(cgroup.top, cgroup, 0, true);
  }
  program.findRunningTasks();
}

/**
 * Starts to record. When the promise resolves every container is watched, those
 * that run already and those to come.
 *
 * @throws CxrayError when the machine can't (see machine.ts), no engine answers,
 *   or the kernel refuses the program
 */
export async function startRecording(options: RecordOptions): Promise<RecordSession> {
  requireMachine();
  const libc = loadLibc();
  const engines = await findEngines(options);
  const clocks = readClocks(libc);
  const program = loadKernelProgram(loadLibbpf(), {
    objectPath: objectPath(),
    ringSize: options.ringSize,
  });
  const ring = openRing(libc, program.ringFd, options.ringSize);
  const writer = options.store?.beginRecording({
    startedAt: clocks.wall,
    architecture: machine(),
    kernel: release(),
    cxrayVersion: options.cxrayVersion,
  });
  const sink = new FilteredSink([
    ...(writer === undefined ? [] : [new StoreSink(writer, clocks.wall)]),
    ...(options.onEvent === null ? [] : [new LogSink(clocks.wall, options.onEvent)]),
  ]);
  const tracker = new ContainerTracker({
    engines,
    filter: options.filter,
    onChange: (container) => {
      sink.noteContainer(container);
    },
  });
  const cgroupRoot = findCgroup2() ?? "";
  const stream = new EventStream({
    bytes: ring.bytes,
    abis: ABIS[process.arch] ?? [],
    tracker,
    sink,
    userName: loadUserNames(),
    bootStart: clocks.boot,
    findCgroup: (id) => listRunning(cgroupRoot).find((each) => each.cgroupId === id) ?? null,
  });
  joinRunning(program, tracker, cgroupRoot);

  let fail: (error: unknown) => void = () => undefined;
  const failed = new Promise<never>((_, reject) => (fail = reject));
  const drain = (limit: number): number =>
    inTransaction(writer, ring.hasRecords(), () =>
      ring.drain(limit, (at, length) => {
        stream.take(at, length);
      }),
    );
  const loop = startDrainLoop(drain, fail);

  const losses = (): Loss[] =>
    nameLosses({
      kernel: program.readLosses(),
      skipped: program.readSkipped(),
      undecodable: stream.undecodable,
      overflown: sink.overflown,
    });
  const status = (): RecordStatus => ({
    events: stream.events,
    containers: tracker.count,
    behaviours: stream.behaviours,
    losses: losses(),
  });
  const stop = async (): Promise<RecordStatus> => {
    loop.stop();
    await tracker.settle();
    const last = status();
    writer?.finish(clocks.wall + (readClocks(libc).boot - clocks.boot), last.losses);
    for (const engine of engines) engine.close();
    ring.close();
    program.close();
    return last;
  };
  return { engines: engines.map((engine) => engine.description), status, failed, stop };
}

/** Writes what one drain brings in one transaction; nothing to write, no transaction. */
function inTransaction(
  writer: RecordingWriter | undefined,
  hasRecords: boolean,
  drain: () => number,
): number {
  if (!hasRecords) return 0;
  writer?.begin();
  const taken = drain();
  writer?.commit();
  return taken;
}
