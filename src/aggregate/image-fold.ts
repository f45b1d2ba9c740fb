import { BASELINE_VERSION, type Baseline } from "../model/baseline/baseline.js";
import { documentOf, type Lists } from "../model/baseline/lists.js";
import { unreachable } from "../model/events/events.js";
import type { Fact } from "../model/events/fact.js";
import { sortedTexts } from "../model/order.js";
import type { Container, Recording } from "../model/recordings/recording.js";
import { listBlindSpots } from "../gaps/blind-spots.js";
import { judgeCompleteness } from "../gaps/completeness.js";
import type { LeftOut } from "../gaps/left-out.js";
import { ListLimits } from "./evidence/list-limits.js";
import { identityOf, runsOf, workloadsOf } from "./identity.js";
import type { Listing } from "./parts/collector.js";
import { EventLists, isListed } from "./parts/event-lists.js";
import { FileActivity } from "./parts/file-activity.js";
import { NetworkActivity } from "./parts/network-activity.js";
import { StartCalls } from "./parts/start-calls.js";
import { UnseenSubjects } from "./parts/unseen-subjects.js";
import {
  generalisePaths,
  type Generalise,
  type GeneraliseAll,
  type OnPattern,
} from "./patterns/generalise.js";
import { generaliseHostName } from "./patterns/host-names.js";
import { NameEvidence } from "./patterns/name-evidence.js";
import type { Run } from "./run.js";
import { BUILT_IN, type Tables } from "./tables/tables.js";

/** Gathers the facts of one name into its baseline. */
export class ImageFold {
  readonly #name: string;
  readonly #containers: readonly Container[];
  readonly #recordings: readonly Recording[];
  readonly #runTable: readonly Run[];
  readonly #tables: Tables;
  readonly #files: FileActivity;
  readonly #network: NetworkActivity;
  /** lists that are made from one kind of event */
  readonly #events = new EventLists();
  readonly #startCalls = new StartCalls();
  readonly #runsWithProgram = new Set<Run>();
  readonly #unseen = new UnseenSubjects();
  readonly #evidence = new NameEvidence();
  #lastSeen = 0n;
  #onPattern: OnPattern | undefined;

  /** `containers`: all of that name; `recordings`: those they are in; `runs`: their table. */
  constructor(
    name: string,
    containers: readonly Container[],
    recordings: readonly Recording[],
    runs: readonly Run[],
    tables: Tables = BUILT_IN,
  ) {
    this.#name = name;
    this.#containers = containers;
    this.#recordings = recordings;
    this.#runTable = runs;
    this.#tables = tables;
    this.#files = new FileActivity(tables);
    this.#network = new NetworkActivity(tables);
  }

  /** Adds a fact of the image's container number `run`. */
  add(fact: Fact, run: Run): void {
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

  /**
   * Whether all facts must be given a second time: there were too many files, and some that were
   * dropped may match patterns made from the others.
   */
  lookAgain(): boolean {
    return this.#files.isCut && this.#files.lookAgain(this.#generaliser("files"));
  }

  /** Takes a fact the second time. */
  addAgain(fact: Fact, run: Run): void {
    const { behaviour } = fact;
    if (fact.actor.phase !== "workload") return;
    if (behaviour.kind === "open") this.#files.addOpen(behaviour, fact, run);
    else if (behaviour.kind === "change") this.#files.addChange(behaviour, fact, run);
    else if (behaviour.kind === "written") this.#files.addWritten(behaviour, fact, run);
  }

  #addWorkload(fact: Fact, run: Run): void {
    const { behaviour } = fact;
    this.#unseen.add(fact);
    this.#evidence.add(fact, run);
    if (isListed(behaviour)) {
      this.#events.add(behaviour, fact, run);
      return;
    }
    switch (behaviour.kind) {
      case "exec":
        if (fact.actor.origin === "main") this.#runsWithProgram.add(run);
        this.#files.addExec(behaviour, fact, run);
        return;
      case "exec-failed":
        this.#files.addExecFailed(behaviour, fact, run);
        return;
      case "open":
        this.#files.addOpen(behaviour, fact, run);
        return;
      case "change":
        this.#files.addChange(behaviour, fact, run);
        return;
      case "written":
        this.#files.addWritten(behaviour, fact, run);
        return;
      case "unseen":
        return; // a blind spot; it has no behaviour to allow
      default:
        this.#network.add(behaviour, fact, run);
    }
  }

