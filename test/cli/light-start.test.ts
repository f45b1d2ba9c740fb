import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { test } from "node:test";
import { packageFile } from "../../src/files/package-root.js";
import { MAIN } from "./run-cxray.js";

const IMPORTED = /^(?:import|export)\s(?:[^"'();=]*\sfrom\s)?["'](?<from>[^"']+)["'];$/gmu;

/** All that a file loads before it does anything: files of ours, and packages by their names. */
function loadedBy(file: string, seen = new Set<string>()): Set<string> {
  const name = relative(packageFile("build/src"), file);
  if (seen.has(name)) return seen;
  seen.add(name);
  for (const [, from = ""] of readFileSync(file, "utf8").matchAll(IMPORTED)) {
    if (from.startsWith(".")) loadedBy(join(dirname(file), from), seen);
    else if (!from.startsWith("node:")) seen.add(from);
  }
  return seen;
}

test("help and the version load the command line alone", () => {
  const loaded = [...loadedBy(MAIN)];
  assert.ok(loaded.includes("cli/command-line.js"), loaded.join("\n"));
  const others = loaded.filter((name) => !/^(?:cli|model|files)\//u.test(name));
  // tables of what there is to emit, the names that these check, and of yargs its parser alone
  assert.deepEqual(others.filter((name) => !/^emit\/[a-z-]+\/options\.js$/u.test(name)).sort(), [
    ...["emit/formats.js", "emit/image-names.js", "emit/index.js"],
    "yargs/helpers",
  ]);
});
