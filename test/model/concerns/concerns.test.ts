import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import type { EntryOf, PartName } from "../../../src/model/baseline/parts.js";
import { CONCERNS, concernsOf } from "../../../src/model/concerns/concerns.js";

/** What an entry has that an example leaves out. */
const EVIDENCE = { count: 1, runs: 1, firstSeen: "", lastSeen: "", when: [], by: [] };

function rowsFor(example: object): string[] {
  const [[part, entry] = ["", {}]] = Object.entries(example) as [PartName, object][];
  const whole = { ...EVIDENCE, ...entry } as unknown as EntryOf<PartName>;
  return concernsOf(part as PartName, whole).map(({ name }) => name);
}

for (const { name, examples } of CONCERNS) {
  test(`${name} fits its examples and no others`, () => {
    assert.ok(examples.fits.length > 0 && examples.not.length > 0);
    for (const example of examples.fits) {
      assert.ok(rowsFor(example).includes(name), JSON.stringify(example));
    }
    for (const example of examples.not) {
      assert.ok(!rowsFor(example).includes(name), JSON.stringify(example));
    }
  });
}

test("rows have names of their own, a sentence each, and the most severe come first", () => {
  assert.equal(new Set(CONCERNS.map(({ name }) => name)).size, CONCERNS.length);
  for (const { meaning, name } of CONCERNS) assert.match(meaning, /^[A-Z].*\.$/u, name);
  const severities = [...new Set(CONCERNS.map(({ severity }) => severity))];
  assert.deepEqual(severities, ["high", "medium", "low"]);
});

test("paths are looked at in time, however hostile", () => {
  const path = `/etc/${"cron/".repeat(800)}\n`;
  assert.deepEqual(rowsFor({ filesWritten: { path } }), ["persistence"]);
  assert.deepEqual(rowsFor({ filesRead: { path: "/home/".repeat(700) } }), []);
});

test("docs/baseline.md lists the rows", () => {
  const page = readFileSync("docs/baseline.md", "utf8");
  const [, table = ""] = page.split(/<!-- (?:concerns: .*|end of concerns) -->/u);
  const rows = table
    .split("\n")
    .filter((line) => line.startsWith("| `"))
    .map((line) => line.split("|").map((cell) => cell.trim()));
  assert.deepEqual(
    rows.map(([, name, severity, meaning]) => [name, severity, meaning]),
    CONCERNS.map(({ name, severity, meaning }) => [`\`${name}\``, severity, meaning]),
    "Run: node scripts/generate-baseline-page.mjs",
  );
});
