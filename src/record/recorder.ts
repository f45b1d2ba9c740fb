/** A running recording: moves events from the ring buffer to the store and the log. */
import type { Loss } from "../model/recordings/recording.js";
import { readClocks } from "./kernel/clock.js";
import { RunningContainers } from "./containers/join-running.js";
import { ContainerTracker } from "./containers/tracker.js";
import { ABIS } from "./decode/decode.js";
import { EarlyEnd } from "./early-end.js";
import { startDrainLoop, type DrainLoop } from "./kernel/drain-loop.js";
import { EventStream } from "./event-stream.js";
import { IgnoredContainers } from "./ignored-containers.js";
import { FilteredSink } from "./sinks/filtered-sink.js";
import { LogSink } from "./sinks/log-sink.js";
import { BlindSpotSink } from "./sinks/blind-spot-sink.js";
import { ContainerLosses } from "./container-losses.js";
import { nameLosses } from "./losses.js";
import type { RecorderParts } from "./recorder-parts.js";
import { presentEngines, silentEngines, type RecordStatus } from "./record-status.js";
import { StoreSink } from "./sinks/store-sink.js";
import { Transactions } from "./sinks/transactions.js";
import { loadUserNames } from "./user-names.js";

/** How long the end of a recording waits for an engine that doesn't answer, in milliseconds. */
const LAST_ANSWER_TIMEOUT = 10_000;

/** How often the recorder checks that its output files are still in place, in milliseconds. */
const CHECK_INTERVAL = 1_000;

/** A recording that goes on until `stop`. */
export class Recorder {
  /** the engines that are there, as shown to a person */
  readonly engines: readonly string[];
  /** Rejects when recording can't go on, for example because the disk is full. */
  readonly failed: Promise<never>;
  /** Resolves when the database has reached its size limit. Then call `stop`. */
  readonly full: Promise<void>;

  readonly #parts: RecorderParts;
  readonly #sink: FilteredSink;
  readonly #blindSpots: BlindSpotSink;
  readonly #tracker: ContainerTracker;
  readonly #stream: EventStream;
  readonly #loop: DrainLoop;
  readonly #transactions: Transactions;
  readonly #containerLosses: ContainerLosses;
  readonly #ending = new EarlyEnd();
  readonly #checks: NodeJS.Timeout;
  #stopped: Promise<RecordStatus> | null = null;
  /** times that the connections still under way at the end could not be listed */
  #unsettledFailures = 0;

