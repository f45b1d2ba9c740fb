/** The policy of cxray.yaml, as check, diff, accept and emit carry it out. */
import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { REPORTER_NAMES } from "../../../src/gate/reporters/reporters.js";
import { openStore } from "../../../src/store/open.js";
import { ACTOR, container, open, RECORDING, START, temporaryFolder } from "../../store/samples.js";
import { runCxray } from "../run-cxray.js";
import { filesIn, secondNight } from "./nights.js";

const BASELINE = ["--baseline", "app.json"];

const FORBIDDEN = [
  "# nobody reads it",
  "never:",
  "  paths:",
  "    - match: /etc/shadow",
  "      reason: it has the hashes",
];

test("what is forbidden fails a check, and no accept lets it in", (t) => {
  const { run, policy, committed, folder } = secondNight(t);
  policy(...FORBIDDEN);
  const first = run("check", ...BASELINE);
  assert.equal(first.exit, 1);
  assert.match(first.stdout, /FORBIDDEN read \/etc\/shadow {2}\(cxray\.yaml, line 4\)/u);
  assert.match(first.stdout, /low {7}read \/srv\/b/u);
  const accepted = run("accept", ...BASELINE);
  assert.equal(accepted.exit, 2);
  assert.match(accepted.stderr, /1 finding accepted into app\.json/u);
  assert.match(accepted.stderr, /1 finding not accepted into app\.json: the policy forbids/u);
  assert.match(
    accepted.stderr,
    /\/etc\/shadow: cxray\.yaml, line 4, forbids it: it has the hashes/u,
  );
  assert.deepEqual(filesIn(folder, "app.json"), ["/etc/hosts", "/srv/b"]);
  const after = committed();
  const again = run("check", ...BASELINE);
  assert.equal(again.exit, 1);
  assert.doesNotMatch(again.stdout, /cxray accept/u, "nothing is left that could be accepted");
  assert.equal(run("accept", ...BASELINE).exit, 2);
  assert.equal(committed(), after);
  for (const on of [
    ["--fail-on", "gone"],
    ["--fail-on-severity", "high"],
  ]) {
    assert.equal(run("check", ...BASELINE, ...on).exit, 1);
  }
  assert.equal(run("check", ...BASELINE, "--fail-on", "never").exit, 0);
});

test("a committed file that holds what is forbidden does not excuse it", (t) => {
  const { run, policy, folder } = secondNight(t);
  assert.equal(run("accept", ...BASELINE).exit, 0);
  assert.equal(run("check", ...BASELINE).exit, 0);
  policy(...FORBIDDEN);
  const { exit, stdout } = run("check", ...BASELINE, "-f", "json");
  assert.equal(exit, 1);
  const { findings } = JSON.parse(stdout) as {
    findings: { change: string; line: number; forbiddenBy: object }[];
  };
  assert.equal(findings.length, 1);
  const lines = readFileSync(join(folder, "app.json"), "utf8").split("\n");
  assert.equal(lines[Number(findings[0]?.line)]?.trim(), '"path": "/etc/shadow",');
  assert.deepEqual(findings[0]?.forbiddenBy, {
    file: "cxray.yaml",
    line: 4,
    reason: "it has the hashes",
  });
  const diff = run("diff", "app.json", "app.json");
  assert.equal(diff.exit, 1);
  assert.match(diff.stdout, /FORBIDDEN read \/etc\/shadow/u);
  // It is seen, and all the same no longer a part of the file.
  assert.equal(run("accept", ...BASELINE, "--prune").exit, 0);
  assert.deepEqual(filesIn(folder, "app.json"), ["/etc/hosts", "/srv/b"]);
});

test("every report says what is forbidden and by which row", (t) => {
  const { run, policy, folder } = secondNight(t);
  policy(...FORBIDDEN);
  const reports = REPORTER_NAMES.flatMap((name) => ["--report", `${name}=report.${name}`]);
  assert.equal(run("check", ...BASELINE, ...reports).exit, 1);
  for (const name of REPORTER_NAMES) {
    const text = readFileSync(join(folder, `report.${name}`), "utf8");
    assert.match(text, /\/etc\/shadow/u, name);
    assert.match(text, /cxray\.yaml, line 4/u, name);
  }
});

