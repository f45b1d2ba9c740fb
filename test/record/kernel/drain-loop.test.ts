import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { startDrainLoop, type DrainLoop } from "../../../src/record/kernel/drain-loop.js";

const ENOUGH = 1000;

/** A buffer, a clock that stands still until it is told, and the loop between them. */
class Bench {
  waiting = 0;
  urgent = false;
  ready = true;
  /** bytes that one turn takes */
  turn = Infinity;
  /** when the loop drained, in milliseconds */
  readonly drains: number[] = [];
  readonly errors: unknown[] = [];
  failure: Error | null = null;
  readonly loop: DrainLoop;
  #now = 0;
  readonly #test: TestContext;

  constructor(t: TestContext) {
    this.#test = t;
    t.mock.timers.enable({ apis: ["setTimeout"] });
    this.loop = startDrainLoop({
      waiting: () => this.waiting,
      enough: ENOUGH,
      isUrgent: () => {
        const { urgent } = this;
        this.urgent = false;
        return urgent;
      },
      drain: () => this.#drain(),
      isReady: () => this.ready,
      onError: (error) => this.errors.push(error),
      now: () => this.#now,
    });
  }

  pass(milliseconds: number, each: () => void = () => undefined): void {
    for (let time = 0; time < milliseconds; time++) {
      this.#now++;
      each();
      this.#test.mock.timers.tick(1);
    }
  }

  #drain(): number {
    this.drains.push(this.#now);
    if (this.failure !== null) throw this.failure;
    const taken = Math.min(this.waiting, this.turn);
    this.waiting -= taken;
    return taken;
  }
}

test("where nothing comes nothing is drained", (t) => {
  const bench = new Bench(t);
  bench.pass(1000);
  assert.deepEqual(bench.drains, []);
});

test("a few records wait for others, but not for long", (t) => {
  const bench = new Bench(t);
  bench.pass(600, () => (bench.waiting += 1));
  // Each drain costs a transaction: some 10 of them, and not one for each record.
  assert.ok(bench.drains.length >= 6 && bench.drains.length <= 10, String(bench.drains));
  bench.pass(100);
  assert.equal(bench.waiting, 0);
});

test("a lone record is drained within a tenth of a second", (t) => {
  const bench = new Bench(t);
  bench.pass(500);
  bench.waiting = 1;
  bench.pass(100);
  assert.equal(bench.drains.length, 1);
});

test("when much comes it is drained long before the buffer is full", (t) => {
  const bench = new Bench(t);
  let most = 0;
  bench.pass(300, () => {
    bench.waiting += ENOUGH / 10;
    most = Math.max(most, bench.waiting);
  });
  assert.ok(most <= 3 * ENOUGH, String(most));
  assert.ok(bench.drains.length > 10, String(bench.drains.length));
});

test("what can't wait is drained at the next look", (t) => {
  const bench = new Bench(t);
  bench.pass(100);
  bench.waiting = 1;
  bench.urgent = true;
  bench.pass(20);
  assert.equal(bench.drains.length, 1);
  // Once is enough: what comes after it may wait.
  bench.waiting = 1;
  bench.pass(30);
  assert.equal(bench.drains.length, 1);
});

test("what can't wait is not forgotten while the log's reader is slow", (t) => {
  const bench = new Bench(t);
  bench.ready = false;
  bench.waiting = 1;
  bench.urgent = true;
  bench.pass(30);
  assert.deepEqual(bench.drains, []);
  bench.ready = true;
  bench.pass(20);
  assert.equal(bench.drains.length, 1);
});

test("while the log's reader is slow, records stay where they are", (t) => {
  const bench = new Bench(t);
  bench.ready = false;
  bench.waiting = 3 * ENOUGH;
  bench.pass(500);
  assert.deepEqual(bench.drains, []);
  bench.ready = true;
  bench.pass(20);
  assert.equal(bench.waiting, 0);
});

test("a buffer that is never empty leaves time for others between turns", (t) => {
  const bench = new Bench(t);
  bench.turn = 10;
  bench.waiting = Number.MAX_SAFE_INTEGER;
  bench.pass(100); // returns, though every turn leaves more
  assert.ok(bench.drains.length > 50, String(bench.drains.length));
  bench.turn = Infinity;
  bench.loop.stop();
});

test("stopping takes all that is left, at once", (t) => {
  const bench = new Bench(t);
  bench.waiting = 35;
  bench.turn = 10;
  bench.loop.stop();
  assert.equal(bench.waiting, 0);
  const { length } = bench.drains;
  bench.waiting = 1;
  bench.pass(1000);
  assert.equal(bench.drains.length, length);
});

test("a failure ends the loop and is handed on; stopping then does nothing more", (t) => {
  const bench = new Bench(t);
  bench.failure = new Error("database or disk is full");
  bench.waiting = 1;
  bench.pass(1000);
  bench.loop.stop();
  assert.deepEqual(bench.errors, [bench.failure]);
  assert.equal(bench.drains.length, 1);
});
