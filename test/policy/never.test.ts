/** What the policy never lets in: which entries it forbids, and what is left of a baseline. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Baseline } from "../../src/model/baseline/baseline.js";
import { entriesOf } from "../../src/model/baseline/lists.js";
import { PART_NAMES, describeEntry, type PartName } from "../../src/model/baseline/parts.js";
import { forbidding } from "../../src/policy/image-policy.js";
import { readPolicy, type PolicySections } from "../../src/policy/read-policy.js";
import type { Policy } from "../../src/policy/policy.js";
import { withoutForbidden } from "../../src/policy/without-forbidden.js";
import * as sample from "../emit/sample-baseline.js";

const { sampleBaseline } = sample;

function policyOf(never: NonNullable<PolicySections["never"]>): Policy {
  return readPolicy({ never }, { file: "cxray.yaml", lineOf: () => 12 });
}

/** The entries that are forbidden, by their lists. */
function forbiddenOf(never: NonNullable<PolicySections["never"]>, more: Partial<Baseline>) {
  const baseline = sampleBaseline(more);
  const forbids = forbidding(policyOf(never), baseline.image);
  return PART_NAMES.flatMap((part: PartName) =>
    entriesOf(baseline, part).flatMap((entry) => {
      const found = forbids(part, entry);
      return found === null ? [] : [[part, describeEntry(part, entry), ...found.names].join(" ")];
    }),
  );
}

const SHELL = sample.program("/usr/bin/dash", { invokedAs: ["/bin/sh"] });
const NC = sample.program("/usr/bin/nc.openbsd", {
  invokedAs: ["/bin/nc"],
  arguments: [["nc", "-l"]],
});

test("a program goes by its path, or by a name that it was started by", () => {
  const more = { executables: [SHELL, NC] };
  const nc = ["executables /usr/bin/nc.openbsd"];
  assert.deepEqual(forbiddenOf({ programs: ["nc"] }, more), nc);
  assert.deepEqual(forbiddenOf({ programs: ["nc.openbsd"] }, more), nc);
  assert.deepEqual(forbiddenOf({ programs: ["/bin/nc"] }, more), nc);
  assert.deepEqual(forbiddenOf({ programs: ["/usr/bin/*"] }, more).length, 2);
  assert.deepEqual(forbiddenOf({ programs: ["c", "/nc", "ncat"] }, more), []);
});

test("a program that is many in one file is forbidden by the names alone", () => {
  const busybox = sample.program("/bin/busybox", {
    invokedAs: ["/bin/sh", "/bin/wget"],
    arguments: [["sh"], ["wget", "x"]],
  });
  const more = { executables: [busybox] };
  const told = ["executables /bin/busybox /bin/wget wget"];
  assert.deepEqual(forbiddenOf({ programs: ["wget"] }, more), told);
  const { baseline, leftOut } = withoutForbidden(
    sampleBaseline(more),
    policyOf({ programs: ["wget"] }),
  );
  assert.deepEqual(baseline.executables, [
    { ...busybox, invokedAs: ["/bin/sh"], arguments: [["sh"]] },
  ]);
  assert.deepEqual(leftOut, ["cxray.yaml, line 12, leaves out /bin/busybox as /bin/wget, wget"]);
  const only = {
    executables: [{ ...busybox, invokedAs: ["/bin/busybox"], arguments: [["wget"]] }],
  };
  assert.deepEqual(forbiddenOf({ programs: ["wget"] }, only), ["executables /bin/busybox"]);
});

