import assert from "node:assert/strict";
import { test } from "node:test";
import { SizeLimitReached } from "../../src/model/recordings/failures.js";
import { EarlyEnd } from "../../src/record/early-end.js";

test("a full database ends a recording without a failure", async () => {
  const ending = new EarlyEnd();
  ending.check();
  assert.deepEqual([ending.isEnded, ending.isFull], [false, false]);
  ending.note(new SizeLimitReached());
  ending.note(new Error("what came of it"));
  await ending.full;
  assert.deepEqual([ending.isEnded, ending.isFull], [true, true]);
  assert.throws(() => {
    ending.check();
  }, SizeLimitReached);
});

test("of failures the first counts", async () => {
  const ending = new EarlyEnd();
  ending.note(new Error("first"));
  ending.note(new SizeLimitReached());
  await assert.rejects(ending.failed, /first/);
  assert.deepEqual([ending.isEnded, ending.isFull], [true, false]);
});
