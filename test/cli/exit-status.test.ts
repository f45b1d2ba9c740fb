import assert from "node:assert/strict";
import { test } from "node:test";
import { exitBesideCommand } from "../../src/model/errors.js";
import { folderWith, runCxray } from "./run-cxray.js";

test("with a command after --, no status of cxray's is one that commands often give", () => {
  const statuses = [0, 2, 3, 4, 70, 126, 127] as const;
  assert.deepEqual(statuses.map(exitBesideCommand), [0, 125, 123, 125, 125, 126, 127]);
});

test("what keeps cxray from running a command gives 125, and without a command its own status", (t) => {
  const folder = folderWith(t);
  const exitOf = (...args: string[]): number | null => runCxray(args, { folder }).exit;
  assert.equal(exitOf("record", "--no-such-option"), 2);
  assert.equal(exitOf("record", "--no-such-option", "--", "true"), 125);
  assert.equal(exitOf("profile", "--", "true"), 125); // in no image
  assert.equal(exitOf("record", "--"), 2); // there is none
});

test("--help tells the statuses of cxray from those of the command", () => {
  const { stdout } = runCxray(["--help"]);
  for (const status of [123, 125, 126, 127])
    assert.match(stdout, new RegExp(`\\b${String(status)}\\b`));
});
