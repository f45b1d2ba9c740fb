import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { KNOWN_FORMS } from "../../../src/aggregate/patterns/known-forms.js";
import { PLACES } from "../../../src/aggregate/patterns/varying-places.js";
import { BUILT_IN, tablesOf } from "../../../src/aggregate/tables/tables.js";
import { packageFile } from "../../../src/files/package-root.js";

const { places } = BUILT_IN;

function kindOf(folder: string): string {
  const place = places.of(folder.split("/"));
  if (place === null) return "closed";
  return place.temporary ? "temporary" : "elsewhere";
}

test("each example of a place lies in what its row says", () => {
  for (const { name, is, examples } of PLACES) {
    for (const example of examples) {
      assert.equal(kindOf(example.slice(0, example.lastIndexOf("/"))), is, `${name}: ${example}`);
    }
  }
});

test("what is no row's is neither temporary nor closed", () => {
  for (const folder of ["/data/secrets", "/srv", "/etcetera", "/home/me/x.ssh", "/tmpfs"]) {
    assert.equal(kindOf(folder), "elsewhere", folder);
  }
  assert.equal(kindOf("/"), "closed");
});

test("a place that is switched off is as any other", () => {
  for (const { name, examples } of PLACES) {
    const { places: without } = tablesOf({ off: [name] });
    const [example = ""] = examples;
    const folder = example.slice(0, example.lastIndexOf("/")).split("/");
    assert.notDeepEqual(without.of(folder), places.of(folder), name);
  }
});

test("the documentation has every known form, whose example has it", () => {
  const page = readFileSync(packageFile("docs/patterns.md"), "utf8").replace(/ +/gu, " ");
  for (const { name, of, parts, example } of KNOWN_FORMS) {
    assert.notEqual(example.match(parts), null, of);
    const isThere = page.includes(`| \`${name}\` | ${of} | \`${example}\` |`);
    assert.ok(isThere, `${of}: Run: node scripts/generate-baseline-page.mjs`);
  }
});

test("the documentation names every place", () => {
  const page = readFileSync(packageFile("docs/patterns.md"), "utf8").replace(/ +/gu, " ");
  for (const { name, is, match } of PLACES) {
    const isThere = page.includes(
      `| \`${name}\` | ${is} | ${match.map((each) => `\`${each}\``).join(", ")}`,
    );
    assert.ok(isThere, `${name}: Run: node scripts/generate-baseline-page.mjs`);
  }
});
