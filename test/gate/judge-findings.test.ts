/** What the policy makes of findings. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { compare } from "../../src/gate/compare/compare.js";
import type { Finding } from "../../src/gate/finding.js";
import { judgeFindings, type Judged } from "../../src/gate/judge-findings.js";
import type { Baseline } from "../../src/model/baseline/baseline.js";
import { readPolicy, type PolicySections } from "../../src/policy/read-policy.js";
import * as sample from "../emit/sample-baseline.js";
import { finding } from "./report.js";

const { image } = sample.sampleBaseline();

function policyOf(sections: PolicySections) {
  const lineOf = (pointer: string): number => 10 + Number(/\d+$/u.exec(pointer)?.[0]);
  return readPolicy(sections, { file: "cxray.yaml", lineOf });
}

function judge(findings: readonly Finding[], sections: PolicySections): Judged {
  return judgeFindings(findings, { policy: policyOf(sections), image, today: "2026-11-28" });
}

function left({ findings }: Judged): string[] {
  return findings.map(({ what, severity, details }) => [severity, what, ...details].join(" "));
}

const SHADOW = finding("/etc/shadow", { severity: "high" });
const HOSTS = finding("/etc/hosts");
const RENAME = finding("rename /tmp/x → /etc/cron.d/evil", {
  part: "changes",
  key: JSON.stringify(["rename", "/tmp/x", null, "/etc/cron.d/evil"]),
  severity: "high",
});
const MODES = finding("chmod /srv/x", {
  part: "changes",
  key: JSON.stringify(["chmod", "/srv/x"]),
  details: ["mode 0644", "mode 4755"],
});

test("findings that fit are none, and their number is told by line", () => {
  const reason = "as it is";
  const judged = judge([SHADOW, HOSTS, RENAME], {
    ignore: [
      { match: ["/etc/shadow", "/etc/passwd"], reason },
      { kind: "filesWritten", match: "/etc/hosts", reason },
      { kind: "changes", match: "rename /tmp/*", reason: "moved" },
    ],
  });
  assert.deepEqual(left(judged), ["low /etc/hosts"]);
  assert.deepEqual(judged.ignored, [
    { line: 10, count: 1, reason },
    { line: 12, count: 1, reason: "moved" },
  ]);
  assert.deepEqual(judged.notes, [
    "2 findings ignored by cxray.yaml: line 10 (1), line 12 (1)",
    "cxray.yaml, line 11 fits nothing that was found: remove it if that stays so",
  ]);
});

test("of two names both have to fit, and of several details each that fits is taken out", () => {
  const reason = "x";
  const judged = judge([RENAME, MODES], {
    ignore: [
      { match: "/tmp/*", reason },
      { match: "mode 0*", reason },
    ],
  });
  assert.deepEqual(left(judged), [`high ${RENAME.what}`, "low chmod /srv/x mode 4755"]);
  const whole = judge([RENAME, MODES], {
    ignore: [{ match: ["/tmp/*", "/etc/cron.d/*", "/srv/x"], reason }],
  });
  assert.deepEqual(left(whole), []);
});

test("a row holds to the end of its last day, and an expired one is told", () => {
  const ignored = (until: string) =>
    judge([HOSTS, SHADOW], {
      ignore: [{ match: "/etc/hosts", reason: "x", until }],
    });
  assert.deepEqual(left(ignored("2026-11-28")), ["high /etc/shadow"]);
  const late = ignored("2026-11-27");
  assert.deepEqual([late.findings.length, late.ignored], [2, []]);
  assert.deepEqual(late.notes, [
    "cxray.yaml, line 10: what it ignored counts since 2026-11-27 is over",
  ]);
});

test("a row that hides everything is told", () => {
  for (const match of [undefined, "*", ["x", "**"]]) {
    const judged = judge([HOSTS], {
      ignore: [{ ...(match === undefined ? {} : { match }), reason: "x" }],
    });
    assert.match(judged.notes.join("\n"), /line 10 ignores everything: name a kind or a pattern/u);
  }
  const wide = judge([HOSTS, SHADOW], { ignore: [{ match: "/e*", reason: "x" }] });
  assert.match(wide.notes.join("\n"), /line 10 ignores all that was found/u);
  assert.deepEqual(judge([HOSTS], { ignore: [{ match: "/etc/hosts", reason: "x" }] }).notes, [
    "1 finding ignored by cxray.yaml: line 10 (1)",
  ]);
});

test("a row of another image is of no use here, and says nothing of it", () => {
  const judged = judge([HOSTS], { ignore: [{ image: "web", match: "*hosts", reason: "x" }] });
  assert.deepEqual([judged.findings.length, judged.notes], [1, []]);
});

test("the first row of severity that fits decides; a lower one has to fit all names", () => {
  const judged = judge([SHADOW, HOSTS, RENAME, MODES], {
    severity: [
      { kind: "filesRead", match: "/etc/hosts", severity: "medium" },
      { match: "/etc/*", severity: "high" },
      { match: "/tmp/*", severity: "low" },
      { match: "mode 4*", severity: "high" },
    ],
  });
  assert.deepEqual(left(judged), [
    "high /etc/shadow",
    "medium /etc/hosts",
    `high ${RENAME.what}`,
    "high chmod /srv/x mode 0644 mode 4755",
  ]);
  const lower = judge([RENAME], { severity: [{ match: "rename *", severity: "low" }] });
  assert.deepEqual(left(lower), [`low ${RENAME.what}`]);
});

const NC = sample.program("/usr/bin/nc", { by: ["/bin/sh"] });
const SENT = { ...sample.destination("tcp", "192.0.2.7", 4444), by: ["/usr/bin/nc"] };

function differ(committed: Partial<Baseline>, current: Partial<Baseline>, more: PolicySections) {
  return compare({
    committed: sample.sampleBaseline(committed),
    current: sample.sampleBaseline(current),
    policy: policyOf(more),
  });
}

test("what is forbidden is a finding of its own, whatever was committed", () => {
  const never = { programs: [{ match: "nc", reason: "no tools" }] };
  for (const executables of [[], [NC]]) {
    const seen = { executables: [NC], destinations: [SENT] };
    const found = differ({ executables, destinations: [] }, seen, { never });
    assert.deepEqual(
      found.map(({ change, what, severity }) => [change, what, severity]),
      [
        ["never", "/usr/bin/nc", "high"],
        ["new", "tcp 192.0.2.7:4444", "medium"],
      ],
    );
    const [own, entailed] = found;
    assert.deepEqual(own?.forbiddenBy, { file: "cxray.yaml", line: 10, reason: "no tools" });
    assert.equal(own.reasons[0], "cxray.yaml, line 10, forbids it: no tools");
    assert.deepEqual([own.by, own.runIds.length, own.runs], [["/bin/sh"], 1, 1]);
    assert.equal(entailed?.entailedBy, "/usr/bin/nc");
  }
  assert.deepEqual(
    differ({ executables: [NC] }, { executables: [] }, { never }).map(({ change }) => change),
    ["gone"],
  );
});

test("a row of never says how severe it is, and none of ignore hides it", () => {
  const [found] = differ(
    {},
    { executables: [NC] },
    { never: { programs: [{ match: "nc", severity: "low" }] } },
  );
  assert.equal(found?.severity, "low");
  const judged = judge([found], {
    ignore: [{ match: "*", reason: "x" }],
    severity: [{ match: "*", severity: "medium" }],
  });
  assert.deepEqual(left(judged), ["low /usr/bin/nc"]);
});

test("of a program that is many in one file the other names are compared as ever", () => {
  const busybox = sample.program("/bin/busybox", {
    invokedAs: ["/bin/sh", "/bin/wget"],
    arguments: [["sh"], ["wget"]],
  });
  const known = sample.program("/bin/busybox", { invokedAs: [], arguments: [] });
  const found = differ(
    { executables: [known] },
    { executables: [busybox] },
    { never: { programs: ["wget"] } },
  );
  assert.deepEqual(
    found.map(({ change, details }) => [change, ...details]),
    [
      ["never", "started as /bin/wget", "started as wget"],
      ["new", "started as /bin/sh", "arguments sh"],
    ],
  );
});

test("a capability that the kernel only asked for in passing is no finding", () => {
  const asked = { ...sample.evidence, name: "CAP_SYS_ADMIN", use: "probed", calls: [] } as const;
  const never = { capabilities: ["SYS_ADMIN"] };
  const found = differ({}, { capabilities: [asked, { ...asked, use: "used" }] }, { never });
  assert.deepEqual(
    found.map(({ change, what }) => `${change} ${what}`),
    ["new CAP_SYS_ADMIN (probed)", "never CAP_SYS_ADMIN"],
  );
});
