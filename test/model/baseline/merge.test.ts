import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { foldBaselines } from "../../../src/aggregate/fold.js";
import type { Baseline } from "../../../src/model/baseline/baseline.js";
import { acceptEntries, mergeBaselines, removeEntries } from "../../../src/model/baseline/merge.js";
import { keyOf } from "../../../src/model/baseline/same-entry.js";
import { CxrayError } from "../../../src/model/errors.js";
import {
  at,
  connect,
  container,
  exec,
  fact,
  image,
  open,
  recording,
} from "../../aggregate/samples.js";
import { file as sampleFile, sampleBaseline } from "../../emit/sample-baseline.js";

/** A night: when its container ran, in which build, and what it read. */
interface Night {
  readonly start: number;
  readonly build: string;
  readonly files: readonly string[];
}

function learnt(nights: readonly Night[]): Baseline {
  const days = nights.map(({ start }) => start * 1000);
  const [baseline] = foldBaselines(
    days.map((day, id) => recording({ id, startedAt: at(day), endedAt: at(day + 500) })),
    nights.map(({ build }, id) =>
      container({
        id: String(days[id]).padStart(64, "0"),
        recordingId: id,
        startedAt: at((days[id] ?? 0) + 1),
        stoppedAt: at((days[id] ?? 0) + 400),
        image: image({ imageId: `sha256:${build.repeat(64)}` }),
      }),
    ),
    nights.flatMap(({ files }, id) => {
      const day = days[id] ?? 0;
      const when = {
        recordingId: id,
        containerId: String(day).padStart(64, "0"),
        first: at(day + 2),
        last: at(day + 300),
      };
      return [
        fact(exec("/bin/sh", { argv: ["sh", ...files] }), when),
        ...files.map((path) => fact(open(`/etc/${path}`), when)),
        ...files.map((_, index) => fact(connect(`10.0.0.${String(index)}`), when)),
      ];
    }),
  );
  return baseline ?? assert.fail();
}

const night: fc.Arbitrary<Night> = fc.record({
  start: fc.integer({ min: 0, max: 6 }),
  build: fc.constantFrom("a", "b"),
  files: fc.subarray(["hosts", "passwd", "group"]),
});
const document = fc
  .uniqueArray(night, { selector: ({ start }) => start, minLength: 1, maxLength: 4 })
  .map(learnt);

test("merging gives the same in any order and grouping, and nothing new of the same", () => {
  fc.assert(
    fc.property(document, document, document, (a, b, c) => {
      assert.deepEqual(mergeBaselines(a, a), a);
      assert.deepEqual(mergeBaselines(a, b), mergeBaselines(b, a));
      const left = mergeBaselines(mergeBaselines(a, b), c);
      assert.deepEqual(left, mergeBaselines(a, mergeBaselines(b, c)));
      assert.deepEqual(mergeBaselines(left, b), left);
    }),
    { numRuns: 60 },
  );
});

test("nights apart, merged, know the runs of each as nights together do", () => {
  const nights = [
    { start: 1, build: "a", files: ["hosts"] },
    { start: 2, build: "a", files: ["hosts", "passwd"] },
    { start: 3, build: "b", files: ["hosts"] },
  ];
  const together = learnt(nights);
  const apart = nights.map((each) => learnt([each])).reduce(mergeBaselines);
  assert.deepEqual(apart.runs, together.runs);
  assert.deepEqual(apart.image, together.image);
  assert.deepEqual(
    apart.filesRead.map(({ path, runs }) => [path, runs]),
    [
      ["/etc/hosts", "1-3"],
      ["/etc/passwd", "2"],
    ],
  );
});

test("baselines of two images or machines are refused by name", () => {
  const other = sampleBaseline({ image: { ...sampleBaseline().image, name: "redis" } });
  for (const [baseline, told] of [
    [other, /two images: nginx and redis/],
    [sampleBaseline({ architecture: "aarch64" }), /two architectures: x86_64 and aarch64/],
  ] as const) {
    assert.throws(
      () => mergeBaselines(sampleBaseline(), baseline),
      (error) =>
        error instanceof CxrayError && error.code === "other-baseline" && told.test(error.message),
    );
  }
});

test("an accepted entry comes with its runs, and nothing else of the file changes", () => {
  const committed = learnt([{ start: 1, build: "a", files: ["hosts"] }]);
  const newer = learnt([
    { start: 1, build: "a", files: ["hosts"] },
    { start: 2, build: "b", files: ["hosts", "passwd", "group"] },
  ]);
  const passwd = keyOf("filesRead", { path: "/etc/passwd" });
  const accepted = acceptEntries(
    committed,
    newer,
    (part, key) => part === "filesRead" && key === passwd,
  );
  const { filesRead, runs, image: identity, ...rest } = accepted;
  const { filesRead: before, runs: _, image: __, ...restBefore } = committed;
  assert.deepEqual(rest, restBefore);
  assert.deepEqual(filesRead.slice(0, 1), before);
  assert.deepEqual(
    filesRead.map(({ path, runs: seen }) => [path, seen]),
    [
      ["/etc/hosts", "1"],
      ["/etc/passwd", "2"],
    ],
  );
  assert.deepEqual([runs.count, identity.builds.length], [2, 2]);
  assert.deepEqual(
    acceptEntries(committed, newer, () => false),
    committed,
  );
  const pruned = removeEntries(accepted, (part, key) => part === "filesRead" && key === passwd);
  assert.deepEqual(pruned.filesRead, before);
});

test("reasons of accepted entries are united, and of none there is no field", () => {
  const [reason, other] = ["b: the cron job", "a: reviewed"];
  const file = (accepted?: readonly string[]): Baseline =>
    sampleBaseline({
      filesRead: [{ ...sampleFile("/a"), ...(accepted === undefined ? {} : { accepted }) }],
    });
  const merged = (a: Baseline, b: Baseline): unknown => mergeBaselines(a, b).filesRead[0]?.accepted;
  assert.deepEqual(merged(file([reason]), file([other])), [other, reason]);
  assert.deepEqual(merged(file(), file([reason])), [reason]);
  assert.ok(!("accepted" in (mergeBaselines(file(), file()).filesRead[0] ?? {})));
  const isAll = (): boolean => true;
  const accepted = acceptEntries(file([other]), file(), isAll, reason);
  assert.deepEqual(accepted.filesRead[0]?.accepted, [other, reason]);
});
