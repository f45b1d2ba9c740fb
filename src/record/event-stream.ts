/**
 * Turns records into events. Most records repeat earlier ones: the same task
 * opens the same file. So the bytes of the actor and the bytes of the behaviour
 * are keys of a cache, and are decoded only the first time.
 */
import type { Abi, Behaviour } from "../model/events/events.js";
import { CGROUP_UNKNOWN, nameCgroup, type ContainerCgroup } from "./containers/cgroup-path.js";
import type { ContainerTracker, TrackedContainer } from "./containers/tracker.js";
import { beginsHealthCheck } from "./containers/health-check.js";
import { textFromBytes } from "../model/text.js";
import { decodeActor, decodeBehaviour, recordBytes, type RecordBytes } from "./decode/decode.js";
import { Generations } from "./generations.js";
import { readLocalPort } from "./decode/socket.js";
import { PayloadReader } from "./decode/payload/reader.js";
import { ProgramTree } from "./program-tree.js";
import type { EventSink, SeenActor, SeenBehaviour } from "./sinks/sink.js";
import { WIRE_KIND } from "./kernel/wire-enums.js";
import { ACTOR_BYTES, CONTAINER, EXEC, HEADER, RESULT_BYTES, SOCKET } from "./kernel/wire.js";

/**
 * Bytes of keys in each cache (twice that, see Generations). A cached value takes a few times the
 * size of its key. An actor that was forgotten gets a second row in the database when it acts
 * again. A larger cache would cost memory for programs that run once and never act again.
 */
const BEHAVIOUR_CACHE_BYTES = 4 * 1024 * 1024;
const ACTOR_CACHE_BYTES = 512 * 1024;
const MOST_HEALTH_CHECKS = 65_536;
/** Where a behaviour's bytes begin: after an exec's id and a connect's port, which always differ. */
const BEHAVIOUR_FROM: Readonly<Partial<Record<number, number>>> = {
  [WIRE_KIND.EVENT_EXEC]: EXEC.exec_flags,
  [WIRE_KIND.EVENT_CONNECT]: SOCKET.family,
};
const weighKey = (key: string): number => key.length + 100;

export interface EventStreamOptions {
  /** the data of the ring buffer, which holds the records */
  readonly bytes: Buffer;
  readonly abis: readonly Abi[];
  readonly tracker: ContainerTracker;
  readonly sink: EventSink;
  readonly userName: (uid: number) => string;
  /** CLOCK_BOOTTIME when the recording began, in nanoseconds */
  readonly bootStart: bigint;
  /** Finds a container whose start event was lost. */
  readonly findCgroup: (cgroup: bigint) => ContainerCgroup | null;
}

export class EventStream {
  /** records that could not be decoded */
  undecodable = 0;

  readonly #options: EventStreamOptions;
  /** the whole data of the ring buffer */
  readonly #ring: RecordBytes;
  readonly #data: DataView;
  readonly #startLow: number;
  readonly #startHigh: number;
  readonly #programs = new ProgramTree();
  /** programs of health checks, by the kernel's id of the exec */
  readonly #healthChecks = new Generations<number, true>(MOST_HEALTH_CHECKS);
  readonly #payloads = new PayloadReader();
  readonly #actors = new Generations<string, SeenActor>(ACTOR_CACHE_BYTES, weighKey);
  readonly #behaviours = new Generations<string, SeenBehaviour>(BEHAVIOUR_CACHE_BYTES, weighKey);

  constructor(options: EventStreamOptions) {
    this.#options = options;
    const { bytes } = options;
    this.#ring = recordBytes(bytes);
    this.#data = this.#ring.data;
    this.#startLow = Number(options.bootStart & 0xffff_ffffn);
    this.#startHigh = Number(options.bootStart >> 32n);
  }

  /** Takes one record of the ring buffer. */
  take(at: number, length: number): void {
    const kind = this.#data.getUint8(at + HEADER.kind);
    const offset = this.#offsetOf(at);
    switch (kind) {
      case WIRE_KIND.EVENT_CONTAINER_STARTED:
        this.#startContainer(at, length, offset);
        return;
      case WIRE_KIND.EVENT_CONTAINER_SERVING:
        this.#options.tracker.serve(this.#containerOf(at), offset);
        return;
      case WIRE_KIND.EVENT_CONTAINER_STOPPED:
        this.#stopContainer(at, offset);
        return;
      default:
        this.#takeEvent(kind, at, length, offset);
    }
  }