test("a first baseline is made without what is forbidden, and that is no success", (t) => {
  const { run, policy, folder } = secondNight(t);
  policy(...FORBIDDEN);
  const { exit, stderr } = run("check", "--baseline", "new.json", "--init");
  assert.equal(exit, 1);
  assert.match(stderr, /cxray\.yaml, line 4, leaves out \/etc\/shadow/u);
  assert.deepEqual(filesIn(folder, "new.json"), ["/etc/hosts", "/srv/b"]);
});

test("emit leaves out what is forbidden, of the database and of a committed file", (t) => {
  const { run, policy, folder } = secondNight(t);
  assert.equal(run("accept", ...BASELINE).exit, 0);
  policy(...FORBIDDEN);
  for (const from of [[], BASELINE]) {
    const { exit, stdout, stderr } = run("emit", "-f", "falco", ...from);
    assert.equal(exit, 0, stderr);
    assert.match(stderr, /cxray\.yaml, line 4, leaves out \/etc\/shadow/u);
    assert.match(stdout, /^# .*cxray\.yaml, line 4, leaves out \/etc\/shadow$/mu);
    assert.match(stdout, /\/srv\/b/u);
    assert.doesNotMatch(stdout.replace(/^#.*$/gmu, ""), /\/etc\/shadow/u);
  }
  const all = run("emit", "-f", "falco", "--all", "-o", "rules");
  assert.match(all.stderr, /alpine: cxray\.yaml, line 4, leaves out \/etc\/shadow/u);
  // The log is what happened.
  assert.match(run("emit", "-f", "log").stdout, /\/etc\/shadow/u);
  assert.ok(existsSync(join(folder, "rules")));
});

test("what is ignored is no finding, and stays in the report as a number", (t) => {
  const { run, policy, committed } = secondNight(t);
  policy(
    "ignore:",
    "  - match: /etc/shadow",
    "    reason: it is read by PAM",
    "    until: 2999-12-31",
    "  - {kind: filesRead, match: /srv/b, reason: x}",
    "  - {match: /nothing, reason: x}",
  );
  const { exit, stdout } = run("check", ...BASELINE);
  assert.equal(exit, 0);
  assert.match(stdout, /2 findings ignored by cxray\.yaml: line 2 \(1\), line 5 \(1\)/u);
  assert.match(stdout, /cxray\.yaml, line 6 fits nothing that was found/u);
  const before = committed();
  assert.equal(run("accept", ...BASELINE).exit, 0);
  assert.equal(committed(), before, "what is ignored is not accepted");
  policy("ignore:", "  - {match: /etc/shadow, reason: x, until: 2020-02-29}");
  const late = run("check", ...BASELINE);
  assert.equal(late.exit, 1);
  assert.match(
    late.stdout,
    /cxray\.yaml, line 2: what it ignored counts since 2020-02-29 is over/u,
  );
  policy("ignore:", "  - {match: '*', reason: x}");
  assert.match(run("check", ...BASELINE).stdout, /cxray\.yaml, line 2 ignores everything/u);
});

test("the severity of findings and what fails the build is the policy's, unless it is typed", (t) => {
  const { run, policy } = secondNight(t, ["/srv/b"]);
  const exitOf = (...more: string[]): number | null => run("check", ...BASELINE, ...more).exit;
  assert.equal(exitOf(), 1);
  policy("fail: {severity: medium}");
  assert.equal(exitOf(), 0);
  assert.equal(exitOf("--fail-on-severity", "low"), 1);
  policy("fail: {severity: medium}", "severity:", "  - {match: /srv/*, severity: high}");
  assert.equal(exitOf(), 1);
  assert.match(run("check", ...BASELINE).stdout, /high {6}read \/srv\/b/u);
  policy("fail: {kinds: executables}");
  assert.equal(exitOf(), 0);
  assert.equal(exitOf("--fail-on", "new"), 1);
  policy("fail: {kinds: [executables, filesRead]}");
  assert.equal(exitOf(), 1);
  policy("fail: {on: never}");
  assert.equal(exitOf(), 0);
  assert.equal(exitOf("--fail-on", "any"), 1);
});

test("the reason of an accept stands in the file, and is kept", (t) => {
  const { run, committed } = secondNight(t);
  const reason = 'PAM reads it, see "the review"\u001b[31m';
  assert.equal(run("accept", ...BASELINE, "--match", "/etc/*", "--reason", reason).exit, 0);
  assert.equal(run("accept", ...BASELINE).exit, 0);
  const { filesRead } = JSON.parse(committed()) as {
    filesRead: { path: string; accepted?: string[] }[];
  };
  assert.deepEqual(
    filesRead.map(({ path, accepted }) => [path, accepted]),
    [
      ["/etc/hosts", undefined],
      ["/etc/shadow", [reason]],
      ["/srv/b", undefined],
    ],
  );
  const { exit, stdout } = run("profile", ...BASELINE);
  assert.equal(exit, 0);
  assert.match(stdout, /accepted: PAM reads it, see "the review"\\x1b\[31m/u);
  assert.equal(run("check", ...BASELINE).exit, 0);
  assert.equal(run("accept", ...BASELINE, "--reason", " ").exit, 2);
  assert.equal(run("accept", ...BASELINE, "--prune", "--reason", "x").exit, 2);
});

test("a policy with a mistake stops every command, with its line, and changes no file", (t) => {
  const { run, policy, committed, folder } = secondNight(t);
  const before = committed();
  for (const [text, message] of [
    ["never:\n  porgrams: [nc]", /cxray\.yaml, line 2: never has .*did you mean programs\?/u],
    [
      "ignore:\n  - reason: x\n    until: 2026-02-30",
      /line 3: ignore\.until is a date that does not/u,
    ],
    ["patterns:\n  off: [clok]", /line 2: patterns\.off must be .*did you mean clock\?/u],
    ["never: [", /line 1: is not YAML|line 2: is not YAML/u],
  ] as const) {
    policy(text);
    for (const args of [
      ["check", ...BASELINE],
      ["check", "--baseline", "new.json", "--init"],
      ["accept", ...BASELINE],
      ["accept", ...BASELINE, "--prune"],
      ["diff", "app.json", "app.json"],
      ["emit", "-f", "falco", "-o", "rules.yaml"],
    ]) {
      const { exit, stdout, stderr } = run(...args);
      assert.deepEqual([exit, stdout], [2, ""], args.join(" "));
      assert.match(stderr, message);
    }
  }
  assert.equal(committed(), before);
  assert.ok(!existsSync(join(folder, "new.json")) && !existsSync(join(folder, "rules.yaml")));
});

test("what comes with a forbidden program is told and left out, and no accept is offered", (t) => {
  const folder = temporaryFolder(t);
  const store = openStore(join(folder, "cxray.db"), "write");
  const writer = store.beginRecording(RECORDING);
  writer.begin();
  const row = writer.insertContainer(container());
  const main = writer.insertActor(row, ACTOR, null);
  const tool = writer.insertActor(row, ACTOR, writer.insertProgram(null, "/bin/tool"));
  const ran = { kind: "exec", asked: "tool", argv: ["tool"], storage: "image" } as const;
  writer.insertEvent(7, main, writer.insertBehaviour({ ...ran, path: "/bin/tool" }));
  writer.insertEvent(8, main, writer.insertBehaviour(open("/etc/hosts")));
  writer.insertEvent(9, tool, writer.insertBehaviour(open("/srv/loot")));
  writer.finish(START + 100n, []);
  store.close();
  writeFileSync(join(folder, "cxray.yaml"), "never: {programs: [tool]}\n");
  const made = runCxray(["check", ...BASELINE, "--init"], { folder });
  assert.equal(made.exit, 1);
  assert.match(made.stderr, /leaves out \/bin\/tool, and 1 entry of what such programs alone did/u);
  assert.deepEqual(filesIn(folder, "app.json"), ["/etc/hosts"]);
  const { exit, stdout } = runCxray(["check", ...BASELINE], { folder });
  assert.equal(exit, 1);
  assert.match(stdout, /FORBIDDEN ran \/bin\/tool .*\n {2}and with it: 1 new/u);
  assert.doesNotMatch(stdout, /cxray accept/u);
});
