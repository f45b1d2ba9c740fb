/** Stored baselines are made anew when the code that makes them is another. */
import assert from "node:assert/strict";
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { test } from "node:test";
import {
  DIGEST_FILE,
  digestOfCode,
  FOLD_FOLDERS,
  foldVersion,
} from "../../src/aggregate/fold-version.js";
import { packageFile } from "../../src/files/package-root.js";

const CODE = packageFile("build/src");

test("the version is that of the code that runs, as the build wrote it down", () => {
  assert.match(readFileSync(join(CODE, DIGEST_FILE), "utf8"), /^[0-9a-f]{16}\n$/u);
  assert.equal(foldVersion(), digestOfCode(CODE));
});

test("any change of that code is another version", (t) => {
  const copy = mkdtempSync(join(tmpdir(), "cxray-test-"));
  t.after(() => {
    rmSync(copy, { recursive: true, force: true });
  });
  for (const folder of FOLD_FOLDERS) {
    cpSync(join(CODE, folder), join(copy, folder), { recursive: true });
  }
  const before = digestOfCode(copy);
  assert.equal(before, foldVersion());
  appendFileSync(join(copy, "aggregate/patterns/generalise.js"), "\n");
  assert.notEqual(digestOfCode(copy), before);
});

/** All files that a compiled module needs, itself included. */
function neededBy(file: string, found = new Set<string>()): ReadonlySet<string> {
  if (found.has(file)) return found;
  found.add(file);
  const imports = readFileSync(file, "utf8").matchAll(/from "(?<path>\.{1,2}\/[^"]+)"/gu);
  for (const [, path = ""] of imports) neededBy(join(dirname(file), path), found);
  return found;
}

test("everything that folding needs is part of it", () => {
  const needed = [...neededBy(join(CODE, "aggregate/fold.js"))].map((file) => relative(CODE, file));
  assert.ok(needed.length > 40);
  for (const file of needed) {
    assert.ok(
      FOLD_FOLDERS.some((folder) => file.startsWith(`${folder}/`)),
      file,
    );
  }
});
