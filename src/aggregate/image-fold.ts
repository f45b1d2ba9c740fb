import { BASELINE_VERSION, type Baseline } from "../model/baseline.js";
import { unreachable, type Open } from "../model/events.js";
import type { Fact } from "../model/fact.js";
import { sortedTexts } from "../model/order.js";
import type { Container, Recording } from "../model/recording.js";
import { judgeCompleteness } from "./completeness.js";
import { Destinations, Listeners } from "./connections.js";
import { Executables } from "./executables.js";
import { FailedExecutions } from "./failed-executions.js";
import { Files } from "./files.js";
import { generalisePaths, type GeneralisedPath } from "./generalise.js";
import { identityOf, runtimesOf } from "./identity.js";
import { callsByChance, RefusedCalls, SystemCalls } from "./system-calls.js";
import { ListLimits } from "./limits.js";
import { isoTime, type NamesOf } from "./tally.js";

/** The baseline of one image while its facts are gathered. */
export class ImageFold {
  readonly #digest: string;
  readonly #containers: readonly Container[];
  readonly #recordings: readonly Recording[];
  readonly #executables = new Executables();
  readonly #filesRead = new Files();
  readonly #filesWritten = new Files();
  readonly #destinations = new Destinations();
  readonly #listeners = new Listeners();
  readonly #workloadCalls = new SystemCalls();
  readonly #startCalls = new SystemCalls();
  readonly #failedExecutions = new FailedExecutions();
  readonly #refusedCalls = new RefusedCalls();
  readonly #runsWithProgram = new Set<number>();
  #truncatedArguments = 0;
  #truncatedPaths = 0;
  #unresolvedPaths = 0;
  #lastSeen = 0n;

  /** `containers` are the image's, `recordings` those they are in. */
  constructor(digest: string, containers: readonly Container[], recordings: readonly Recording[]) {
    this.#digest = digest;
    this.#containers = containers;
    this.#recordings = recordings;
  }

  /** Adds what the image's container number `run` did. */
  add(fact: Fact, run: number): void {
    if (fact.last > this.#lastSeen) this.#lastSeen = fact.last;
    const { behaviour } = fact;
    switch (fact.actor.phase) {
      case "setup":
        return;
      case "start":
        if (behaviour.kind === "syscall") this.#startCalls.add(behaviour, fact, run);
        return;
      case "workload":
        this.#addWorkload(fact, run);
        return;
      default:
        unreachable(fact.actor.phase);
    }
  }

  #addWorkload(fact: Fact, run: number): void {
    const { behaviour } = fact;
    switch (behaviour.kind) {
      case "exec":
        if (fact.actor.origin === "main") this.#runsWithProgram.add(run);
        if (behaviour.argvTruncated === true) this.#truncatedArguments += fact.count;
        this.#executables.add(behaviour, fact, run);
        return;
      case "exec-failed":
        this.#failedExecutions.add(behaviour, fact, run);
        return;
      case "open":
        this.#addOpen(behaviour, fact, run);
        return;
      case "connect":
        this.#destinations.addConnect(behaviour, fact, run);
        return;
      case "connect-unix":
        this.#destinations.addUnix(behaviour, fact, run);
        return;
      case "listen":
        this.#listeners.add(behaviour, fact, run);
        return;
      case "syscall":
        this.#workloadCalls.add(behaviour, fact, run);
        return;
      case "syscall-refused":
        this.#refusedCalls.add(behaviour, fact, run);
        return;
      case "change":
      case "written":
      case "send":
      case "listen-unix":
      case "bind":
      case "socket":
      case "name-answer":
      case "tls-hello":
      case "http-request":
      case "argument":
      case "capability":
      case "privilege":
        return;
      default:
        unreachable(behaviour);
    }
  }

