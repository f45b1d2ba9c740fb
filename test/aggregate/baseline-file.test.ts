import assert from "node:assert/strict";
import { readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { parseBaseline, readBaselineFile } from "../../src/aggregate/baseline-file.js";
import { baselineDocument } from "../../src/aggregate/document.js";
import { packageFile } from "../../src/files/package-root.js";
import { entriesOf } from "../../src/model/baseline/lists.js";
import { PART_NAMES } from "../../src/model/baseline/parts.js";
import { countRuns } from "../../src/model/baseline/run-set.js";
import { CxrayError } from "../../src/model/errors.js";
import { sampleBaseline } from "../emit/sample-baseline.js";
import { temporaryFolder } from "../store/samples.js";

const DOCUMENT = baselineDocument(sampleBaseline());

function refused(text: string): string {
  try {
    parseBaseline(text, "nginx.json");
  } catch (error) {
    assert.ok(error instanceof CxrayError, String(error));
    assert.equal(error.code, "bad-baseline");
    return [error.message, ...error.advice].join("\n");
  }
  return assert.fail("it was read");
}

test("a document comes back as it was", () => {
  assert.deepEqual(parseBaseline(DOCUMENT, "nginx.json"), sampleBaseline());
});

test("a document says how sure it is, which follows from the rest and is not read", () => {
  const { runs } = sampleBaseline();
  const [run] = runs.each;
  assert.ok(run !== undefined);
  const each = [run, { ...run, id: "0123456789ab" }];
  const baseline = sampleBaseline({ runs: { ...runs, count: 2, each } });
  const document = baselineDocument(baseline);
  const { stability } = JSON.parse(document) as { stability: object };
  assert.deepEqual(stability, { runs: 2, lastNew: 1, unique: 1, bound: 0.9747 });
  const edited = document.replace('"unique": 1', '"unique": 0');
  assert.equal(baselineDocument(parseBaseline(edited, "nginx.json")), document);
});

test("a damaged document is refused with its line", () => {
  const lines = DOCUMENT.split("\n");
  const at = (line: number, ...more: string[]): string =>
    [...lines.slice(0, line - 1), ...more, ...lines.slice(line - 1)].join("\n");
  assert.match(refused(at(7, "<<<<<<< HEAD")), /nginx\.json, line 7, has the marks of a merge/);
  assert.match(refused(at(9, ">>>>>>> night")), /line 9, .*\n.*cxray merge/);
  assert.match(refused(at(12, "oops")), /line 12, is not JSON/);
  assert.match(refused(lines.slice(0, 20).join("\n")), /line 20, ends in the middle/);
  assert.match(refused(""), /line 1, ends in the middle/);
});

test("what is no baseline, or is of a newer cxray, is refused", () => {
  assert.match(refused('{"version": 4}'), /written by a newer cxray/);
  for (const text of ["[]", "null", "1", '{"version": 3}', '{"version": 2}']) {
    assert.match(refused(text), /nginx\.json is not a baseline/, text);
  }
  assert.match(refused(DOCUMENT.replace('"runs": "1"', '"runs": "1,"')), /\/runs must match/);
});

function folderOf(t: TestContext): string {
  return temporaryFolder(t);
}

test("a file is read if nobody else chose it", (t) => {
  const folder = folderOf(t);
  const file = join(folder, "nginx.json");
  writeFileSync(file, DOCUMENT, { mode: 0o644 });
  assert.deepEqual(readBaselineFile(file), sampleBaseline());
  symlinkSync("/etc/shadow", join(folder, "link.json"));
  assert.throws(() => readBaselineFile(join(folder, "link.json")), /is a symbolic link/);
  assert.throws(() => readBaselineFile(join(folder, "none.json")), /no such file/i);
});

test("a document that cxray 2.0 wrote is read, and says of which runs it can't know", () => {
  const text = readFileSync(packageFile("test/aggregate/documents/version-2.json"), "utf8");
  const old = JSON.parse(text) as { image: { digest: string }; runs: { count: number } };
  const baseline = parseBaseline(text, "old.json");
  assert.equal(baseline.version, 3);
  assert.equal(baseline.image.name, "cxray-test/debian");
  assert.deepEqual(
    baseline.image.builds.map(({ digest }) => digest),
    [old.image.digest],
  );
  assert.equal(baseline.runs.each.length, old.runs.count);
  for (const part of PART_NAMES) {
    for (const { runs } of entriesOf(baseline, part)) {
      assert.ok(countRuns(runs) <= old.runs.count);
    }
  }
});
