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
  const names = [
    "container-started",
    "container-serving",
    "container-stopped",
    "exec",
    "exec-failed",
    "open",
    "change",
    "written",
    "connect",
    "send",
    "listen",
    "bind",
    "socket",
    "payload",
    "syscall",
    "syscall-refused",
    "argument",
    "capability",
    "privilege",
    "signal",
    "unseen",
    "untracked-task",
    "untracked-container",
    "untracked-connection",
  ];
  assert.deepEqual(
    nameLosses({ ...NONE, kernel }),
    names.map((what, index) => ({ what, count: index + 1 })),
  );
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
