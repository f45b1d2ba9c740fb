import assert from "node:assert/strict";
import { test } from "node:test";
import { warningsOf } from "../../src/cli/record-report.js";
import type { RecordStatus } from "../../src/record/recording.js";

const STATUS: RecordStatus = {
  events: 5,
  containers: 2,
  joinedLate: 0,
  behaviours: 5,
  losses: [],
  blindSpots: [],
};
const OPEN = { images: [], containers: [] };

test("a recording that lacks nothing has no warning", () => {
  assert.deepEqual(warningsOf(STATUS, OPEN, []), []);
  assert.deepEqual(warningsOf({ ...STATUS, containers: 0 }, OPEN, []), []);
});

test("losses are counted for a reader, with what helps", () => {
  const losses = [{ what: "open", count: 29_371 }];
  const [count, help, ...rest] = warningsOf({ ...STATUS, losses }, OPEN, []);
  assert.equal(count, "lost: 29,371 open");
  assert.match(help ?? "", /--buffer.*--image/);
  assert.deepEqual(rest, []);
});

test("containers that joined late are named, of many the first", () => {
  const late = (names: string[], joinedLate = names.length): string =>
    warningsOf({ ...STATUS, joinedLate }, OPEN, names).join();
  assert.match(late(["web"]), /: 1 container \(web\); to see all of it,.* before it starts$/);
  assert.match(late(["a", "b", "c", "d", "e", "f"]), /6 containers \(a, b, c, d, e and 1 more\); /);
  assert.match(late(["another recorder's"], 2), /: 2 containers; /);
});

test("a filter that nothing fitted is told as it was asked for", () => {
  const filter = { images: ["typo"], containers: ["web*"] };
  const [line = ""] = warningsOf({ ...STATUS, containers: 0 }, filter, []);
  assert.match(line, /^no container fitted --image typo --container web\*: /);
  assert.deepEqual(warningsOf(STATUS, filter, []), []);
});
