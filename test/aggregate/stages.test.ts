import assert from "node:assert/strict";
import { test } from "node:test";
import { foldBaselines } from "../../src/aggregate/fold.js";
import type { Container } from "../../src/model/recordings/recording.js";
import { at, container, fact, open, recording } from "./samples.js";

/** When a file was read that was first opened at one moment and last at another. */
function whenRead(containers: readonly Container[], first: number, last = first) {
  const facts = [fact(open("/a"), { first: at(first), last: at(last), count: 2 })];
  return foldBaselines([recording()], containers, facts)[0]?.filesRead[0]?.when;
}

test("steady begins when the container first answers, and what spans that is both", () => {
  const serving = [container({ servedAt: at(50) })];
  assert.deepEqual(whenRead(serving, 5, 49), ["start-up"]);
  assert.deepEqual(whenRead(serving, 50), ["steady"]);
  assert.deepEqual(whenRead(serving, 49, 50), ["start-up", "steady"]);
});

test("a container that never answers is a job: all of its life is start-up", () => {
  assert.deepEqual(whenRead([container()], 5, 1000), ["start-up"]);
});

test("of a container that ran before the recording only what follows an answer is known", () => {
  const late = (servedAt: bigint | null) => [container({ joinedLate: true, servedAt })];
  assert.deepEqual(whenRead(late(null), 5), []);
  assert.deepEqual(whenRead(late(at(50)), 5), []);
  assert.deepEqual(whenRead(late(at(50)), 5, 60), ["steady"]);
});

test("each start of a container that is started again has a start-up of its own", () => {
  const lives = [
    container({ startedAt: at(1), servedAt: at(10), stoppedAt: at(20) }),
    container({ startedAt: at(30), servedAt: at(40), stoppedAt: at(50) }),
  ];
  for (const containers of [lives, [...lives].reverse()]) {
    assert.deepEqual(whenRead(containers, 15), ["steady"]);
    assert.deepEqual(whenRead(containers, 35), ["start-up"]);
    assert.deepEqual(whenRead(containers, 15, 35), ["start-up", "steady"]);
    assert.deepEqual(whenRead(containers, 45), ["steady"]);
  }
});

test("runs of one image add up: early in one and late in another is both", () => {
  const two = container({ id: "2".repeat(64), servedAt: at(2) });
  const facts = [fact(open("/a")), fact(open("/a"), { containerId: two.id })];
  const [baseline] = foldBaselines([recording()], [container(), two], facts);
  assert.deepEqual(baseline?.filesRead[0]?.when, ["start-up", "steady"]);
});
