import assert from "node:assert/strict";
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import {
  listFolder,
  readJson,
  readText,
} from "../../../../src/record/containers/files/read-json.js";
import { TimeBudget } from "../../../../src/record/containers/files/time-budget.js";
import { temporaryFolder } from "../../../store/samples.js";

const uid = process.getuid?.() ?? 0;
const KIB = 1024;

test("a name that leads to a file without an end is not followed to it", (t) => {
  const path = join(temporaryFolder(t), "state.json");
  // It says that it is empty, belongs to whoever's process it is, and has 8 bytes for every page.
  symlinkSync(`/proc/${String(process.pid)}/pagemap`, path);
  assert.equal(readText(path, uid), "");
  assert.equal(readJson(path, uid), undefined);
});

test("a file that is anybody's may not be larger than what engines write", (t) => {
  const path = join(temporaryFolder(t), "config.json");
  writeFileSync(path, `{"a": "${"x".repeat(KIB * KIB)}"}`);
  assert.equal(Object.keys(readJson(path, null) as object).length, 1);
  truncateSync(path, 3 * KIB * KIB);
  assert.equal(readJson(path, null), undefined);
  assert.throws(() => readText(path, null), /no regular file, or too large/u);
});

test("what is read of a folder is bounded, however many names somebody made", (t) => {
  const folder = temporaryFolder(t);
  for (let index = 0; index < 2 * KIB; index++) mkdirSync(join(folder, String(index)));
  assert.equal(listFolder(folder).length, KIB);
  assert.deepEqual(listFolder(join(folder, "none")), []);
});

test("who takes too much time is not read until some of it has passed", () => {
  let now = 0;
  const budget = new TimeBudget(() => now);
  const work = (milliseconds: number) =>
    budget.spend(() => {
      now += milliseconds;
      return "done";
    });
  assert.equal(work(600), "done");
  assert.equal(work(700), "done"); // there was some left when it began
  assert.equal(work(1), undefined);
  now += 10_000; // of which one second comes back
  assert.equal(work(1), "done");
});
