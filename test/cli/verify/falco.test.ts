/** Falco's part of `cxray verify`, with a stand-in that prints what Falco 0.44.1 prints. */
import assert from "node:assert/strict";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it, test, type TestContext } from "node:test";
import { countAlerts, parseAlert, type Alert } from "../../../src/cli/verify/falco/alerts.js";
import { folderWith, runCxray, type Outcome } from "../run-cxray.js";

const ID = "0123456789ab".padEnd(64, "c");

function line(rule: string, output: string, id: string | null = ID.slice(0, 12)): string {
  return JSON.stringify({
    hostname: "host",
    output: `10:00:00.000000001: Warning ${output}`,
    output_fields: { "evt.time": 1, ...(id === null ? {} : { "container.id": id }) },
    priority: "Warning",
    rule,
    source: "syscall",
    tags: ["container"],
    time: "2026-11-28T10:00:00.000000001Z",
  });
}

const alert = (rule: string, containerId: string | null): Alert => ({
  rule,
  priority: "Warning",
  output: "text",
  containerId,
});

describe("a line of Falco's output", () => {
  it("is an alert with its container", () => {
    assert.deepEqual(parseAlert(line("Unexpected write", "file=/etc/x")), {
      rule: "Unexpected write",
      priority: "Warning",
      output: "10:00:00.000000001: Warning file=/etc/x",
      containerId: "0123456789ab",
    });
    assert.equal(parseAlert(line("A", "b", null))?.containerId, null);
    assert.equal(parseAlert(line("A", "b", "<NA>"))?.containerId, null);
  });

  for (const text of ["", "Syscall event drop monitoring:", "{", '{"events":1}', "[1]", "null"]) {
    it(`is none: ${text}`, () => {
      assert.equal(parseAlert(text), null);
    });
  }
});

test("alerts are counted by rule, of the container or of nobody known", () => {
  const short = ID.slice(0, 12);
  const alerts = [
    alert("B", short),
    alert("A", short),
    alert("B", ID),
    alert("C", null),
    alert("B", "ffffffffffff"),
  ];
  const { byRule, others, untold, isIncomplete } = countAlerts(alerts, ID);
  assert.deepEqual(
    byRule.map(({ rule, count }) => [rule, count]),
    [
      ["B", 2],
      ["A", 1],
      ["C", 1],
    ],
  );
  assert.deepEqual([others, untold, isIncomplete], [1, 1, false]);
  const dropped = countAlerts([alert("Falco internal: syscall event drop", null)], ID);
  assert.deepEqual([dropped.byRule.length, dropped.isIncomplete], [0, true]);
});

/** What the workload's engine and Falco are in the test. */
function standIns(
  context: TestContext,
  lines: readonly string[],
  version = "0.44.1",
): (...args: string[]) => Outcome {
  const folder = folderWith(context);
  const script = (name: string, text: string): void => {
    writeFileSync(join(folder, name), `#!/bin/sh\n${text}`);
    chmodSync(join(folder, name), 0o755);
  };
  writeFileSync(join(folder, "rules.yaml"), "");
  writeFileSync(join(folder, "alerts"), lines.map((each) => `${each}\n`).join(""));
  // The last file of rules has the words by which cxray knows that Falco watches.
  script(
    "falco",
    `if [ "$1" = --version ]; then echo "Falco version: ${version} (x86_64)"; exit; fi
for word; do last=$word; done
token=$(grep -o 'cxray-canary-[0-9]*' "$last")
echo "Events detected: 0"
sed -n 's/^- rule: //p' "$last" >rule
canary() { printf '{"output":"%s-%s","priority":"Debug","rule":"%s","output_fields":{}}\\n' "$token" "$1" "$(cat rule)"; }
canary begin; cat alerts; canary end
echo "$@" >falco-words
trap 'exit 0' INT
while :; do sleep 0.05; done
`,
  );
  script(
    "docker",
    `echo "$@" >docker-words
while [ "$1" != --cidfile ]; do shift; done
printf %s ${ID} >"$2"
`,
  );
  const env = { PATH: `${folder}:/usr/bin:/bin` };
  return (...args) => runCxray(["verify", ...args], { folder, env });
}

const COMMAND = ["--", "docker", "run", "--network", "none", "app", "work"];

