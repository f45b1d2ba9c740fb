import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { packageFile } from "../../src/files/package-root.js";
import { temporaryFolder } from "../store/samples.js";

/** What the check says of a repository with these files. */
function check(
  t: TestContext,
  files: Readonly<Record<string, string>>,
): { exit: number | null; said: string[] } {
  const cwd = temporaryFolder(t);
  const run = (command: string, ...args: string[]) =>
    spawnSync(command, args, { cwd, encoding: "utf8" });
  run("git", "init", "-q");
  for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text);
  run("git", "add", "-A");
  const { status, stderr } = run(packageFile("scripts/leftovers.sh"));
  return { exit: status, said: stderr.split("\n").filter((line) => line !== "") };
}

test("a repository without leftovers of merges passes", (t) => {
  const files = {
    "a.md": "Title\n=======\n",
    "b.c": "x <<<<<<< y\n  >>>>>>> z\n",
    "origin.ts": "",
  };
  assert.deepEqual(check(t, files), { exit: 0, said: [] });
});

test("files and marks that a merge leaves behind are refused, each by name", (t) => {
  const conflict = `a\n${"<".repeat(7)} HEAD\nb\n${"|".repeat(7)} base\n${">".repeat(7)} other\n`;
  const { exit, said } = check(t, { "a.ts.orig": "", "b.ts.rej": "", "c.ts": conflict });
  assert.equal(exit, 1);
  assert.deepEqual(said, [
    "leftovers: left by a merge or a patch: a.ts.orig",
    "leftovers: left by a merge or a patch: b.ts.rej",
    `leftovers: conflict mark: c.ts:2:${"<".repeat(7)} HEAD`,
    `leftovers: conflict mark: c.ts:4:${"|".repeat(7)} base`,
    `leftovers: conflict mark: c.ts:5:${">".repeat(7)} other`,
  ]);
});
