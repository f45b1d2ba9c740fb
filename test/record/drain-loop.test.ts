import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { startDrainLoop } from "../../src/record/drain-loop.js";

/** A drain that finds, turn by turn, so many records; then none. */
function drains(...counts: number[]): { drain: () => number; turns: () => number } {
  let turns = 0;
  return { drain: () => counts[turns++] ?? 0, turns: () => turns };
}

const fail = (error: unknown): void => assert.fail(String(error));

function mockTimers(t: TestContext): { tick: (milliseconds: number) => void } {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  return { tick: (milliseconds) => t.mock.timers.tick(milliseconds) };
}

test("it drains again and again, without anybody waking it up", (t) => {
  const { tick } = mockTimers(t);
  const { drain, turns } = drains(1, 1, 1);
  const loop = startDrainLoop({ drain, isReady: () => true, onError: fail });
  assert.equal(turns(), 1);
  for (let time = 0; time < 1000; time += 1) tick(1);
  // 25 milliseconds apart at most
  assert.ok(turns() >= 40, String(turns()));
  loop.stop();
  const after = turns();
  tick(1000);
  assert.equal(turns(), after);
});

test("while the log's reader is slow, records stay where they are", (t) => {
  const { tick } = mockTimers(t);
  const { drain, turns } = drains(5);
  let ready = false;
  const loop = startDrainLoop({ drain, isReady: () => ready, onError: fail });
  for (let time = 0; time < 200; time += 1) tick(1);
  assert.equal(turns(), 0);
  ready = true;
  for (let time = 0; time < 30; time += 1) tick(1);
  assert.ok(turns() > 0);
  loop.stop();
});

test("a buffer that is never empty leaves time for others", (t) => {
  mockTimers(t);
  let isFlooded = true;
  // Returns, though every batch is full.
  const loop = startDrainLoop({
    drain: () => (isFlooded ? 2_000 : 0),
    isReady: () => true,
    onError: fail,
  });
  isFlooded = false;
  loop.stop();
});

test("stopping takes all that is left", (t) => {
  mockTimers(t);
  const { drain, turns } = drains(3, 2_000, 2_000, 7, 0, 9);
  startDrainLoop({ drain, isReady: () => true, onError: fail }).stop();
  assert.equal(turns(), 5);
});

test("a failure ends the loop and is handed on; stopping then does nothing more", (t) => {
  const { tick } = mockTimers(t);
  const full = new Error("database or disk is full");
  let calls = 0;
  const errors: unknown[] = [];
  const drain = (): number => {
    if (++calls === 2) throw full;
    return 1;
  };
  const loop = startDrainLoop({ drain, isReady: () => true, onError: (e) => errors.push(e) });
  tick(2);
  assert.deepEqual(errors, [full]);
  tick(1000);
  loop.stop();
  assert.equal(calls, 2);
});