describe("verify --falco", () => {
  it("ends with 0 where no rule reports the container", (context) => {
    const verify = standIns(context, [line("Unexpected write", "x", "ffffffffffff")]);
    const { exit, stdout, stderr } = verify("--falco", "rules.yaml", ...COMMAND);
    assert.equal(exit, 0, stderr);
    assert.match(stdout, /^app under rules\.yaml: QUIET/u);
    assert.match(stdout, /tried on {2}Falco 0\.44\.1, Linux/u);
    assert.match(stdout, /1 alert of other containers/u);
  });

  it("ends with 1 where rules do, and counts and quotes their alerts", (context) => {
    const hostile = line("Unexpected write", "file=\u001b[2J/etc/x");
    const verify = standIns(context, [hostile, hostile, line("Drift", "y")]);
    const { exit, stdout } = verify("--falco", "rules.yaml", ...COMMAND);
    assert.equal(exit, 1);
    assert.match(stdout, /alerts {4}3, by 2 rules/u);
    assert.match(stdout, /! Unexpected write: 2 alerts, Warning\n +10:00.*\/etc\/x\n +! Drift: 1/u);
    assert.ok(!stdout.includes("\u001b"));
    const json = verify("--json", "--falco", "rules.yaml", ...COMMAND).stdout;
    const { verdict, byRule } = JSON.parse(json) as { verdict: string; byRule: object[] };
    assert.deepEqual([verdict, byRule.length], ["alerts", 2]);
  });

  it("ends with 3 where Falco lost events", (context) => {
    const verify = standIns(context, [line("Falco internal: syscall event drop", "x", null)]);
    const { exit, stdout } = verify("--falco", "rules.yaml", ...COMMAND);
    assert.equal(exit, 3);
    assert.match(stdout, /NOT JUDGED[^]*Falco lost events/u);
  });

  it("says that Falco is older than the rules", (context) => {
    const verify = standIns(context, [], "0.40.0");
    const { exit, stderr } = verify("--falco", "rules.yaml", ...COMMAND);
    assert.equal(exit, 0);
    assert.match(stderr, /Falco 0\.40\.0 is older/u);
  });

  it("says what is wrong with the rules, in Falco's words", (context) => {
    const verify = standIns(context, []);
    const folder = folderWith(context);
    writeFileSync(
      join(folder, "falco"),
      '#!/bin/sh\n[ "$1" = --version ] && { echo "Falco version: 0.44.1"; exit; }\n' +
        'echo "Error: rules.yaml: Invalid" >&2\nexit 1\n',
    );
    chmodSync(join(folder, "falco"), 0o755);
    writeFileSync(join(folder, "rules.yaml"), "");
    const args = ["verify", "--falco", "rules.yaml", ...COMMAND];
    const failed = runCxray(args, { folder, env: { PATH: `${folder}:/usr/bin:/bin` } });
    assert.equal(failed.exit, 4);
    assert.match(failed.stderr, /falco: Error: rules\.yaml: Invalid/u);
    const none = verify("--falco", "none.yaml", ...COMMAND);
    assert.equal(none.exit, 2);
    assert.match(none.stderr, /no file of rules none\.yaml/u);
  });

  it("says how to get Falco where there is none", (context) => {
    const folder = folderWith(context);
    writeFileSync(join(folder, "rules.yaml"), "");
    const args = ["verify", "--falco", "rules.yaml", ...COMMAND];
    const { exit, stderr } = runCxray(args, { folder, env: { PATH: folder } });
    assert.equal(exit, 4);
    assert.match(stderr, /there is no falco in PATH\n +Install Falco 0\.42 or newer/u);
  });

  it("takes no options of what is emitted", (context) => {
    const verify = standIns(context, []);
    for (const option of [
      ["--format", "seccomp"],
      ["--learn", "x"],
      ["--errno", "EPERM"],
    ]) {
      const { exit, stderr } = verify("--falco", "rules.yaml", ...option, ...COMMAND);
      assert.equal(exit, 2);
      assert.match(stderr, /has no effect beside --falco/u);
    }
  });
});

test("verify --format apparmor says where the kernel has no AppArmor, or takes the profile", (context) => {
  const { exit, stderr } = runCxray(["verify", "-f", "apparmor", ...COMMAND], {
    folder: folderWith(context),
  });
  // Without a database nothing is emitted, whatever the machine has.
  assert.equal(exit, 2);
  assert.match(stderr, /cxray\.db/u);
});
