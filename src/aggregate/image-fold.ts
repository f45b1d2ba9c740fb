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
import { RefusedCalls, SystemCalls } from "./system-calls.js";
import { isoTime } from "./tally.js";

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
      default:
        unreachable(behaviour);
    }
  }

  /**
   * Files have an absolute path: pipes, sockets, memfds and anonymous inodes have none.
   * Directories are opened to list them, which is not what file rules are about.
   */
  #addOpen(open: Open, fact: Fact, run: number): void {
    if (open.ret < 0) return;
    if (open.truncated === true) {
      this.#truncatedPaths += fact.count;
      return;
    }
    const { path, name, access } = open;
    if (path === null || !path.startsWith("/") || open.storage === "memory") return;
    if (open.type === "directory") return;
    if (access !== "write") this.#filesRead.add(path, name, fact, run);
    if (access === "write" || access === "read-write") {
      this.#filesWritten.add(path, name, fact, run);
    }
  }

  baseline(): Baseline {
    const generaliseAll = this.#generaliser();
    const generaliseExecutable = generaliseAll(this.#executables.paths());
    const nameOf = (path: string): string => generaliseExecutable(path).path;
    const filesOf = (files: Files): Baseline["filesRead"] =>
      files.entries(generaliseAll(files.paths()), nameOf);
    return {
      version: BASELINE_VERSION,
      image: identityOf(this.#digest, this.#containers),
      architecture: this.#architecture(),
      completeness: this.#completeness(),
      runs: this.#runs(),
      executables: this.#executables.entries(generaliseExecutable),
      filesRead: filesOf(this.#filesRead),
      filesWritten: filesOf(this.#filesWritten),
      destinations: this.#destinations.entries(nameOf),
      listeners: this.#listeners.entries(nameOf),
      syscalls: {
        workload: this.#workloadCalls.entries(nameOf),
        start: this.#startCalls.entries(() => ""), // the runtime is none of the image's programs
      },
      refused: {
        executables: this.#failedExecutions.entries(generaliseAll, nameOf),
        syscalls: this.#refusedCalls.entries(nameOf),
      },
    };
  }

  #generaliser(): (paths: Iterable<string>) => (path: string) => GeneralisedPath {
    const ownIds = new Set(this.#containers.map(({ id }) => id));
    ownIds.add(this.#digest.replace(/^sha256:/u, ""));
    return (paths) => generalisePaths(paths, ownIds);
  }

  /** An image is made for one architecture; should engines disagree, the first by name. */
  #architecture(): string {
    return sortedTexts(this.#recordings.map(({ architecture }) => architecture))[0] ?? "";
  }

  #completeness(): Baseline["completeness"] {
    return judgeCompleteness({
      recordings: this.#recordings,
      containers: this.#containers,
      // One among others that ran failed to start, by a mistyped command for example.
      silentContainers: this.#runsWithProgram.size === 0 ? this.#containers.length : 0,
      truncatedArguments: this.#truncatedArguments,
      truncatedPaths: this.#truncatedPaths,
    });
  }

  #runs(): Baseline["runs"] {
    const starts = this.#containers.map(({ startedAt }) => startedAt);
    const ends = this.#containers.map(({ startedAt, stoppedAt }) => stoppedAt ?? startedAt);
    return {
      count: this.#containers.length,
      recordings: this.#recordings.length,
      firstSeen: isoTime(starts.reduce((a, b) => (b < a ? b : a))),
      lastSeen: isoTime([...ends, this.#lastSeen].reduce((a, b) => (b > a ? b : a))),
      runtimes: runtimesOf(this.#containers),
    };
  }
}
