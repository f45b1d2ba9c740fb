import assert from "node:assert/strict";
import { test } from "node:test";
import { formatStatus } from "../../../src/cli/recording/live-line.js";
import { completenessExit } from "../../../src/cli/recording/record-run.js";
import type { RecordStatus } from "../../../src/record/record-status.js";

const STATUS: RecordStatus = {
  events: 1_234_567,
  containers: 3,
  joinedLate: 0,
  behaviours: 86,
  losses: [],
  blindSpots: [],
  waiting: 0,
  silentEngines: [],
  leftOut: [],
  isFull: false,
};

test("the status tells containers, events, their rate, what is distinct and what was lost", () => {
  assert.equal(
    formatStatus(STATUS, 520.4),
    "3 containers · 1,234,567 events (520/s) · 86 distinct · 0 lost",
  );
});

test("one is not many, and at the end there is no rate", () => {
  const one = { ...STATUS, containers: 1, events: 1 };
  assert.equal(formatStatus(one, null), "1 container · 1 event · 86 distinct · 0 lost");
});

test("losses of every sort are added up", () => {
  const losses = [
    { what: "open", count: 1200 },
    { what: "exec", count: 5 },
  ];
  assert.match(formatStatus({ ...STATUS, losses }, null), /· 1,205 lost$/);
});

test("a recording that lacks something, or holds nothing that was asked for, ends with 3", () => {
  const open = { images: [], containers: [] };
  assert.equal(completenessExit(STATUS, open), 0);
  assert.equal(completenessExit({ ...STATUS, losses: [{ what: "open", count: 1 }] }, open), 3);
  assert.equal(completenessExit({ ...STATUS, joinedLate: 1 }, open), 3);
  const filter = { images: ["typo"], containers: [] };
  assert.equal(completenessExit(STATUS, filter), 0);
  assert.equal(completenessExit({ ...STATUS, containers: 0 }, filter), 3);
  assert.equal(completenessExit({ ...STATUS, containers: 0 }, open), 0);
});
