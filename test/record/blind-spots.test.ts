import assert from "node:assert/strict";
import { test } from "node:test";
import { nameBlindSpots } from "../../src/record/blind-spots.js";

test("only what was met is a blind spot, with how often it was", () => {
  const counts = [0, 3, 0, 12];
  assert.deepEqual(nameBlindSpots(counts, { seesCapabilities: true, seesRings: true }), [
    { code: "descriptors-at-exit", count: 3 },
    { code: "contents-not-seen", count: 12 },
  ]);
});

test("a kernel that does not tell what it asked for leaves capabilities in the dark", () => {
  assert.deepEqual(nameBlindSpots([], { seesCapabilities: false, seesRings: true }), [
    { code: "capabilities", count: null },
  ]);
});

test("a container's io_uring is a blind spot where the kernel does not tell of its requests", () => {
  const counts = [0, 0, 0, 0, 2];
  assert.deepEqual(nameBlindSpots(counts, { seesCapabilities: true, seesRings: false }), [
    { code: "io-uring", count: 2 },
  ]);
  assert.deepEqual(nameBlindSpots(counts, { seesCapabilities: true, seesRings: true }), []);
});
