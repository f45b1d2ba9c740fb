import assert from "node:assert/strict";
import { test } from "node:test";
import { nameLosses } from "../../src/record/losses.js";

const NONE = { kernel: [], skipped: 0, undecodable: 0, overflown: 0, undescribed: 0 };

test("nothing lost is nothing to tell", () => {
  assert.deepEqual(nameLosses({ ...NONE, kernel: new Array<number>(12).fill(0) }), []);
});

test("what the kernel dropped is named by its kind", () => {
  // enum event_kind and enum loss in bpf/event.h; 0 is no kind
  const kernel = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
  assert.deepEqual(nameLosses({ ...NONE, kernel }), [
    { what: "container-started", count: 1 },
    { what: "container-stopped", count: 2 },
    { what: "exec", count: 3 },
    { what: "exec-failed", count: 4 },
    { what: "open", count: 5 },
    { what: "connect", count: 6 },
    { what: "listen", count: 7 },
    { what: "syscall", count: 8 },
    { what: "syscall-refused", count: 9 },
    { what: "untracked-task", count: 10 },
    { what: "untracked-container", count: 11 },
  ]);
});

test("what was lost on this side of the kernel is told as well", () => {
  assert.deepEqual(
    nameLosses({ ...NONE, skipped: 1, undecodable: 2, overflown: 3, undescribed: 4 }),
    [
      { what: "skipped-probe", count: 1 },
      { what: "undecodable", count: 2 },
      { what: "held-back", count: 3 },
      { what: "undescribed-container", count: 4 },
    ],
  );
});

test("a count that has no name is still told", () => {
  const kernel = [...new Array<number>(12).fill(0), 4];
  assert.deepEqual(nameLosses({ ...NONE, kernel }), [{ what: "unknown", count: 4 }]);
});
