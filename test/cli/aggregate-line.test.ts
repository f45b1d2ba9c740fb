import assert from "node:assert/strict";
import { test } from "node:test";
import { formatLine } from "../../src/cli/commands/aggregate.js";
import { sampleBaseline } from "../emit/sample-baseline.js";

test("an image's line has its name, references, builds, runs and completeness, and one run is not many", () => {
  const { runs } = sampleBaseline();
  const lineOf = (count: number): string =>
    formatLine(sampleBaseline({ runs: { ...runs, count } }));
  assert.equal(lineOf(2), "nginx\tnginx:1.27\t1 build\t2 runs\tcomplete");
  assert.equal(lineOf(1), "nginx\tnginx:1.27\t1 build\t1 run\tcomplete");
});

test("what an image was called can't act on the terminal or add a column", () => {
  const image = { ...sampleBaseline().image, references: ["a\tb\u001b[2J"] };
  assert.equal(formatLine(sampleBaseline({ image })).split("\t")[1], "a\\tb\\x1b[2J");
});
