import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { catchSignals } from "../../../src/cli/terminal/signals.js";

function caught(t: TestContext): ReturnType<typeof catchSignals> {
  const signals = catchSignals();
  t.after(signals.release);
  return signals;
}

/** For longer than what counts as one signal. */
const LATER = 350;

test("a signal that came while nothing else could run is seen before the next step", async (t) => {
  const signals = caught(t);
  assert.equal(await signals.sinceStart(), null);
  process.kill(process.pid, "SIGINT");
  for (const end = Date.now() + 50; Date.now() < end;);
  assert.equal(await signals.sinceStart(), 130);
  assert.equal(await signals.interrupted, 130);
});

test("the first signal is passed on, and the second is told from it", async (t) => {
  const signals = caught(t);
  const passedOn: string[] = [];
  signals.passOn = (signal) => passedOn.push(signal);
  process.emit("SIGTERM", "SIGTERM");
  assert.equal(await signals.interrupted, 143);
  await pause(LATER);
  process.emit("SIGINT", "SIGINT");
  assert.equal(await signals.interruptedAgain, 130);
  assert.deepEqual(passedOn, ["SIGTERM"]);
});

test("one signal that comes by two ways is one", async (t) => {
  const signals = caught(t);
  process.emit("SIGINT", "SIGINT");
  process.emit("SIGINT", "SIGINT");
  const second = await Promise.race([signals.interruptedAgain, pause(LATER, "none")]);
  assert.equal(second, "none");
});
