import assert from "node:assert/strict";
import { test } from "node:test";
import { stabilityOf, upperBound } from "../../../src/model/baseline/stability.js";
import { file, sampleBaseline } from "../../emit/sample-baseline.js";

function percent(successes: number, trials: number): number {
  return Math.round(100 * upperBound(successes, trials));
}

test("the bound is that of Clopper and Pearson", () => {
  // with none: 1 - 0.05^(1/n)
  const none = [3, 5, 10, 20, 60].map((trials) => percent(0, trials));
  assert.deepEqual(none, [63, 45, 26, 14, 5]);
  // R: binom.test(1, 10, alternative = "less")$conf.int and (5, 10)
  assert.deepEqual([percent(1, 10), percent(5, 10), percent(10, 10)], [39, 78, 100]);
});

test("runs that alone hold an entry, and the last that brought one, are counted", () => {
  const { runs } = sampleBaseline();
  const [run] = runs.each;
  assert.ok(run !== undefined);
  const each = Array.from({ length: 10 }, () => run);
  const baseline = sampleBaseline({
    runs: { ...runs, count: 10, each },
    executables: [],
    filesWritten: [],
    destinations: [],
    listeners: [],
    filesRead: [
      file("/all", { runs: "1-10" }),
      file("/late", { runs: "7-8" }),
      file("/once", { runs: "4" }),
      file("/once-too", { runs: "4" }),
    ],
  });
  const stability = stabilityOf(baseline, ["filesRead"]);
  assert.deepEqual(stability, { runs: 10, lastNew: 7, unique: 1, bound: upperBound(1, 10) });
  assert.equal(stabilityOf(baseline, ["names"])?.unique, 0);
  assert.equal(stabilityOf(sampleBaseline({ runs: { ...runs, each: [run] } })), null);
});
