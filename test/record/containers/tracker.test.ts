import assert from "node:assert/strict";
import { test } from "node:test";
import { type Engine } from "../../../src/record/containers/engine.js";
import { A, B, described, engine, track, slowEngine } from "./track.js";

test("a container is wanted at once where everything is, and described when the engine answers", async () => {
  const { tracker, changes } = track([engine({ [A.id]: described("web") })]);
  const container = tracker.add(1n, A, 10, false);
  assert.equal(container.decision, "wanted");
  assert.equal(container.description, null);
  await tracker.settle(1_000);
  assert.deepEqual(changes, ["a wanted web"]);
  assert.equal(tracker.find(1n), container);
});

test("with a filter a container is undecided until the engine has told its image", async () => {
  const { tracker, changes } = track(
    [engine({ [A.id]: described("nginx"), [B.id]: described("redis") })],
    { images: ["nginx"], containers: [] },
  );
  const nginx = tracker.add(1n, A, 0, false);
  const redis = tracker.add(2n, B, 0, false);
  assert.deepEqual([nginx.decision, redis.decision], ["undecided", "undecided"]);
  await tracker.settle(1_000);
  assert.deepEqual([nginx.decision, redis.decision], ["wanted", "unwanted"]);
  assert.deepEqual(changes, ["a wanted nginx", "b unwanted redis"]);
});

test("every engine is asked, and the first that knows the container counts", async () => {
  const [docker, podman] = [engine({ [A.id]: described("a") }), engine({ [B.id]: described("b") })];
  const { tracker } = track([docker, podman]);
  tracker.add(1n, A, 0, false);
  const other = tracker.add(2n, B, 0, false);
  await tracker.settle(1_000);
  assert.deepEqual(docker.asked, [A.id, B.id]);
  assert.deepEqual(podman.asked, [A.id, B.id]); // all at once: the container may soon be gone
  assert.equal(other.description?.name, "b");
});

test("an engine that fails knows nothing, and the others are asked all the same", async () => {
  const failing = (how: () => Promise<never>): Engine => ({ ...engine({}), describe: how });
  const { tracker } = track([
    failing(() => Promise.reject(new Error("no answer"))),
    engine({ [A.id]: described("a") }),
    failing(() => Promise.reject(new Error("no answer, after another's"))),
    failing(() => {
      throw new Error("at once");
    }),
  ]);
  const [known, unknown] = [tracker.add(1n, A, 0, false), tracker.add(2n, B, 0, false)];
  await tracker.settle(1_000);
  assert.deepEqual([known.description?.name, unknown.description], ["a", null]);
});

test("a container that no engine knows is kept without a description", async () => {
  const { tracker, changes } = track([engine({})]);
  tracker.add(1n, A, 0, false);
  await tracker.settle(1_000);
  assert.deepEqual(changes, ["a wanted -"]);
});

test("of the containers that ran already only the wanted ones are counted", async () => {
  const { tracker } = track([engine({ [A.id]: described("nginx"), [B.id]: described("redis") })], {
    images: ["nginx"],
    containers: [],
  });
  tracker.add(1n, A, 0, true);
  tracker.add(2n, B, 0, true);
  assert.deepEqual([tracker.wantedCount, tracker.lateCount], [2, 0]); // both may yet be wanted
  await tracker.settle(1_000);
  assert.deepEqual([tracker.wantedCount, tracker.lateCount], [1, 1]);
});

test("a container that stopped is told of, and can still be found", async () => {
  const { tracker, changes } = track([]);
  const container = tracker.add(1n, A, 0, false);
  await tracker.settle(1_000);
  tracker.stop(1n, 50);
  assert.equal(container.stoppedAt, 50);
  assert.equal(changes.length, 2);
  assert.equal(tracker.find(1n), container);
  tracker.stop(99n, 60); // one that was never seen
  assert.equal(changes.length, 2);
});

test("what turned out to be no container is unwanted, whatever an engine says of it later", async () => {
  const { tracker, changes } = track([engine({ [A.id]: described("web") })]);
  const [early, late] = [tracker.add(1n, A, 0, true), tracker.add(2n, B, 0, true)];
  tracker.withdraw(1n, 5); // before the engine answers
  await tracker.settle(1_000);
  tracker.withdraw(2n, 6);
  tracker.withdraw(99n, 7); // one that was never seen
  assert.deepEqual([early.decision, late.decision], ["unwanted", "unwanted"]);
  assert.deepEqual([tracker.wantedCount, tracker.lateCount], [0, 0]);
  assert.deepEqual(changes, ["a unwanted -", "b wanted -", "b unwanted -"]);
});

test("a cgroup that only looks like a container is kept, and nobody's image", async () => {
  const { tracker } = track([engine({ [A.id]: described("nginx") })]);
  const real = tracker.add(1n, A, 0, false);
  const twin = tracker.add(2n, A, 1, false);
  await tracker.settle(1_000);
  assert.deepEqual([real.description?.name !== undefined, twin.description], [true, null]);
  tracker.stop(2n, 2);
  tracker.stop(1n, 3);
  const restarted = tracker.add(3n, A, 4, false);
  const users = tracker.add(4n, { ...B, uid: 1000 }, 5, false);
  await tracker.settle(1_000);
  assert.equal(restarted.description?.image?.repository, real.description?.image?.repository);
  assert.equal(users.description, null);
  assert.deepEqual([restarted.owner, users.owner], [0, 1000]);
});

test("a filter by name follows a container that is renamed", async () => {
  const { slow, back, rename } = slowEngine({ [A.id]: described("tmp"), [B.id]: described("web") });
  back();
  const { tracker, changes } = track([slow], { images: [], containers: ["web"] });
  const [tmp, web] = [tracker.add(1n, A, 0, false), tracker.add(2n, B, 0, false)];
  await tracker.settle(60_000);
  assert.deepEqual([tmp.decision, web.decision], ["unwanted", "wanted"]);
  rename(B.id, "old"); // it was meant when it was called so
  rename(A.id, "web");
  assert.deepEqual([tmp.decision, web.decision], ["wanted", "wanted"]);
  assert.deepEqual([tracker.wantedCount, tracker.lateCount], [2, 1]); // without its beginning
  assert.deepEqual(changes.slice(-2), ["b wanted old", "a wanted web"]);
});

test("containers that a filter left out are told by name and image", async () => {
  const { tracker } = track([engine({ [A.id]: described("redis") })], {
    images: ["nginx"],
    containers: [],
  });
  tracker.add(1n, A, 0, false);
  tracker.add(2n, B, 0, false);
  await tracker.settle(60_000);
  assert.deepEqual(tracker.leftOut, [
    { name: "redis", image: "redis" },
    { name: "bbbbbbbbbbbb", image: "" },
  ]);
});
