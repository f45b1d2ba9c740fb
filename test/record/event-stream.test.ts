import assert from "node:assert/strict";
import { test } from "node:test";
import { execRecord, KIND, openRecord, socketRecord, syscallRecord } from "./kernel/c-layout.js";
import { PAYLOAD, payloadRecord } from "./decode/payload/payload-record.js";
import { ID, Bench, started, type Taken } from "./event-bench.js";

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
