import assert from "node:assert/strict";
import { test } from "node:test";
import type { ContainerCgroup } from "../../src/record/containers/cgroup-path.js";
import type { ContainerDescription, Engine } from "../../src/record/containers/engine.js";
import { ContainerTracker } from "../../src/record/containers/tracker.js";
import { ABIS } from "../../src/record/decode/decode.js";
import { EventStream } from "../../src/record/event-stream.js";
import type { SeenActor, SeenBehaviour } from "../../src/record/sinks/sink.js";
import {
  containerRecord,
  execRecord,
  KIND,
  openRecord,
  socketRecord,
  syscallRecord,
} from "./kernel/c-layout.js";
import { PAYLOAD, payloadRecord } from "./decode/payload/payload-record.js";

const ID = "e".repeat(64);

interface Taken {
  readonly offset: number;
  readonly actor: SeenActor;
  readonly behaviour: SeenBehaviour;
  readonly localPort: number | null | undefined;
}

/** A stream over memory that records are laid into, as they would lie in the ring buffer. */
class Bench {
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

const started = (cgroup = 77n): Buffer =>
  containerRecord(KIND.started, `/docker/${ID}`, { container: cgroup });

test("an event has its actor, its container and its behaviour", () => {
  const bench = new Bench();
  bench.take(started());
  const event = bench.take(openRecord({ path: ["passwd", "etc"], pid: 7, uid: 0, time: 12n }));
  assert.ok(event !== undefined);
  assert.equal(event.offset, 12);
  assert.equal(event.actor.container.id, ID);
  assert.equal(event.actor.container.namedEngine, "docker");
  assert.deepEqual([event.actor.actor.pid, event.actor.actor.user], [7, "root"]);
  assert.ok(event.behaviour.behaviour.kind === "open");
  assert.equal(event.behaviour.behaviour.path, "/etc/passwd");
});

test("who and what were seen before are decoded once, at any time and place", () => {
  const bench = new Bench();
  const first = bench.take(openRecord({ path: ["a"], asked: "/a", time: 1n }));
  const again = bench.take(openRecord({ path: ["a"], asked: "/a", time: 9n }));
  assert.equal(again?.actor, first?.actor);
  assert.equal(again?.behaviour, first?.behaviour);
  assert.notEqual(again?.offset, first?.offset);
  assert.deepEqual(bench.askedUsers, [0]);
  assert.equal(bench.taken.length, 2);
});

test("a difference in any field makes another actor or another behaviour", () => {
  const bench = new Bench();
  const base = { path: ["a"], asked: "/a" };
  const first = bench.take(openRecord(base));
  for (const other of [
    { pid: 2 },
    { tid: 3 },
    { ppid: 4 },
    { containerPid: 5 },
    { uid: 5 },
    { comm: "dash" },
    { phase: 1 },
    { origin: 1 },
    { exec: 6n },
    { container: 78n },
  ]) {
    const event = bench.take(openRecord({ ...base, ...other }));
    assert.notEqual(event?.actor, first?.actor, Object.keys(other)[0]);
    assert.equal(event?.behaviour, first?.behaviour, Object.keys(other)[0]);
  }
  for (const other of [
    { ret: 4 },
    { flags: 1 },
    { path: ["b"] },
    { asked: "a" },
    { mode: 0o100600 },
  ]) {
    const event = bench.take(openRecord({ ...base, ...other }));
    assert.notEqual(event?.behaviour, first?.behaviour, Object.keys(other)[0]);
    assert.equal(event?.actor, first?.actor, Object.keys(other)[0]);
  }
  const native = bench.take(syscallRecord(1, { abi: 0 }));
  const compat = bench.take(syscallRecord(1, { abi: 1 }));
  assert.notEqual(compat?.behaviour, native?.behaviour);
});

test("an event belongs to the program that ran, which knows the programs above it", () => {
  const bench = new Bench();
  const shell = bench.take(execRecord({ id: 1n, exec: 0n, path: ["sh", "bin"], asked: "sh" }));
  assert.deepEqual(shell?.actor.actor.programs, []);
  const opened = bench.take(openRecord({ exec: 1n, path: ["x"] }));
  assert.deepEqual(opened?.actor.actor.programs, ["/bin/sh"]);
  // It is the shell that executes cat; cat opens.
  const cat = bench.take(execRecord({ id: 2n, exec: 1n, path: ["cat", "bin"], asked: "cat" }));
  assert.deepEqual(cat?.actor.actor.programs, ["/bin/sh"]);
  const read = bench.take(openRecord({ exec: 2n, path: ["x"] }));
  assert.deepEqual(read?.actor.actor.programs, ["/bin/cat", "/bin/sh"]);
  assert.equal(read.behaviour, opened.behaviour);
});

test("connections to one place are one behaviour, from whatever port each is made", () => {
  const bench = new Bench();
  const connect = (localPort: number, more: object = {}): Taken | undefined =>
    bench.take(
      socketRecord(KIND.connect, {
        ...{ family: 2, localPort, localAddress: [10, 0, 0, 2] },
        ...{ remotePort: 80, remoteAddress: [10, 0, 0, 1] },
        ...more,
      }),
    );
  const first = connect(40_000);
  const again = connect(40_001);
  assert.equal(again?.behaviour, first?.behaviour);
  assert.deepEqual([first?.localPort, again?.localPort], [40_000, 40_001]);
  assert.notEqual(connect(40_002, { remotePort: 81 })?.behaviour, first?.behaviour);
  assert.notEqual(connect(40_003, { localAddress: [1, 2, 3, 4] })?.behaviour, first?.behaviour);
  const cid = [3, 0, 0, 0, 0x10, 0x70, 1, 0];
  assert.equal(connect(0, { family: 40, localAddress: cid })?.localPort, 94_224);
  assert.equal(bench.take(openRecord({ path: ["a"] }))?.localPort, null);
});

test("ports of listeners are part of what they are", () => {
  const bench = new Bench();
  const listen = (localPort: number): Taken | undefined =>
    bench.take(socketRecord(KIND.listen, { family: 2, localPort }));
  assert.notEqual(listen(80)?.behaviour, listen(81)?.behaviour);
});

test("the same program executed again is the same behaviour, and the same chain", () => {
  const bench = new Bench();
  const run = (id: bigint): [Taken | undefined, Taken | undefined] => [
    bench.take(execRecord({ id, path: ["ls", "bin"], asked: "ls", args: ["ls"] })),
    bench.take(openRecord({ exec: id, path: ["x"] })),
  ];
  const [exec, open] = run(1n);
  const [execAgain, openAgain] = run(2n);
  assert.equal(execAgain?.behaviour, exec?.behaviour);
  assert.equal(openAgain?.actor.program, open?.actor.program);
});

test("the time is exact where nanoseconds since boot are beyond 2^53", () => {
  const start = (1n << 60n) + 5n;
  const bench = new Bench(start);
  assert.equal(bench.take(syscallRecord(1, { time: start + 7n }))?.offset, 7);
  const later = 40_000_000_000_001n; // eleven hours
  assert.equal(bench.take(syscallRecord(1, { time: start + later }))?.offset, Number(later));
  const carry = new Bench(0x1_ffff_fffen);
  assert.equal(carry.take(syscallRecord(1, { time: 0x2_0000_0003n }))?.offset, 5);
});

test("what happened just before the recording's first moment is at its first moment", () => {
  const bench = new Bench(1000n);
  assert.equal(bench.take(syscallRecord(1, { time: 900n }))?.offset, 0);
});

test("a container starts and stops, and is no event", () => {
  const bench = new Bench(100n);
  const path = `/machine.slice/libpod-${ID}.scope`;
  bench.take(containerRecord(KIND.started, path, { container: 5n, time: 130n }));
  const tracked = bench.tracker.find(5n);
  assert.deepEqual(
    [tracked?.id, tracked?.namedEngine, tracked?.startedAt, tracked?.joinedLate],
    [ID, "podman", 30, false],
  );
  assert.equal(tracked?.stoppedAt, null);
  bench.take(containerRecord(KIND.stopped, path, { container: 5n, time: 190n }));
  assert.equal(tracked.stoppedAt, 90);
  assert.deepEqual([bench.taken.length, bench.taken.length, bench.tracker.wantedCount], [0, 0, 1]);
});

test("what turns out to be no container is not counted as one", () => {
  const bench = new Bench(100n);
  const path = `/libpod_parent/${ID}`;
  bench.take(containerRecord(KIND.started, path, { container: 5n, time: 130n }));
  bench.take(containerRecord(KIND.stopped, "", { container: 5n, time: 190n, ret: -1 }));
  assert.equal(bench.tracker.find(5n)?.decision, "unwanted");
  assert.equal(bench.tracker.wantedCount, 0);
});

test("a container that a person named has an id of its own, and another when it is run again", () => {
  const bench = new Bench();
  const start = (path: string, container: bigint) => {
    bench.take(containerRecord(KIND.started, path, { container }));
    const { id, givenName, namedEngine } = bench.tracker.find(container) ?? { id: "" };
    assert.match(id, /^[0-9a-f]{64}$/u);
    return { id, givenName, namedEngine };
  };
  const first = start("/default/web", 5n);
  assert.deepEqual([first.givenName, first.namedEngine], ["web", "unknown"]);
  assert.equal(start("/system.slice/runc-żółw.scope", 6n).givenName, "żółw");
  assert.equal(start("/user.slice/crun-web.scope/container", 7n).givenName, "web");
  assert.notEqual(start("/default/web", 8n).id, first.id);
});

test("a container whose start was lost is looked up once, by its cgroup", () => {
  const bench = new Bench(0n, { id: ID, engine: "cri-o", uid: 0, path: `/crio-${ID}.scope` });
  const event = bench.take(syscallRecord(1, { container: 9n, time: 4n }));
  assert.deepEqual([event?.actor.container.id, event?.actor.container.startedAt], [ID, 4]);
  bench.take(syscallRecord(1, { container: 9n, pid: 12 }));
  assert.deepEqual(bench.askedCgroups, [9n]);
});

test("a container whose start was lost and whose cgroup is gone keeps its events", () => {
  const event = new Bench().take(syscallRecord(1, { container: 9n }));
  assert.equal(event?.actor.container.id, "0".repeat(64));
});

test("payloads that tell the same are one behaviour, whatever else is in them", () => {
  const bench = new Bench();
  const request = (cookie: string): Buffer => {
    const text = `GET / HTTP/1.1\r\nHost: web\r\nCookie: ${cookie}\r\n\r\n`;
    return payloadRecord({ payload: PAYLOAD.http, bytes: Buffer.from(text) });
  };
  const first = bench.take(request("one"));
  const again = bench.take(request("two"));
  assert.equal(first?.behaviour.behaviour.kind, "http-request");
  assert.equal(again?.behaviour, first.behaviour);
  assert.ok(!JSON.stringify(first.behaviour).includes("one"));
});

test("a payload that tells nothing is no event and no loss", () => {
  const bench = new Bench();
  bench.take(payloadRecord({ payload: PAYLOAD.http, bytes: Buffer.from("GET lost") }));
  assert.deepEqual([bench.taken.length, bench.stream.undecodable], [0, 0]);
});

test("a record that makes no sense is counted, and reaches nobody", () => {
  const bench = new Bench();
  bench.take(openRecord({ path: ["x"] }).subarray(0, 70));
  bench.take(syscallRecord(1, {}, 200));
  assert.equal(bench.stream.undecodable, 2);
  assert.deepEqual([bench.taken, bench.taken.length], [[], 0]);
});

test("a session that begins with the health check's command is the check's, and what comes of it", async () => {
  const bench = new Bench();
  bench.engines.push(knowing({ healthCheck: ["/bin/sh", "-c", "curl localhost"] }));
  bench.take(started());
  await bench.tracker.settle(10_000);
  const SESSION = { container: 77n, origin: 1 };
  const sh = { path: ["sh", "bin"], asked: "/bin/sh" };
  const check = { ...sh, args: ["/bin/sh", "-c", "curl localhost"] };
  const originOf = (record: Buffer): string | undefined => bench.take(record)?.actor.actor.origin;

  assert.equal(originOf(execRecord({ ...SESSION, ...check, id: 1n, pid: 5 })), "health-check");
  assert.equal(originOf(openRecord({ ...SESSION, exec: 1n, pid: 5 })), "health-check");
  const curl = { path: ["curl", "bin"], asked: "curl", args: ["curl", "localhost"] };
  assert.equal(
    originOf(execRecord({ ...SESSION, ...curl, exec: 1n, id: 2n, pid: 6 })),
    "health-check",
  );
  assert.equal(originOf(openRecord({ ...SESSION, exec: 2n, pid: 6 })), "health-check");

  // a visitor's shell, in which the same command is typed
  assert.equal(
    originOf(execRecord({ ...SESSION, ...sh, args: ["sh"], id: 3n, pid: 7 })),
    "session",
  );
  assert.equal(originOf(execRecord({ ...SESSION, ...check, exec: 3n, id: 4n, pid: 8 })), "session");
  // the container's own program that does what its check does
  assert.equal(originOf(execRecord({ ...check, container: 77n, id: 5n, pid: 9 })), "main");
});

/** An engine that describes every container. */
function knowing(more: Partial<ContainerDescription>): Engine {
  return {
    description: "an engine",
    serves: () => true,
    describe: () =>
      Promise.resolve({
        ...{ name: "one", engine: "docker", runtime: null, image: null, kubernetes: null },
        ...more,
      }),
    announced: () => true,
    close: () => undefined,
    state: "answers",
    trouble: "",
    listen: () => undefined,
  };
}