  /** @param onPattern called for each name that became a pattern */
  baseline(onPattern?: OnPattern): Baseline {
    this.#onPattern = onPattern;
    const limits = new ListLimits();
    const generalisePrograms = this.#generaliser("programs");
    const generaliseExecutable = generalisePrograms(this.#files.executablePaths());
    const lists = this.#lists(generalisePrograms, generaliseExecutable, {
      limits,
      namesOf: (programs) => {
        const names = [...programs].map((path) => generaliseExecutable(path).path);
        return limits.of("by").names(sortedTexts(names));
      },
    });
    return {
      version: BASELINE_VERSION,
      image: identityOf(this.#name, this.#containers),
      architecture: this.#architecture(),
      completeness: this.#completeness(limits.leftOut()),
      blindSpots: listBlindSpots(this.#recordings, {
        ofEvents: this.#unseen.counts(lists.filesWritten),
        usesRings: lists["syscalls.workload"].some(({ name }) => name === "io_uring_setup"),
      }),
      kubernetes: workloadsOf(this.#containers),
      runs: runsOf(this.#runTable, this.#containers, this.#recordings, this.#lastSeen),
      ...documentOf(lists),
    };
  }

  #lists(
    generalisePrograms: GeneraliseAll,
    generaliseExecutable: Generalise,
    listing: Listing,
  ): Lists {
    const generaliseFiles = this.#generaliser("files");
    const ids = this.#ids();
    const generalise = { generaliseExecutable, generalisePrograms, generaliseFiles, ids };
    return {
      ...this.#files.lists(generalise, listing),
      ...this.#network.lists(listing, generaliseFiles, (name) =>
        generaliseHostName(name, ids, this.#tables),
      ),
      ...this.#events.lists(listing),
      "syscalls.start": this.#startCalls.entries(listing, this.#containers),
    };
  }

  /**
   * The ids of the containers and the image: the whole id, and its first 12 digits, which are the
   * host name. Empty if the rule is disabled.
   */
  #ids(): ReadonlySet<string> {
    if (!this.#tables.isOn("container-id")) return new Set();
    const whole = this.#containers.flatMap(({ id, image }) =>
      image === null ? [id] : [id, image.imageId.replace(/^sha256:/u, "")],
    );
    return new Set(whole.flatMap((id) => [id, id.slice(0, 12)]));
  }

  #generaliser(what: "files" | "programs"): GeneraliseAll {
    const about = {
      ids: this.#ids(),
      what,
      tables: this.#tables,
      evidence: this.#evidence,
      onPattern: this.#onPattern,
    };
    return (paths, renames = new Map()) => generalisePaths(paths, { ...about, renames });
  }

  /** An image is built for one architecture; if engines disagree, the first by name. */
  #architecture(): string {
    return sortedTexts(this.#recordings.map(({ architecture }) => architecture))[0] ?? "";
  }

  /**
   * Judged by the newest recording, because a later complete recording shows what an earlier one
   * missed, except behaviour that is in some runs only. The table of runs marks incomplete runs.
   */
  #completeness(leftOut: readonly LeftOut[]): Baseline["completeness"] {
    const newest = this.#recordings.reduce((a, b) => (isLater(b, a) ? b : a));
    return judgeCompleteness({
      recordings: [newest],
      containers: this.#containers.filter(({ recordingId }) => recordingId === newest.id),
      // a single failed start among other runs does not count: for example a mistyped command
      silentContainers: this.#runsWithProgram.size === 0 ? this.#runTable.length : 0,
      truncatedPaths: this.#files.missing.truncated,
      unresolvedPaths: this.#files.missing.unresolved,
      leftOut,
    });
  }
}

function isLater(a: Recording, b: Recording): boolean {
  return a.startedAt === b.startedAt ? a.id > b.id : a.startedAt > b.startedAt;
}
