/** What can't be compared with is refused before anything is recorded, and stays as it is. */
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { runCxray } from "../run-cxray.js";
import { nights } from "./nights.js";

const BASELINE = ["--baseline", "app.json"];

/** A folder with a database and the baseline of it. */
function checkout(t: TestContext): string {
  const folder = nights(t, ["/srv/a"]);
  assert.equal(runCxray(["check", ...BASELINE, "--init"], { folder }).exit, 0);
  return folder;
}

const DAMAGES: Readonly<Record<string, (text: string) => string>> = {
  "not whole": (text) => text.slice(0, -20),
  "conflict of a merge": (text) => `<<<<<<< HEAD\n${text}`,
  "not a baseline": () => "{}\n",
  "a newer version": (text) => text.replace('"version": 3', '"version": 99'),
  "of another image": (text) => text.replace('"name": "alpine"', '"name": "redis"'),
};

for (const [what, damage] of Object.entries(DAMAGES)) {
  test(`a file that is ${what} is refused by check and accept, and is left as it is`, (t) => {
    const folder = checkout(t);
    const path = join(folder, "app.json");
    const before = readFileSync(path, "utf8");
    const text = damage(before);
    assert.notEqual(text, before);
    writeFileSync(path, text);
    for (const command of ["check", "accept"]) {
      const { exit, stdout, stderr } = runCxray([command, ...BASELINE, "--image", "alpine"], {
        folder,
      });
      assert.equal(exit, 2, stderr);
      assert.equal(stdout, "");
      assert.match(stderr, /app\.json/u);
      assert.equal(readFileSync(path, "utf8"), text);
    }
  });
}

test("a baseline that is a directory is refused, and is not made into a file by --init", (t) => {
  const folder = checkout(t);
  mkdirSync(join(folder, "folder"));
  const { exit, stderr } = runCxray(["check", "--baseline", "folder", "--init"], { folder });
  assert.equal(exit, 2);
  assert.match(stderr, /folder is a directory/u);
});

test("--init leaves a baseline that is there as it is, and compares with it", (t) => {
  const folder = checkout(t);
  const before = readFileSync(join(folder, "app.json"), "utf8");
  const { exit, stdout } = runCxray(["check", ...BASELINE, "--init"], { folder });
  assert.equal(exit, 0);
  assert.match(stdout, /no difference/u);
  assert.equal(readFileSync(join(folder, "app.json"), "utf8"), before);
});
