import assert from "node:assert/strict";
import { test } from "node:test";
import { generalisePaths } from "../../../src/aggregate/patterns/generalise.js";
import { PatternPreviews } from "../../../src/aggregate/patterns/preview.js";
import { patternTest } from "../../../src/model/baseline/pattern.js";

const TEMPORARY = ["tmpx4k2_9ab", "tmp1q_w2e3r", "tmpz9y8x7w6", "tmpab3c4d5e"];
const NAMES = [...TEMPORARY.map((name) => `/tmp/${name}`), "/proc/12/stat", "/etc/passwd"];

function previews(paths: readonly string[]) {
  const gathered = new PatternPreviews();
  generalisePaths(paths, { ids: new Set(), onPattern: gathered.add });
  return gathered.list();
}

test("each pattern is told with the names it stands for, and others that it lets in", () => {
  const [proc, temporary, ...others] = previews(NAMES);
  assert.deepEqual(others, []);
  assert.deepEqual([proc?.path, proc?.rule, proc?.count], ["/proc/*/stat", "proc-pid", 1]);
  assert.equal(temporary?.path, "/tmp/tmp*");
  assert.equal(temporary.count, 4);
  assert.deepEqual(temporary.seen, ["/tmp/tmp1q_w2e3r", "/tmp/tmpab3c4d5e", "/tmp/tmpx4k2_9ab"]);
  assert.equal(new Set(temporary.unseen).size, 3);
  const fits = patternTest("/tmp/tmp*", ["[a-z0-9_]{8}"]);
  for (const name of temporary.unseen) {
    assert.ok(fits(name), name);
    assert.ok(!NAMES.includes(name), name);
  }
});

test("what is made up is the same each time", () => {
  assert.deepEqual(previews(NAMES), previews([...NAMES].reverse()));
});
