import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { KNOWN_FORMS } from "../../../src/aggregate/patterns/known-forms.js";
import { PLACES, varyingPlace } from "../../../src/aggregate/patterns/varying-places.js";
import { packageFile } from "../../../src/files/package-root.js";

function kindOf(folder: string): string {
  const place = varyingPlace(folder.split("/"));
  if (place === null) return "closed";
  return place.temporary ? "temporary" : "elsewhere";
}

test("a folder is temporary or closed by the table of places", () => {
  for (const folder of PLACES.temporary) assert.equal(kindOf(`${folder}/x`), "temporary", folder);
  for (const folder of PLACES.closed) {
    assert.equal(kindOf(folder.replace("*", "64")), "closed", folder);
    assert.equal(kindOf(`${folder.replace("*", "")}/x`), "closed", folder);
  }
  for (const folder of ["/tmp/secrets", "/run/x/secrets", "/home/me/.ssh/x", "/"]) {
    assert.equal(kindOf(folder), "closed", folder);
  }
  for (const folder of ["/data/secrets", "/srv", "/etcetera", "/home/me/x.ssh", "/tmpfs"]) {
    assert.equal(kindOf(folder), "elsewhere", folder);
  }
});

test("the documentation has every known form, whose example has it", () => {
  const page = readFileSync(packageFile("docs/patterns.md"), "utf8").replace(/ +/gu, " ");
  for (const { of, parts, example } of KNOWN_FORMS) {
    assert.notEqual(example.match(parts), null, of);
    const isThere = page.includes(`| ${of} | \`${example}\` |`);
    assert.ok(isThere, `${of}: Run: node scripts/generate-baseline-page.mjs`);
  }
});

test("the documentation names every place", () => {
  const page = readFileSync(packageFile("docs/patterns.md"), "utf8");
  const table = /<!-- places: .*?<!-- end of places -->/su.exec(page)?.[0] ?? "";
  for (const name of Object.values(PLACES).flat()) {
    assert.ok(
      table.includes(`\`${name}\``),
      `${name}: Run: node scripts/generate-baseline-page.mjs`,
    );
  }
});