  /**
   * Files have an absolute path: pipes, sockets, memfds and anonymous inodes have none.
   * Directories are opened to list them, which is not what file rules are about, and
   * a pipe or socket with a name holds no data.
   */
  #addOpen(open: Open, fact: Fact, run: number): void {
    if (open.ret < 0) return;
    if (open.truncated === true) {
      this.#truncatedPaths += fact.count;
      return;
    }
    const { path, name, access, type } = open;
    if (type === "directory" || type === "fifo" || type === "socket") return;
    if (open.storage === "memory") return;
    if (path === null) {
      this.#unresolvedPaths += fact.count;
      return;
    }
    if (!path.startsWith("/")) return;
    if (access !== "write") this.#filesRead.add(path, name, fact, run);
    if (access === "write" || access === "read-write") {
      this.#filesWritten.add(path, name, fact, run);
    }
  }

  baseline(): Baseline {
    const generaliseAll = this.#generaliser();
    const generalisePrograms = (paths: Iterable<string>): ((path: string) => GeneralisedPath) =>
      generaliseAll(paths, "programs");
    const generaliseExecutable = generalisePrograms(this.#executables.paths());
    const limits = new ListLimits();
    const namesOf: NamesOf = (programs) =>
      limits.names(sortedTexts([...programs].map((path) => generaliseExecutable(path).path)));
    const filesOf = (files: Files): Baseline["filesRead"] =>
      files.entries(generaliseAll(files.paths()), namesOf, limits);
    const behaviour = {
      executables: this.#executables.entries(generaliseExecutable, namesOf, limits),
      filesRead: filesOf(this.#filesRead),
      filesWritten: filesOf(this.#filesWritten),
      changes: [],
      destinations: limits.entries(this.#destinations.entries(namesOf)),
      listeners: limits.entries(this.#listeners.entries(namesOf)),
      names: [],
      sockets: [],
      capabilities: [],
      privileges: [],
      syscalls: {
        workload: this.#workloadCalls.entries(namesOf),
        // the runtime is none of the image's programs
        start: this.#startCalls.entries(() => [""], callsByChance(this.#containers)),
      },
      syscallArguments: [],
      refused: {
        executables: this.#failedExecutions.entries(generalisePrograms, namesOf, limits),
        syscalls: limits.entries(this.#refusedCalls.entries(namesOf)),
      },
    };
    return {
      version: BASELINE_VERSION,
      image: identityOf(this.#digest, this.#containers),
      architecture: this.#architecture(),
      completeness: this.#completeness(limits.leftOut),
      blindSpots: [],
      kubernetes: [],
      runs: this.#runs(),
      ...behaviour,
    };
  }

  #generaliser(): (
    paths: Iterable<string>,
    what?: "files" | "programs",
  ) => (path: string) => GeneralisedPath {
    const ownIds = new Set(this.#containers.map(({ id }) => id));
    ownIds.add(this.#digest.replace(/^sha256:/u, ""));
    return (paths, what) => generalisePaths(paths, ownIds, what);
  }

  /** An image is made for one architecture; should engines disagree, the first by name. */
  #architecture(): string {
    return sortedTexts(this.#recordings.map(({ architecture }) => architecture))[0] ?? "";
  }

  #completeness(leftOut: number): Baseline["completeness"] {
    return judgeCompleteness({
      recordings: this.#recordings,
      containers: this.#containers,
      // One among others that ran failed to start, by a mistyped command for example.
      silentContainers: this.#runsWithProgram.size === 0 ? this.#runCount() : 0,
      truncatedArguments: this.#truncatedArguments,
      truncatedPaths: this.#truncatedPaths,
      unresolvedPaths: this.#unresolvedPaths,
      leftOut,
    });
  }

  /** A container that was started again in the same recording is the same run. */
  #runCount(): number {
    return new Set(this.#containers.map(({ recordingId, id }) => `${String(recordingId)} ${id}`))
      .size;
  }

  #runs(): Baseline["runs"] {
    const starts = this.#containers.map(({ startedAt }) => startedAt);
    const ends = this.#containers.map(({ startedAt, stoppedAt }) => stoppedAt ?? startedAt);
    return {
      count: this.#runCount(),
      recordings: this.#recordings.length,
      firstSeen: isoTime(starts.reduce((a, b) => (b < a ? b : a))),
      lastSeen: isoTime([...ends, this.#lastSeen].reduce((a, b) => (b > a ? b : a))),
      runtimes: runtimesOf(this.#containers),
    };
  }
}
