import assert from "node:assert/strict";
import { test } from "node:test";
import { warningsOf } from "../../../src/cli/recording/report.js";
import { completenessExit } from "../../../src/cli/recording/record-run.js";
import type { RecordStatus } from "../../../src/record/record-status.js";

const STATUS: RecordStatus = {
  events: 5,
  containers: 2,
  joinedLate: 0,
  behaviours: 5,
  losses: [],
  blindSpots: [],
  waiting: 0,
  silentEngines: [],
  leftOut: [],
  isFull: false,
};
const OPEN = { images: [], containers: [] };

test("a recording that lacks nothing has no warning", () => {
  assert.deepEqual(warningsOf(STATUS, OPEN, []), []);
  assert.deepEqual(warningsOf({ ...STATUS, containers: 0 }, OPEN, []), []);
});

test("a recording that reached its limit says so, and is incomplete", () => {
  const full = { ...STATUS, isFull: true };
  const [line, ...rest] = warningsOf(full, OPEN, []);
  assert.match(line ?? "", /reached --max-size .*; use a larger --max-size/);
  assert.deepEqual(rest, []);
  assert.equal(completenessExit(full, OPEN), 3);
  assert.equal(completenessExit(STATUS, OPEN), 0);
});

test("losses are counted for a reader, with what helps", () => {
  const losses = [{ what: "open", count: 29_371 }];
  const [count, help, ...rest] = warningsOf({ ...STATUS, losses }, OPEN, []);
  assert.equal(count, "lost: 29,371 open");
  assert.match(help ?? "", /--buffer.*--image/);
  assert.deepEqual(rest, []);
});

test("losses of one container are told as its own, each kind once", () => {
  const lost = (what: string, count: number, id: string) => {
    return { what, count, containerId: id.repeat(64) };
  };
  const losses = [lost("open", 2, "a"), lost("open", 3, "b"), lost("exec", 1, "b")];
  const [open, exec, whose, help] = warningsOf({ ...STATUS, losses }, OPEN, []);
  assert.deepEqual([open, exec], ["lost: 5 open", "lost: 1 exec"]);
  assert.match(whose ?? "", /^only the containers a{12}, b{12} lost events: the baselines of/u);
  assert.match(help ?? "", /--buffer/u);
  const anybodys = [...losses, { what: "open", count: 1 }];
  assert.equal(warningsOf({ ...STATUS, losses: anybodys }, OPEN, []).length, 3);
});

test("containers that joined late are named, of many the first", () => {
  const late = (names: string[], joinedLate = names.length): string =>
    warningsOf({ ...STATUS, joinedLate }, OPEN, names).join();
  assert.match(late(["web"]), /: 1 container \(web\); to record the start, .* before it starts$/);
  assert.match(late(["a", "b", "c", "d", "e", "f"]), /6 containers \(a, b, c, d, e and 1 more\); /);
  assert.match(late(["another recorder's"], 2), /: 2 containers; /);
});

test("a filter that nothing fitted is told as it was asked for, with what ran", () => {
  const filter = { images: ["typo"], containers: ["web*"] };
  const [line = ""] = warningsOf({ ...STATUS, containers: 0 }, filter, []);
  assert.match(line, /^no container matched --image typo --container web\*; no container ran\. /);
  const leftOut = [
    { name: "web", image: "nginx:1.27" },
    { name: "0543c5abd0ad", image: "" },
  ];
  const [ran = ""] = warningsOf({ ...STATUS, containers: 0, leftOut }, filter, []);
  assert.match(ran, /; these ran: web \(nginx:1\.27\), 0543c5abd0ad \(no image\)\. /);
  assert.deepEqual(warningsOf({ ...STATUS, leftOut }, filter, []), []);
});

test("an engine that did not answer is the cause that is told, and not the buffer", () => {
  const losses = [{ what: "undescribed-container", count: 2 }];
  const silentEngines = ["docker 20 at /d.sock: it has not answered within 5 seconds"];
  const lines = warningsOf({ ...STATUS, losses, silentEngines }, OPEN, []);
  assert.equal(lines.length, 1);
  assert.match(
    lines[0] ?? "",
    /2 containers \(docker 20 at \/d\.sock: .*\): they are in no baseline/,
  );
  assert.doesNotMatch(lines.join(), /buffer/);
});