  /** Nanoseconds since the recording began. Computed in two halves: since boot can exceed 2^53. */
  #offsetOf(at: number): number {
    const low = this.#data.getUint32(at + HEADER.time, true) - this.#startLow;
    const high = this.#data.getUint32(at + HEADER.time + 4, true) - this.#startHigh;
    return Math.max(0, high * 0x1_0000_0000 + low);
  }

  #containerOf(at: number): bigint {
    return this.#data.getBigUint64(at + HEADER.container, true);
  }

  #startContainer(at: number, length: number, offset: number): void {
    const pathEnd =
      at + Math.min(length, CONTAINER.data + this.#data.getUint16(at + CONTAINER.path_len, true));
    const path = textFromBytes(this.#options.bytes.subarray(at + CONTAINER.data, pathEnd - 1));
    const cgroup = this.#containerOf(at);
    const uid = this.#data.getUint32(at + HEADER.uid, true);
    const name = { ...nameCgroup(path, cgroup), uid, path };
    this.#options.tracker.add(cgroup, name, offset, false);
  }

  #stopContainer(at: number, offset: number): void {
    const cgroup = this.#containerOf(at);
    const wasOne = this.#data.getInt32(at + HEADER.ret, true) >= 0;
    if (wasOne) this.#options.tracker.stop(cgroup, offset);
    else this.#options.tracker.withdraw(cgroup, offset);
  }

  #takeEvent(kind: number, at: number, length: number, offset: number): void {
    const actor = this.#actorAt(at);
    if (kind === WIRE_KIND.EVENT_PAYLOAD) {
      this.#takePayload(actor, at, length, offset);
      return;
    }
    const behaviour = this.#behaviourAt(kind, at, length);
    if (behaviour === null) {
      this.undecodable++;
      return;
    }
    const isCheck = kind === WIRE_KIND.EVENT_EXEC && this.#noteProgram(at, actor, behaviour);
    const localPort = behaviour.behaviour.kind === "connect" ? readLocalPort(this.#ring, at) : null;
    this.#options.sink.take(offset, isCheck ? ofHealthCheck(actor) : actor, behaviour, localPort);
  }

  /**
   * Two payloads with the same meaning differ in their bytes, such as identifiers and keys. So the
   * decoded behaviour is the key of the cache.
   */
  #takePayload(actor: SeenActor, at: number, length: number, offset: number): void {
    const behaviours = this.#payloads.read(this.#copy(at, length));
    if (behaviours === null) this.undecodable++;
    for (const behaviour of behaviours ?? []) {
      const key = `payload\0${JSON.stringify(behaviour)}`; // no record begins with these bytes
      const seen = this.#behaviours.get(key) ?? this.#remember(key, behaviour);
      this.#options.sink.take(offset, actor, seen);
    }
  }

  #actorAt(at: number): SeenActor {
    const { bytes } = this.#options;
    const key = bytes.toString("latin1", at + ACTOR_BYTES.from, at + ACTOR_BYTES.to);
    const known = this.#actors.get(key);
    if (known !== undefined) return known;
    const wire = decodeActor(this.#ring, at);
    const { pid, tid, ppid, containerPid = 0, uid, comm, phase, origin: session } = wire;
    const exec = this.#idAt(at + HEADER.exec);
    const program = this.#programs.find(exec);
    const origin = this.#healthChecks.get(exec) === true ? "health-check" : session;
    const user = this.#options.userName(uid);
    const actor: SeenActor = {
      // Fields are listed because spread syntax would double the time for a new actor.
      actor: {
        pid,
        tid,
        ppid,
        containerPid,
        uid,
        user,
        comm,
        phase,
        origin,
        programs: program?.chain ?? [],
      },
      container: this.#trackedAt(at),
      program,
      storeId: null,
    };
    this.#actors.set(key, actor);
    return actor;
  }

  #trackedAt(at: number): TrackedContainer {
    const cgroup = this.#containerOf(at);
    const known = this.#options.tracker.find(cgroup);
    if (known !== undefined) return known;
    const name = this.#options.findCgroup(cgroup) ?? CGROUP_UNKNOWN;
    return this.#options.tracker.add(cgroup, name, this.#offsetOf(at), false);
  }

  #behaviourAt(kind: number, at: number, length: number): SeenBehaviour | null {
    const { bytes } = this.#options;
    const from = BEHAVIOUR_FROM[kind] ?? HEADER.size;
    const key =
      bytes.toString("latin1", at + RESULT_BYTES.from, at + RESULT_BYTES.to) +
      bytes.toString("latin1", at + from, at + length);
    const known = this.#behaviours.get(key);
    if (known !== undefined) return known;
    const behaviour = decodeBehaviour(this.#copy(at, length), this.#options.abis);
    if (behaviour === null) return null;
    return this.#remember(key, behaviour);
  }

  #remember(key: string, behaviour: Behaviour): SeenBehaviour {
    const seen: SeenBehaviour = { behaviour, size: key.length, passed: false, storeId: null };
    this.#behaviours.set(key, seen);
    return seen;
  }

  /** Notes a program that was executed, and returns whether a health check begins with it. */
  #noteProgram(at: number, { actor, container }: SeenActor, { behaviour }: SeenBehaviour): boolean {
    if (behaviour.kind !== "exec") return false;
    const id = this.#idAt(at + EXEC.id);
    const parent = this.#idAt(at + HEADER.exec);
    this.#programs.add(id, parent, behaviour.path);
    // A session's first program has no parent in the container.
    const begins =
      actor.origin === "session" &&
      parent === 0 &&
      beginsHealthCheck(container.description?.healthCheck, behaviour);
    if (begins || actor.origin === "health-check") this.#healthChecks.set(id, true);
    return begins;
  }

  /** The id of an exec. Ids start at 1; 0 means none. */
  #idAt(at: number): number {
    return this.#data.getUint32(at, true) + this.#data.getUint32(at + 4, true) * 0x1_0000_0000;
  }

  #copy(at: number, length: number): RecordBytes {
    return recordBytes(this.#options.bytes.subarray(at, at + length));
  }
}

function ofHealthCheck(seen: SeenActor): SeenActor {
  return { ...seen, actor: { ...seen.actor, origin: "health-check" }, storeId: null };
}
