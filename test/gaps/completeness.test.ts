import assert from "node:assert/strict";
import { test } from "node:test";
import { foldBaselines } from "../../src/aggregate/fold.js";
import { judgeCompleteness } from "../../src/gaps/completeness.js";
import type { Completeness } from "../../src/model/baseline/baseline.js";
import type { Fact } from "../../src/model/events/fact.js";
import type { Container, Recording } from "../../src/model/recordings/recording.js";
import { at, container, exec, fact, image, open, recording } from "../aggregate/samples.js";

const RAN = fact(exec("/bin/sh"));

function judge(
  recordings: readonly Recording[],
  containers: readonly Container[],
  facts: readonly Fact[] = [RAN],
): Completeness | undefined {
  return foldBaselines(recordings, containers, facts)[0]?.completeness;
}

test("a recording in which nothing went wrong is complete", () => {
  const losses = [{ what: "open", count: 0 }];
  assert.deepEqual(judge([recording({ losses })], [container()]), {
    state: "complete",
    reasons: [],
  });
});

test("losses count for every image of the recording, and for no other recording's", () => {
  const losses = [
    { what: "open", count: 3 },
    { what: "connect", count: 1 },
  ];
  assert.deepEqual(judge([recording({ losses })], [container()]), {
    state: "partial",
    reasons: [
      {
        code: "events-lost",
        count: 4,
        message: "4 events were lost while recording: connect 1, open 3",
      },
    ],
  });
  const elsewhere = recording({ id: 2, losses });
  const other = container({
    recordingId: 2,
    image: image({ imageId: `sha256:${"b".repeat(64)}`, repository: "other", repoTags: [] }),
  });
  assert.equal(judge([recording(), elsewhere], [container(), other])?.state, "complete");
});

test("the newest recording decides, and the table of runs says which lack something", () => {
  const losses = [{ what: "open", count: 3 }];
  const runs = [container(), container({ recordingId: 2, startedAt: at(2000) })];
  const facts = [RAN, { ...RAN, recordingId: 2 }];
  const later = { id: 2, startedAt: at(1500), endedAt: at(3000) };
  const mended = foldBaselines([recording({ losses }), recording(later)], runs, facts)[0];
  assert.equal(mended?.completeness.state, "complete");
  assert.deepEqual(
    mended.runs.each.map(({ complete }) => complete),
    [false, true],
  );
  const broken = foldBaselines([recording(), recording({ ...later, losses })], runs, facts)[0];
  assert.equal(broken?.completeness.reasons[0]?.count, 3);
  assert.deepEqual(
    broken.runs.each.map(({ complete }) => complete),
    [true, false],
  );
});

test("what one container lost makes no other image partial", () => {
  const [mine, others] = [container(), container({ id: "2".repeat(64) })];
  const lost = (containerId: string) =>
    judge([recording({ losses: [{ what: "open", count: 3, containerId }] })], [mine]);
  assert.equal(lost(others.id)?.state, "complete");
  assert.deepEqual(
    lost(mine.id)?.reasons.map(({ code, count }) => [code, count]),
    [["events-lost", 3]],
  );
  const elsewhere = recording({
    id: 2,
    losses: [{ what: "open", count: 3, containerId: mine.id }],
  });
  assert.equal(judge([recording(), elsewhere], [mine])?.state, "complete");
});

test("every way in which something may be missing is a reason of its own", () => {
  const losses = [{ what: "untracked-container", count: 1 }];
  const silent = container({ id: "2".repeat(64), joinedLate: true });
  const completeness = judge(
    [recording({ endedAt: null, losses })],
    [container(), silent],
    [
      RAN,
      fact(open("deep", { truncated: true }), { count: 3 }),
      fact(open(null, { type: null }), { count: 4 }),
      fact(open(null, { type: null, ret: -2 }), { count: 5 }),
    ],
  );
  assert.equal(completeness?.state, "partial");
  assert.deepEqual(
    completeness.reasons.map(({ code, count }) => [code, count]),
    [
      ["containers-untracked", 1],
      ["joined-late", 1],
      ["recording-not-finished", 1],
      ["paths-truncated", 3],
      ["paths-unresolved", 4],
    ],
  );
});

test("a recording that failed says why, and is not called one that still runs", () => {
  const reasonsOf = (...recordings: Recording[]) =>
    judgeCompleteness({
      recordings,
      containers: recordings.map(({ id }) => container({ recordingId: id })),
      silentContainers: 0,
      truncatedPaths: 0,
    }).reasons;
  assert.deepEqual(reasonsOf(recording({ endedAt: null, failure: "disk-full" })), [
    {
      code: "recording-failed",
      count: 1,
      message: "1 recording could not be completed: the disk of the database was full",
    },
  ]);
  const several = reasonsOf(
    recording({ endedAt: null }),
    recording({ id: 2, endedAt: null, failure: "log-unwritable" }),
    recording({ id: 3, endedAt: null, failure: "disk-full" }),
    recording({ id: 4, endedAt: null, failure: "disk-full" }),
  );
  assert.deepEqual(
    several.map(({ message }) => message),
    [
      "1 recording is still running, or was killed",
      "3 recordings could not be completed: the disk of the database was full, the log could not be written",
    ],
  );
});

test("a container whose program failed to start makes the baseline partial", () => {
  const failed = fact({ kind: "exec-failed", asked: "/nothing", ret: -2 });
  const codes = judge([recording()], [container()], [failed])?.reasons.map(({ code }) => code);
  assert.deepEqual(codes, ["program-never-ran"]);
});

test("a container that failed to start, among others that ran, makes nothing partial", () => {
  const failed = container({ id: "9".repeat(64) });
  const complete = judge([recording()], [container(), failed], [fact(exec("/bin/sh"))]);
  assert.equal(complete?.state, "complete");
});

test("an image of which nothing was seen still has a baseline that says so", () => {
  const [baseline] = foldBaselines([recording()], [container()], []);
  assert.equal(baseline?.completeness.state, "partial");
  assert.deepEqual(baseline.executables, []);
});