test("a path is forbidden to read and to write, or to one of both", () => {
  const more = {
    filesRead: [sample.file("/etc/shadow"), sample.file("/etc/hosts")],
    filesWritten: [sample.file("/srv/x", { openedAs: ["/etc/shadow"] })],
    changes: [sample.change("rename", "/tmp/x", { to: "/etc/shadow" })],
    otherOpens: [sample.otherOpen("/etc/shadow")],
  };
  const [read, written, other, renamed] = [
    "filesRead /etc/shadow",
    "filesWritten /srv/x",
    "otherOpens /etc/shadow",
    "changes rename /tmp/x → /etc/shadow",
  ] as const;
  const match = "/etc/shadow";
  assert.deepEqual(forbiddenOf({ paths: [match] }, more), [read, written, other, renamed]);
  assert.deepEqual(forbiddenOf({ paths: [{ match, access: "read" }] }, more), [read]);
  assert.deepEqual(forbiddenOf({ paths: [{ match, access: "write" }] }, more), [
    ...[written, other, renamed],
  ]);
});

test("a pattern is forbidden where it lets in a name that is", () => {
  const tmp = (path: string, ...stars: string[]) => ({
    filesRead: [sample.file(path, { rule: "varying-name", stars })],
  });
  const isForbidden = (glob: string, path: string, ...stars: string[]): boolean =>
    forbiddenOf({ paths: [glob] }, tmp(path, ...stars)).length > 0;
  assert.ok(isForbidden("/tmp/evil1234", "/tmp/*", "[a-z0-9_]{8}"));
  assert.ok(!isForbidden("/tmp/evil", "/tmp/*", "[a-z0-9_]{8}"));
  assert.ok(!isForbidden("/tmp/EVIL1234", "/tmp/*", "[a-z0-9_]{8}"));
  assert.ok(isForbidden("*/ev*", "/tmp/*", "[a-z0-9_]+"));
  assert.ok(!isForbidden("*/ev*", "/tmp/x*", "[a-z0-9_]+"));
  assert.ok(isForbidden("/var/log/2026-12-24.log", "/var/log/*.log", "[0-9]{4}-[0-9]{2}-[0-9]{2}"));
  assert.ok(!isForbidden("/var/log/evil.log", "/var/log/*.log", "[0-9]{4}-[0-9]{2}-[0-9]{2}"));
  // What is not understood counts as anything within its part of the path.
  assert.ok(isForbidden("/tmp/evil", "/tmp/*", "(?:a|b)"));
  assert.ok(!isForbidden("/tmp/a/evil", "/tmp/*", "(?:a|b)"));
  assert.ok(isForbidden("/tmp/evil", "/tmp/*"));
  assert.ok(!isForbidden("/tmp/evil", "/tmp/\\*", "[0-9]+"));
});

test("a destination goes by address, network, name, server name, host or socket", () => {
  const to = sample.destination("tcp", "example.org", 443);
  const more = {
    destinations: [
      { ...to, addresses: ["192.0.2.7"] },
      { ...sample.destination("tcp", "198.51.100.1", 80), names: ["cdn.example.net"] },
      {
        ...sample.destination("tcp", "203.0.113.5", 80),
        serverNames: ["hidden.example.com"],
        requests: [{ method: "GET", host: "other.example.com", path: "/" }],
      },
      sample.destination("tcp", "fd00::5", 22),
      sample.destination("unix", "/run/docker.sock"),
    ],
    names: [sample.nameEntry("evil.example", ["192.0.2.9"])],
  };
  const count = (...destinations: string[]): number => forbiddenOf({ destinations }, more).length;
  for (const text of [
    ...["192.0.2.7", "192.0.2.0/24", "0.0.0.0/0", "example.org", "Example.ORG.", "cdn.*"],
    ...["*.example.net", "hidden.example.com", "other.example.com", "fd00::/8", "fd00::5"],
    ...["/run/docker.sock", "/run/*.sock", "*/docker.sock", "evil.example"],
  ]) {
    assert.ok(count(text) > 0, text);
  }
  for (const text of [
    ...["192.0.3.0/24", "xample.org", "example.or", "fd01::/16", "/run/docker.sock.old"],
    ...["::ffff:10.0.0.0/104", "192.0.2.9"],
  ]) {
    assert.equal(count(text), 0, text);
  }
  assert.equal(count("*"), 6);
});

