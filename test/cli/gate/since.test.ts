/** What is asked about is one night; what other nights did is neither told nor accepted with it. */
import assert from "node:assert/strict";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { runCxray, type Outcome } from "../run-cxray.js";
import { beginOf, filesIn, nights } from "./nights.js";

const BASELINE = ["--baseline", "app.json"];

/** Nights after the first, of which the baseline is. */
function afterFirst(t: TestContext, ...later: readonly (readonly string[])[]): string {
  const first = nights(t, []);
  assert.equal(runCxray(["check", ...BASELINE, "--init"], { folder: first }).exit, 0);
  const folder = nights(t, [], ...later);
  cpSync(join(first, "app.json"), join(folder, "app.json"));
  return folder;
}

test("--since tells what was seen from then on, and accept takes that and nothing else", (t) => {
  const folder = afterFirst(t, ["/etc/shadow"], ["/srv/new"]);
  const since = (command: string): Outcome =>
    runCxray([command, ...BASELINE, "--since", beginOf(2)], { folder });
  const { exit, stdout } = since("check");
  assert.equal(exit, 1);
  assert.match(stdout, /: 1 new .*, in 1 run,/u);
  assert.match(stdout, /read \/srv\/new/u);
  assert.equal(since("accept").exit, 0);
  assert.deepEqual(filesIn(folder, "app.json"), ["/etc/hosts", "/srv/new"]);
  assert.equal(since("check").exit, 0);
});

test("the command that a report names accepts what the report tells", (t) => {
  const folder = afterFirst(t, ["/etc/shadow"], ["/srv/new"]);
  const advised = (...args: string[]): string[] => {
    const { stdout } = runCxray(["check", ...BASELINE, ...args], { folder });
    const command = /^ {2}cxray (?<words>accept .*?)(?: {3}.*)?$/mu.exec(stdout)?.groups?.["words"];
    return command?.split(" ") ?? [];
  };
  assert.deepEqual(advised(), ["accept", ...BASELINE]);
  assert.deepEqual(advised("--since", beginOf(0)), ["accept", ...BASELINE]);
  const own = advised("--since", beginOf(1));
  assert.equal(runCxray(own, { folder }).exit, 0);
  assert.deepEqual(filesIn(folder, "app.json"), ["/etc/hosts", "/etc/shadow", "/srv/new"]);
});

test("names that many nights made a pattern are accepted as one, though one night is asked about", (t) => {
  const names = (night: number): string[] => [`/tmp/run-${String(night)}84619375204.tmp`];
  const later = [1, 2, 3, 4, 5].map(names);
  const folder = afterFirst(t, ...later);
  const args = ["accept", ...BASELINE, "--since", beginOf(5)];
  assert.equal(runCxray(args, { folder }).exit, 0);
  assert.deepEqual(filesIn(folder, "app.json"), ["/etc/hosts", "/tmp/run-*.tmp"]);
});

test("a time after the last run is an error, and nothing is written", (t) => {
  const folder = afterFirst(t, ["/srv/new"]);
  for (const command of ["check", "accept"]) {
    const { exit, stderr } = runCxray([command, ...BASELINE, "--since", beginOf(9)], { folder });
    assert.equal(exit, 2, stderr);
    assert.match(stderr, /no run of alpine is as new as --since asks/u);
  }
  assert.deepEqual(filesIn(folder, "app.json"), ["/etc/hosts"]);
});
