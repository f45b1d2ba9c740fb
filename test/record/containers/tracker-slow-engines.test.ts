import assert from "node:assert/strict";
import { test } from "node:test";
import { OPEN, A, B, described, engine, track, slowEngine } from "./track.js";

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
