import assert from "node:assert/strict";
import { test } from "node:test";
import {
  NoAnswer,
  type ContainerDescription,
  type Engine,
  type EngineListener,
} from "../../../src/record/containers/engine.js";
import type { ContainerFilter } from "../../../src/model/recordings/container-filter.js";
import { ContainerTracker, type TrackedContainer } from "../../../src/record/containers/tracker.js";

const OPEN: ContainerFilter = { images: [], containers: [] };
const A = {
  id: "a".repeat(64),
  engine: "docker",
  uid: 0,
  path: `/docker/${"a".repeat(64)}`,
} as const;
const B = { id: "b".repeat(64), engine: "unknown", uid: 0, path: `/${"b".repeat(64)}` } as const;

function described(name: string): ContainerDescription {
  return { name, engine: "docker", runtime: null, image: image(name), kubernetes: null };
}

function image(reference: string): ContainerDescription["image"] {
  const imageId = `sha256:${"1".repeat(64)}`;
  return {
    reference,
    repository: reference,
    tag: "latest",
    imageId,
    repoTags: [],
    repoDigests: [],
  };
}

/** An engine that knows some containers; `asked` are the ids it was asked about. */
function engine(known: Record<string, ContainerDescription>): Engine & { asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    description: "an engine",
    state: "answers",
    trouble: "",
    listen: () => undefined,
    announced: () => false,
    serves: (uid) => uid === 0,
    describe: async ({ id }) => {
      asked.push(id);
      return Promise.resolve(known[id] ?? null);
    },
    close: () => undefined,
  };
}

function track(
  engines: readonly Engine[],
  filter = OPEN,
): { tracker: ContainerTracker; changes: string[] } {
  const changes: string[] = [];
  const onChange = ({ id, decision, description }: TrackedContainer): void => {
    changes.push(`${id.slice(0, 1)} ${decision} ${description?.name ?? "-"}`);
  };
  return { tracker: new ContainerTracker({ engines, filter, onChange }), changes };
}

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

/** An engine that gives no answer until it is `back`, and then knows these containers. */
function slowEngine(known: Record<string, ContainerDescription>) {
  const listeners: EngineListener[] = [];
  let isBack = false;
  const slow: Engine = {
    ...engine({}),
    state: "slow",
    listen: (listener) => listeners.push(listener),
    describe: ({ id }) =>
      isBack ? Promise.resolve(known[id] ?? null) : Promise.reject(new NoAnswer("slow", "late")),
  };
  const back = (): void => {
    isBack = true;
    for (const { onKnown } of listeners) onKnown();
  };
  const rename = (id: string, name: string): void => {
    for (const { onRenamed } of listeners) onRenamed(id, name);
  };
  return { slow, back, rename };
}

/** Until all that is ready to run has run. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test("an engine that is slow is waited for, and what it says then counts", async () => {
  const { slow, back } = slowEngine({ [A.id]: described("nginx") });
  const filter = { images: ["nginx"], containers: [] };
  const { tracker } = track([slow], filter);
  const [nginx, other] = [tracker.add(1n, A, 0, false), tracker.add(2n, B, 0, false)];
  await turn();
  assert.deepEqual([nginx.decision, tracker.waitingCount], ["undecided", 2]);
  back();
  await tracker.settle(60_000);
  assert.deepEqual([nginx.decision, other.decision], ["wanted", "unwanted"]);
  assert.deepEqual([tracker.undescribedCount, tracker.waitingCount], [0, 0]);
});

test("what stays undescribed is counted, with a filter and without", async () => {
  for (const filter of [OPEN, { images: ["nginx"], containers: [] }]) {
    const { tracker } = track([slowEngine({}).slow], filter);
    tracker.add(1n, A, 0, false);
    await tracker.settle(1);
    assert.equal(tracker.undescribedCount, 1);
  }
});

test("an engine that comes back and knows nothing of what is over leaves it undescribed", async () => {
  const { slow, back } = slowEngine({});
  const { tracker } = track([slow]);
  tracker.add(1n, A, 0, false);
  tracker.add(2n, B, 0, false);
  tracker.stop(2n, 5);
  await turn();
  back();
  await tracker.settle(60_000);
  assert.equal(tracker.undescribedCount, 1); // the one that still runs is none of its containers
});

test("an engine that is slow keeps nobody waiting whom another one knows", async () => {
  const { tracker } = track([slowEngine({}).slow, engine({ [A.id]: described("web") })]);
  const web = tracker.add(1n, A, 0, false);
  await tracker.settle(60_000);
  assert.deepEqual([web.description?.name, tracker.undescribedCount], ["web", 0]);
});

test("what a runtime left of a container gives way to what its slow engine says", async () => {
  const { slow, back } = slowEngine({ [A.id]: described("web") });
  const bundle = { ...described("bundle"), image: null };
  const { tracker } = track([slow, engine({ [A.id]: bundle })]);
  const web = tracker.add(1n, A, 0, false);
  await turn();
  back();
  await tracker.settle(60_000);
  assert.equal(web.description?.name, "web");
});

test("a container that an engine told of and can't describe is undescribed", async () => {
  const { tracker } = track([{ ...engine({}), announced: (id) => id === A.id }]);
  tracker.add(1n, A, 0, false);
  tracker.add(2n, B, 0, false);
  await tracker.settle(60_000);
  assert.equal(tracker.undescribedCount, 1);
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