  constructor(parts: RecorderParts) {
    const { engines, clocks, writer, log } = parts;
    this.#parts = parts;
    this.engines = presentEngines(engines);
    this.failed = this.#ending.failed;
    this.full = this.#ending.full;
    this.#blindSpots = new BlindSpotSink(parts.program);
    this.#sink = new FilteredSink([
      this.#blindSpots,
      ...(writer === null ? [] : [new StoreSink(writer, clocks.wall)]),
      ...(log === null ? [] : [new LogSink(clocks.wall, log.take)]),
    ]);
    this.#transactions = new Transactions(writer, {
      losses: () => this.#lossesSoFar(),
      blindSpots: () => this.#blindSpots.list(),
      blindSpotsMet: () => this.#blindSpots.met,
    });
    this.#tracker = this.#makeTracker();
    this.#containerLosses = new ContainerLosses(parts.program, (cgroup) =>
      this.#tracker.find(cgroup),
    );
    const running = new RunningContainers(parts.cgroupRoot);
    this.#stream = new EventStream({
      bytes: parts.ring.bytes,
      abis: ABIS[process.arch] ?? [],
      tracker: this.#tracker,
      sink: this.#sink,
      userName: loadUserNames(),
      bootStart: clocks.boot,
      findCgroup: (id) => running.find(id),
    });
    running.join(parts.program, this.#tracker);
    this.#transactions.storeBlindSpots();
    this.#checks = setInterval(() => {
      this.#checkFiles();
    }, CHECK_INTERVAL);
    this.#loop = startDrainLoop({
      waiting: parts.ring.waiting,
      enough: parts.ring.size / 8,
      isUrgent: parts.program.hasStarts,
      drain: (milliseconds) => this.#drain(milliseconds),
      isReady: () => log?.isReady() ?? true,
      onError: (error) => {
        this.#ending.note(error);
      },
    });
  }

  status(): RecordStatus {
    const { program } = this.#parts;
    return {
      events: this.#sink.passed,
      containers: this.#tracker.wantedCount,
      joinedLate: this.#tracker.lateCount,
      behaviours: this.#sink.behaviours,
      losses: [
        ...this.#lossesOfAll(program.readSkipped(), this.#tracker.undescribedCount),
        ...this.#containerLosses.list(this.#sink.overflown, { isEnd: true }),
      ],
      blindSpots: this.#blindSpots.list(),
      waiting: this.#tracker.waitingCount,
      silentEngines: silentEngines(this.#parts.engines),
      leftOut: this.#tracker.leftOut,
      isFull: this.#ending.isFull,
    };
  }

  /**
   * Detaches the probes, writes what is left, and closes everything but the store. A second call
   * returns the same promise.
   * @throws the error that made the recording fail. The recording is then left unfinished, as it is
   *   when the database is full
   */
  async stop(): Promise<RecordStatus> {
    return await (this.#stopped ??= this.#end());
  }

  async #end(): Promise<RecordStatus> {
    const { engines, program, ring } = this.#parts;
    clearInterval(this.#checks);
    try {
      program.detach(); // first, or busy containers could fill the ring as fast as it is emptied
      this.#takeUnsettled();
      return await this.#finish();
    } catch (error) {
      this.#ending.note(error);
      await this.#parts.log?.close().catch(() => undefined); // the first error counts
      const status = this.status();
      this.#transactions.abandon(error, status.losses);
      if (status.isFull) return status;
      throw error;
    } finally {
      // also if `#finish` was not reached: the loop must not read memory that is unmapped
      this.#loop.cancel();
      for (const engine of engines) engine.close();
      ring.close();
      program.close();
    }
  }

  /** Takes the connections still under way. If that fails, all other events are still complete. */
  #takeUnsettled(): void {
    try {
      this.#parts.program.tellUnsettled();
    } catch {
      this.#unsettledFailures++;
    }
  }

  async #finish(): Promise<RecordStatus> {
    const { libc, clocks, log } = this.#parts;
    this.#loop.stop();
    if (!this.#ending.isEnded) await this.#tracker.settle(LAST_ANSWER_TIMEOUT);
    await log?.close();
    this.#ending.check();
    const status = this.status();
    const elapsed = readClocks(libc).boot - clocks.boot;
    this.#transactions.finish(clocks.wall + elapsed, status);
    return status;
  }

  #makeTracker(): ContainerTracker {
    const { engines, filter, program } = this.#parts;
    const ignored = new IgnoredContainers(program);
    return new ContainerTracker({
      engines,
      filter,
      onChange: (container) => {
        ignored.note(container);
        if (container.stoppedAt !== null) this.#containerLosses.close(container.cgroup);
        try {
          this.#write(() => {
            this.#sink.noteContainer(container);
          });
        } catch (error) {
          this.#ending.note(error);
        }
      },
    });
  }

  /** Writes the records of one drain, and the losses until then. */
  #drain(milliseconds: number): number {
    const { ring } = this.#parts;
    if (ring.waiting() === 0) return 0;
    return this.#write(() =>
      ring.drainFor(milliseconds, (at, length) => {
        this.#stream.take(at, length);
      }),
    );
  }

  /** Fails early if somebody removed the output files. */
  #checkFiles(): void {
    try {
      this.#parts.writer?.check();
      this.#parts.log?.check();
    } catch (error) {
      this.#ending.note(error);
    }
  }

  /** Writes in a transaction, unless the recording has failed. */
  #write<T>(act: () => T): T {
    this.#ending.check();
    return this.#transactions.run(act);
  }

  /** Without undescribed containers, which an engine may still describe. */
  #lossesSoFar(): Loss[] {
    const ofContainers = this.#containerLosses.list(this.#sink.overflown, { isEnd: false });
    return [...this.#lossesOfAll(0, 0), ...ofContainers];
  }

  #lossesOfAll(skipped: number, undescribed: number): Loss[] {
    return nameLosses({
      kernel: this.#parts.program.readLosses(),
      skipped,
      undecodable: this.#stream.undecodable,
      unsettled: this.#unsettledFailures,
      undescribed,
    });
  }
}
