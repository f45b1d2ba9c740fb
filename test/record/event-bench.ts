/** An event stream over records that a test makes. */
import type { ContainerCgroup } from "../../src/record/containers/cgroup-path.js";
import type { Engine } from "../../src/record/containers/engine.js";
import { ContainerTracker } from "../../src/record/containers/tracker.js";
import { ABIS } from "../../src/record/decode/decode.js";
import { EventStream } from "../../src/record/event-stream.js";
import type { SeenActor, SeenBehaviour } from "../../src/record/sinks/sink.js";
import { containerRecord, KIND } from "./kernel/c-layout.js";

export const ID = "e".repeat(64);

export interface Taken {
  readonly offset: number;
  readonly actor: SeenActor;
  readonly behaviour: SeenBehaviour;
  readonly localPort: number | null | undefined;
}

/** A stream over memory that records are laid into, as they would lie in the ring buffer. */
export class Bench {
  readonly taken: Taken[] = [];
  readonly askedUsers: number[] = [];
  readonly askedCgroups: bigint[] = [];
  readonly engines: Engine[] = [];
  readonly tracker = new ContainerTracker({
    engines: this.engines,
    filter: { images: [], containers: [] },
    onChange: () => undefined,
  });
  readonly stream: EventStream;
  readonly #bytes = Buffer.alloc(8192, 0x77);

  constructor(bootStart = 0n, found: ContainerCgroup | null = null) {
    this.stream = new EventStream({
      bytes: this.#bytes,
      abis: ABIS["x64"] ?? [],
      tracker: this.tracker,
      sink: {
        take: (offset, actor, behaviour, localPort) =>
          this.taken.push({ offset, actor, behaviour, localPort }),
        noteContainer: () => undefined,
      },
      userName: (uid) => {
        this.askedUsers.push(uid);
        return uid === 0 ? "root" : String(uid);
      },
      bootStart,
      findCgroup: (cgroup) => {
        this.askedCgroups.push(cgroup);
        return found;
      },
    });
  }

  /** Takes a record, each time from another place, over what lay there before. */
  take(record: Buffer): Taken | undefined {
    const at = 8 * (1 + (this.taken.length % 500));
    this.#bytes.fill(0x77);
    record.copy(this.#bytes, at);
    const before = this.taken.length;
    this.stream.take(at, record.length);
    this.#bytes.fill(0x77); // the kernel writes on
    return this.taken[before];
  }
}

export const started = (cgroup = 77n): Buffer =>
  containerRecord(KIND.started, `/docker/${ID}`, { container: cgroup });
