/** Acquires the resources of a recording, and releases them if one of them is missing. */
import { machine, release } from "node:os";
import type { Store } from "../store/index.js";
import { readClocks } from "./kernel/clock.js";
import { connectEngines } from "./containers/connect-engines.js";
import { findCgroup2 } from "./containers/cgroup-tree.js";
import type { EventLog } from "./sinks/event-log.js";
import { loadLibc } from "./kernel/ffi.js";
import { findLibbpf } from "./kernel/libbpf.js";
import { loadKernelProgram } from "./kernel/program.js";
import { objectPath, requireMachine } from "./kernel/machine.js";
import { keepHeapSmall } from "./heap.js";
import { Recorder } from "./recorder.js";
import type { RecorderParts } from "./recorder-parts.js";
import { openRing } from "./kernel/ring-buffer.js";

export interface RecordOptions extends Pick<RecorderParts, "filter"> {
  /** opens the live log, once it is known that the machine can record; null for no log */
  readonly openLog: (() => EventLog) | null;
  /** opens the database, after the log; null for no database */
  readonly openStore: (() => Store) | null;
  /** `none`, `unix:///path`, or undefined for all engines of the machine */
  readonly engine: string | undefined;
  /** record even if no engine answers */
  readonly engineOptional: boolean;
  /** bytes of the ring buffer: a power of two, at least 4096 */
  readonly ringSize: number;
  readonly cxrayVersion: string;
  /** how many bytes the database may grow before the recording ends */
  readonly maxSize?: number | undefined;
}

/**
 * Starts to record. Once the promise resolves, every container is recorded: those
 * that are already running, and those that start later.
 *
 * @throws CxrayError if the machine can't record (see machine.ts), no engine answers,
 *   the kernel refuses the program, or the store can't be opened
 */
export async function startRecording(options: RecordOptions): Promise<Recorder> {
  requireMachine();
  keepHeapSmall();
  const libc = loadLibc();
  const { engine: choice, engineOptional: isOptional } = options;
  const engines = await connectEngines({ choice, isOptional });
  const undo = engines.map((engine) => () => {
    engine.close();
  });
  try {
    const { ringSize } = options;
    const clocks = readClocks(libc);
    const program = loadKernelProgram(libc, findLibbpf().bpf, {
      objectPath: objectPath(),
      ringSize,
    });
    undo.unshift(() => {
      program.detach();
      program.close();
    });
    const ring = openRing(libc, program.ringFd, ringSize);
    undo.unshift(ring.close);
    const log = options.openLog?.() ?? null;
    undo.unshift(() => {
      log?.close().catch(() => undefined); // nothing was written to it
    });
    const writer =
      options.openStore?.().beginRecording(
        {
          startedAt: clocks.wall,
          architecture: machine(),
          kernel: release(),
          cxrayVersion: options.cxrayVersion,
        },
        options.maxSize,
      ) ?? null;
    const cgroupRoot = findCgroup2() ?? "";
    const { filter } = options;
    const parts = { filter, libc, engines, clocks, program, ring, log, writer, cgroupRoot };
    return new Recorder(parts);
  } catch (error) {
    for (const act of undo) act();
    throw error;
  }
}
