import assert from "node:assert/strict";
import { test } from "node:test";
import type { ContainerDescription, Engine } from "../../src/record/containers/engine.js";
import { containerRecord, execRecord, KIND, openRecord, syscallRecord } from "./kernel/c-layout.js";
import { ID, Bench, started } from "./event-bench.js";

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
