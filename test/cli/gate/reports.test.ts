/** Where reports go: one to stdout or a file, others beside it, and the job summary of GitHub. */
import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { REPORTER_NAMES } from "../../../src/gate/reporters/reporters.js";
import { runCxray, type Outcome } from "../run-cxray.js";
import { filesIn, nights } from "./nights.js";

const BASELINE = ["--baseline", "app.json"];

/** A folder whose baseline lacks that /etc/shadow is read, which the database has. */
function differing(t: TestContext): string {
  const folder = nights(t, ["/etc/shadow"]);
  assert.equal(runCxray(["check", ...BASELINE, "--init"], { folder }).exit, 0);
  const path = join(folder, "app.json");
  const baseline = JSON.parse(readFileSync(path, "utf8")) as { filesRead: { path: string }[] };
  const filesRead = baseline.filesRead.filter((each) => each.path !== "/etc/shadow");
  writeFileSync(path, JSON.stringify({ ...baseline, filesRead }, null, 2));
  return folder;
}

function check(folder: string, args: string[], env: Record<string, string> = {}): Outcome {
  return runCxray(["check", ...BASELINE, ...args], { folder, env });
}

test("one check writes every format, and each says what is new", (t) => {
  const folder = differing(t);
  const files = REPORTER_NAMES.map((name) => join(folder, `report.${name}`));
  const reports = REPORTER_NAMES.flatMap((name) => ["--report", `${name}=report.${name}`]);
  const { exit, stdout } = check(folder, reports);
  assert.equal(exit, 1);
  assert.match(stdout, /\/etc\/shadow/u);
  for (const file of files) assert.match(readFileSync(file, "utf8"), /\/etc\/shadow/u, file);
  assert.equal(readFileSync(files[0] ?? "", "utf8"), stdout);
});

test("a report without a file, of no format, or in the place of another is refused at once", (t) => {
  const folder = differing(t);
  const refused = (report: string, ...more: string[]): string => {
    const { exit, stdout, stderr } = check(folder, ["--report", report, ...more]);
    assert.equal(exit, 2);
    assert.equal(stdout, "");
    return stderr;
  };
  assert.match(refused("sarif"), /--report sarif names no file/u);
  assert.match(refused("sarif="), /--report sarif names no file/u);
  assert.match(refused("sarf=x"), /no format sarf\n.*Did you mean sarif/u);
  assert.match(refused("json=x", "-o", "x"), /two reports would go to x/u);
  assert.match(refused("json=-"), /two reports would go to stdout/u);
  assert.ok(!existsSync(join(folder, "x")));
});

test("the job summary gets the report after what is there, unless GitHub would drop it all", (t) => {
  const folder = differing(t);
  const summary = join(folder, "summary");
  const env = { GITHUB_STEP_SUMMARY: summary };
  writeFileSync(summary, "before\n");
  assert.equal(check(folder, ["-f", "github"], env).exit, 1);
  assert.match(readFileSync(summary, "utf8"), /^before\n## cxray: .*\/etc\/shadow/su);
  const full = "x".repeat(1024 * 1024 - 100);
  writeFileSync(summary, full);
  assert.match(check(folder, ["-f", "github"], env).stderr, /summary has no room/u);
  assert.equal(readFileSync(summary, "utf8"), full);
});

test("a baseline that is not there is made on request alone, and in CI that is said aloud", (t) => {
  const folder = nights(t, ["/srv/a"]);
  const { exit, stderr } = check(folder, []);
  assert.equal(exit, 2);
  assert.match(stderr, /there is no baseline app\.json/u);
  const { stderr: said } = check(folder, ["--init"], { CI: "true" });
  assert.match(said, /app\.json was CREATED by this run, so NOTHING was compared/u);
  assert.deepEqual(filesIn(folder, "app.json"), ["/etc/hosts", "/srv/a"]);
});

test("in CI nothing is accepted unless that is forced", (t) => {
  const folder = differing(t);
  const accept = (...args: string[]): Outcome =>
    runCxray(["accept", ...BASELINE, ...args], { folder, env: { CI: "true" } });
  assert.equal(accept().exit, 2);
  assert.deepEqual(filesIn(folder, "app.json"), ["/etc/hosts"]);
  assert.equal(accept("--force").exit, 0);
  assert.deepEqual(filesIn(folder, "app.json"), ["/etc/hosts", "/etc/shadow"]);
});