test("ports are those that are called and those that are listened on", () => {
  const more = {
    destinations: [sample.destination("tcp", "192.0.2.7", 6001)],
    listeners: [sample.listener(22), sample.unixListener("/run/app.sock")],
  };
  const [called, heard] = ["destinations tcp 192.0.2.7:6001", "listeners tcp 0.0.0.0:22"];
  assert.deepEqual(forbiddenOf({ ports: [22] }, more), [heard]);
  assert.deepEqual(forbiddenOf({ ports: ["6000-6063"] }, more), [called]);
  assert.deepEqual(forbiddenOf({ ports: ["1-65535"] }, more), [called, heard]);
  assert.deepEqual(forbiddenOf({ ports: [2, 600, 60_010] }, more), []);
  assert.deepEqual(forbiddenOf({ listeners: [22] }, more), [heard]);
  assert.deepEqual(forbiddenOf({ listeners: [2, 6001] }, more), []);
  assert.deepEqual(forbiddenOf({ listeners: ["tcp *"] }, more), [heard]);
  assert.deepEqual(forbiddenOf({ listeners: ["unix /run/*"] }, more), [
    "listeners unix /run/app.sock",
  ]);
});

test("capabilities and system calls go by their names", () => {
  const used = { ...sample.evidence, name: "CAP_SYS_ADMIN", use: "used", calls: [] } as const;
  const more: Partial<Baseline> = {
    capabilities: [used, { ...used, use: "probed" }],
    syscalls: { workload: { x86_64: sample.calls("ptrace", "read") }, start: {} },
    privileges: [sample.privilege("ptrace")],
  };
  assert.equal(forbiddenOf({ capabilities: ["SYS_ADMIN"] }, more).length, 2);
  assert.deepEqual(forbiddenOf({ syscalls: ["ptrace"] }, more), [
    "privileges ptrace",
    "syscalls.workload ptrace (x86_64)",
  ]);
});

test("a row of other images forbids nothing", () => {
  const more = { executables: [NC] };
  assert.deepEqual(forbiddenOf({ programs: [{ match: "nc", image: "web*" }] }, more), []);
  assert.equal(
    forbiddenOf({ programs: [{ match: "nc", image: ["web*", "ngin?"] }] }, more).length,
    1,
  );
});

test("what a forbidden program did alone goes with it, and what it started stays", () => {
  const by = [NC.path];
  const { executables, filesRead, destinations } = {
    executables: [SHELL, NC, sample.program("/bin/child", { by })],
    filesRead: [
      sample.file("/a", { by }),
      sample.file("/b", { by: [...by, "/usr/bin/dash"] }),
      sample.file("/c", { by: [""] }),
    ],
    destinations: [{ ...sample.destination("tcp", "192.0.2.7", 4444), by }],
  };
  const before = sampleBaseline({ executables, filesRead, destinations });
  const text = JSON.stringify(before);
  const { baseline, leftOut } = withoutForbidden(before, policyOf({ programs: ["nc"] }));
  assert.deepEqual(
    baseline.executables.map(({ path }) => path),
    ["/usr/bin/dash", "/bin/child"],
  );
  assert.deepEqual(
    baseline.filesRead,
    filesRead.slice(1).map((entry) => ({ ...entry, by: entry.by.slice(-1) })),
  );
  assert.deepEqual(baseline.destinations, []);
  assert.deepEqual(leftOut, [
    "cxray.yaml, line 12, leaves out /usr/bin/nc.openbsd, and 2 entries of what such programs alone did",
  ]);
  assert.equal(JSON.stringify(before), text, "what was given is as it was");
});

test("a policy that forbids nothing that was seen leaves the very same baseline", () => {
  const before = sampleBaseline({ executables: [SHELL] });
  for (const policy of [undefined, policyOf({}), policyOf({ programs: ["nc"] })]) {
    assert.deepEqual(withoutForbidden(before, policy), { baseline: before, leftOut: [] });
  }
});
