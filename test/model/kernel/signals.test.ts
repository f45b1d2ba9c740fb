import assert from "node:assert/strict";
import { test } from "node:test";
import { signalName } from "../../../src/model/kernel/signals.js";

test("signals have the names of signal(7), others their number", () => {
  const names = [1, 6, 9, 15, 29, 31, 34, 35, 64].map(signalName);
  assert.deepEqual(names, [
    ...["SIGHUP", "SIGABRT", "SIGKILL", "SIGTERM", "SIGIO", "SIGSYS"],
    ...["SIGRTMIN+0", "SIGRTMIN+1", "SIGRTMIN+30"],
  ]);
  assert.deepEqual([32, 65, 0].map(signalName), ["32", "65", "0"]);
});
