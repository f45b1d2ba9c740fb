/** The resources of a recording. `start-recording.ts` acquires them. */
import type { ContainerFilter } from "../model/recordings/container-filter.js";
import type { RecordingWriter } from "../store/index.js";
import type { Engine } from "./containers/engine.js";
import type { ClockReading } from "./kernel/clock.js";
import type { Libc } from "./kernel/ffi.js";
import type { KernelProgram } from "./kernel/program.js";
import type { RingReader } from "./kernel/ring-buffer.js";
import type { EventLog } from "./sinks/event-log.js";

export interface RecorderParts {
  readonly libc: Libc;
  readonly engines: readonly Engine[];
  readonly clocks: ClockReading;
  readonly program: KernelProgram;
  readonly ring: RingReader;
  /** null if nothing is stored */
  readonly writer: RecordingWriter | null;
  readonly filter: ContainerFilter;
  /** null if there is no live log */
  readonly log: EventLog | null;
  /** where the cgroup v2 tree is mounted */
  readonly cgroupRoot: string;
}
