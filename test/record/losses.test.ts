import assert from "node:assert/strict";
import { test } from "node:test";
import { WIRE_LOSS } from "../../src/record/kernel/wire-enums.js";
import { nameLosses } from "../../src/record/losses.js";

const NONE = { kernel: [], skipped: 0, undecodable: 0, overflown: 0, undescribed: 0 };

test("nothing lost is nothing to tell", () => {
  assert.deepEqual(
    nameLosses({ ...NONE, kernel: new Array<number>(WIRE_LOSS.LOSS_END).fill(0) }),
    [],
  );
});

test("what the kernel dropped is named by its kind", () => {
  // enum event_kind and enum loss in bpf/event.h; 0 is no kind
  const kernel = Array.from({ length: WIRE_LOSS.LOSS_END }, (_, number) => number);
  assert.deepEqual(nameLosses({ ...NONE, kernel }), [
    { what: "container-started", count: 1 },
    { what: "container-serving", count: 2 },
    { what: "container-stopped", count: 3 },
    { what: "exec", count: 4 },
    { what: "exec-failed", count: 5 },
    { what: "open", count: 6 },
    { what: "change", count: 7 },
    { what: "written", count: 8 },
    { what: "connect", count: 9 },
    { what: "send", count: 10 },
    { what: "listen", count: 11 },
    { what: "bind", count: 12 },
    { what: "socket", count: 13 },
    { what: "payload", count: 14 },
    { what: "syscall", count: 15 },
    { what: "syscall-refused", count: 16 },
    { what: "argument", count: 17 },
    { what: "capability", count: 18 },
    { what: "privilege", count: 19 },
    { what: "unseen", count: 20 },
    { what: "untracked-task", count: 21 },
    { what: "untracked-container", count: 22 },
    { what: "untracked-connection", count: 23 },
  ]);
});

test("what was lost on this side of the kernel is told as well", () => {
  assert.deepEqual(
    nameLosses({ ...NONE, skipped: 1, undecodable: 2, unsettled: 5, overflown: 3, undescribed: 4 }),
    [
      { what: "skipped-probe", count: 1 },
      { what: "undecodable", count: 2 },
      { what: "unsettled-connections", count: 5 },
      { what: "held-back", count: 3 },
      { what: "undescribed-container", count: 4 },
    ],
  );
});

test("a count that has no name is still told", () => {
  const kernel = [...new Array<number>(WIRE_LOSS.LOSS_END).fill(0), 4];
  assert.deepEqual(nameLosses({ ...NONE, kernel }), [{ what: "unknown", count: 4 }]);
});
