import assert from "node:assert/strict";
import { test } from "node:test";
import { escapePattern } from "../../src/model/baseline/pattern.js";
import { raisedRules } from "./falco-evaluator.js";
import { RUNC, exec, open, rulesFor } from "./falco-events.js";
import { file, otherOpen, program } from "./sample-baseline.js";

const CONFIGURATION = "Unexpected read of secrets or configuration";

test("files are allowed for what they were opened for, and only for that", () => {
  const rules = rulesFor();
  assert.deepEqual(raisedRules(rules, open("/etc/passwd", "read")), []);
  assert.deepEqual(raisedRules(rules, open("/etc/passwd", "write")), ["Unexpected write"]);
  assert.deepEqual(raisedRules(rules, open("/etc/shadow", "read")), [
    "Unexpected read of secrets or configuration",
  ]);
  assert.deepEqual(raisedRules(rules, open("/srv/x", "read")), ["Unexpected read"]);
  assert.deepEqual(raisedRules(rules, open("/var/log/nginx/access.log", "write")), []);
});

test("creat is a write although it sets neither flag", () => {
  const creat = { "evt.type": "creat", "evt.is_open_write": false };
  assert.deepEqual(raisedRules(rulesFor(), open("/etc/cron.d/x", "write", creat)), [
    "Unexpected write",
  ]);
});

test("opens that fail and opens of directories are not reported", () => {
  const rules = rulesFor();
  assert.deepEqual(raisedRules(rules, open("/etc/shadow", "read", { "fd.num": -13 })), []);
  assert.deepEqual(raisedRules(rules, open("/root", "read", { "fd.typechar": "d" })), []);
});

test("a file is allowed by every name it was opened by", () => {
  const libc = file("/usr/lib/libc.so.6", { openedAs: ["/lib/../lib//libc.so.6", "relative"] });
  const rules = rulesFor({ filesRead: [libc] });
  assert.deepEqual(raisedRules(rules, open("/usr/lib/libc.so.6", "read")), []);
  assert.deepEqual(raisedRules(rules, open("/lib/libc.so.6", "read")), []);
  assert.deepEqual(raisedRules(rules, open("relative", "read")), ["Unexpected read"]);
});

test("a pattern admits what the baseline's does: its * crosses no slash", () => {
  const status = file("/proc/*/status", { rule: "proc-pid", openedAs: ["/proc/self/status"] });
  const rules = rulesFor({ filesRead: [status] });
  const isAllowed = (path: string): boolean => raisedRules(rules, open(path, "read")).length === 0;
  assert.ok(isAllowed("/proc/12/status"));
  assert.ok(isAllowed("/proc/self/status"));
  assert.ok(!isAllowed("/proc/12/task/13/status"));
  assert.ok(!isAllowed("/proc/12/status/below"));
  assert.ok(!isAllowed("/proc/12/environ"));
});

test("what is special to Falco's globs is literal in a pattern of a baseline", () => {
  const odd = file(`${escapePattern("/tmp/@(a|b)[c]?*\\-")}*`, { rule: "varying-name" });
  const rules = rulesFor({ filesWritten: [odd] });
  const isAllowed = (path: string): boolean => raisedRules(rules, open(path, "write")).length === 0;
  assert.ok(isAllowed("/tmp/@(a|b)[c]?*\\-17"));
  assert.ok(!isAllowed("/tmp/a[c]?*\\-17"));
  assert.ok(!isAllowed("/tmp/@(a|b)c?*\\-17"));
  assert.ok(!isAllowed("/tmp/@(a|b)[c]x*\\-17"));
  assert.ok(!isAllowed("/tmp/@(a|b)[c]?x\\-17"));
});

test("a pipe, socket or file in memory is allowed by the name it was opened by", () => {
  const rules = rulesFor({
    filesRead: [],
    filesWritten: [],
    otherOpens: [
      otherOpen("/var/log/nginx/error.log"),
      otherOpen("/dev/fd/63", { access: ["read"] }),
      otherOpen("/proc/*/fd/3", { rule: "proc-pid", access: ["read", "write"], types: ["memory"] }),
    ],
  });
  const isAllowed = (path: string, access: "read" | "write"): boolean =>
    raisedRules(rules, open(path, access)).length === 0;
  assert.ok(isAllowed("/var/log/nginx/error.log", "write"));
  assert.ok(!isAllowed("/var/log/nginx/error.log", "read"));
  assert.ok(!isAllowed("/var/log/nginx/access.log", "write"));
  assert.ok(isAllowed("/dev/fd/63", "read"));
  assert.ok(!isAllowed("/dev/fd/62", "read"));
  assert.ok(isAllowed("/proc/7/fd/3", "read") && isAllowed("/proc/7/fd/3", "write"));
  assert.ok(!isAllowed("/proc/7/fd/4", "read"));
  assert.match(rules, /\/var\/log\/nginx\/error\.log \(no file: fifo\)/);
});

test("a folder that wasn't asked for as one is a file to Falco, and may be read by its name", () => {
  const folder = otherOpen("/var/lib/data", { types: ["directory"], access: ["read"] });
  const rules = rulesFor({ otherOpens: [folder] });
  assert.deepEqual(raisedRules(rules, open("/var/lib/data", "read")), []);
  assert.deepEqual(raisedRules(rules, open("/var/lib/other", "read")), ["Unexpected read"]);
  const asked = { "fd.typechar": "d" };
  assert.deepEqual(raisedRules(rules, open("/var/lib/other", "read", asked)), []);
});

test("a file without a name is written in the folder that was opened for it", () => {
  const unnamed = file("/tmp/#2695285", { openedAs: ["/tmp"], storage: ["deleted"] });
  const rules = rulesFor({ filesWritten: [unnamed] });
  const made = { "fd.typechar": "d" };
  assert.deepEqual(raisedRules(rules, open("/tmp", "write", made)), []);
  assert.deepEqual(raisedRules(rules, open("/etc", "write", made)), ["Unexpected write"]);
  const both = { ...made, "evt.is_open_read": true };
  assert.deepEqual(raisedRules(rules, open("/tmp", "write", both)), []);
});

test("the runtime's set-up is excused, and no one who takes its name", () => {
  const rules = rulesFor();
  const runcCopy = "memfd:runc_cloned:/proc/self/exe";
  const crunCopy = "memfd:crun_cloned:/proc/self/exe";
  for (const set of [
    {},
    { "proc.exepath": runcCopy, "proc.pexepath": "/usr/bin/containerd-shim-runc-v2" },
    { "proc.name": "3", "proc.exepath": crunCopy, "proc.pexepath": crunCopy },
    { "proc.name": "crun", "proc.exepath": "/usr/bin/crun", "proc.pexepath": "/usr/bin/conmon" },
    { "proc.exepath": "runc" },
    { "proc.exepath": "crun", "proc.pexepath": "crun", "proc.name": "12" },
    { "proc.exepath": "/runc", "proc.is_exe_lower_layer": true },
    { "proc.exepath": "/runc", "proc.pexepath": "/usr/bin/containerd-shim-runc-v2" },
  ]) {
    assert.deepEqual(raisedRules(rules, open("/etc/host/file", "read", { ...RUNC, ...set })), []);
  }
  for (const set of [
    { "proc.exepath": "/bin/sh" },
    { "proc.pexepath": "/bin/sh" },
    { "proc.exepath": runcCopy, "proc.pexepath": runcCopy },
    { "proc.exepath": "runc", "proc.pexepath": "runc" },
    { "proc.exepath": "runc", "proc.is_exe_lower_layer": true },
    { "proc.exepath": "/runc", "proc.pexepath": "/runc", "proc.is_exe_lower_layer": true },
    { "proc.exepath": "/runc", "proc.is_exe_upper_layer": true },
    { "proc.exepath": "/runc", "proc.name": "sh", "proc.is_exe_lower_layer": true },
    { "proc.name": "123" },
    { "proc.name": "03" },
    { "proc.is_exe_upper_layer": true },
    { "proc.is_exe_lower_layer": true },
  ]) {
    const event = open("/etc/host/file", "read", { ...RUNC, ...set });
    assert.deepEqual(raisedRules(rules, event), [CONFIGURATION]);
  }
});

test("whoever executes a runtime to be excused is reported for executing it", () => {
  const rules = rulesFor();
  assert.deepEqual(raisedRules(rules, exec("/usr/sbin/runc", RUNC)), ["Unexpected program"]);
  const memory = { ...RUNC, "proc.is_exe_from_memfd": true };
  const copy = "memfd:runc_cloned:/proc/self/exe";
  const forged = raisedRules(rules, exec(copy, { ...memory, "proc.exepath": copy }));
  assert.deepEqual(forged, ["Drift", "Unexpected program"]);
  for (const path of ["/runc", "runc", "crun"]) {
    const own = exec(path, { ...RUNC, "proc.exepath": path, "proc.is_exe_lower_layer": true });
    assert.deepEqual(raisedRules(rules, own), ["Unexpected program"], path);
  }
});

test("a file that is opened by its handle is a file that is opened", () => {
  const rules = rulesFor();
  const byHandle = { "evt.type": "open_by_handle_at" };
  assert.deepEqual(raisedRules(rules, open("/etc/secret", "read", byHandle)), [CONFIGURATION]);
  assert.deepEqual(raisedRules(rules, open("/secret", "write", byHandle)), ["Unexpected write"]);
});

test("an image that runs a runtime of its own gets no excuse for it", () => {
  for (const entry of [
    program("/usr/sbin/runc"),
    program("/usr/*/runc", { rule: "varying-name" }),
  ]) {
    const rules = rulesFor({ executables: [entry] });
    assert.deepEqual(raisedRules(rules, open("/etc/host/file", "read", RUNC)), [CONFIGURATION]);
  }
  const overlaid = { ...RUNC, "proc.exepath": "/runc", "proc.is_exe_lower_layer": true };
  const rules = rulesFor({ executables: [program("/runc")] });
  assert.deepEqual(raisedRules(rules, open("/etc/host/file", "read", overlaid)), [CONFIGURATION]);
});

/** runc under load, before it enters the container's namespaces. */
const EARLY = {
  ...RUNC,
  ...{ "proc.name": "runc", "proc.exepath": "runc", "proc.args": "init" },
  ...{ "proc.pid": 4711, "proc.vpid": 4711 },
};

test("the runtime's first steps under load are excused, of its execution too", () => {
  const rules = rulesFor();
  assert.deepEqual(raisedRules(rules, exec("runc", EARLY)), []);
  assert.deepEqual(raisedRules(rules, open("/etc/host/file", "read", EARLY)), []);
  assert.deepEqual(raisedRules(rules, open("/dev/null", "write", EARLY)), []);
  for (const set of [
    { "proc.vpid": 1 },
    { "proc.args": "init --more" },
    { "proc.pexepath": "/bin/sh" },
    { "proc.is_exe_lower_layer": true },
    { "proc.is_exe_upper_layer": true },
  ]) {
    const raised = raisedRules(rules, exec("runc", { ...EARLY, ...set }));
    assert.ok(raised.includes("Unexpected program"), JSON.stringify(set));
  }
});

test("a program of a file that is many programs runs by the names that were seen alone", () => {
  const busybox = program("/bin/busybox", {
    arguments: [
      ["sh", "-c", null],
      ["cat", "/etc/hosts"],
    ],
  });
  const rules = rulesFor({ executables: [busybox] });
  const run = (name: string): string[] => {
    return raisedRules(rules, exec("/bin/busybox", { "proc.exe": name }));
  };
  assert.deepEqual(run("sh"), []);
  assert.deepEqual(run("cat"), []);
  assert.deepEqual(run("wget"), ["Unexpected program"]);
  const shell = program("/bin/bash", { arguments: [["bash", "-c", null]] });
  const other = exec("/bin/bash", { "proc.exe": "-bash" });
  assert.deepEqual(raisedRules(rulesFor({ executables: [shell] }), other), []);
});

test("a program that the engine starts in a running container is reported where that is on", () => {
  const on = { withDisabled: true };
  const session = { "proc.vpid": 7, "proc.pexepath": "/usr/bin/containerd-shim-runc-v2" };
  const raised = (more: object): string[] =>
    raisedRules(rulesFor(), exec("/usr/sbin/nginx", { ...session, ...more }), on);
  assert.deepEqual(raised({}), ["Program started from outside"]);
  assert.deepEqual(raised({ "proc.vpid": 1 }), []);
  assert.deepEqual(raised({ "proc.pexepath": "/usr/sbin/nginx" }), []);
});

test("a pattern admits names as long as those that were seen, and of such characters", () => {
  const made = file("/tmp/tmp*", { rule: "varying-name", stars: ["[a-z0-9_]{8}"] });
  const rules = rulesFor({ filesWritten: [made] });
  assert.deepEqual(raisedRules(rules, open("/tmp/tmpab3_x9zz", "write")), []);
  for (const name of ["/tmp/tmpx.sh", "/tmp/tmpp.so", "/tmp/tmpab3_x9zzz", "/tmp/tmpAB3_x9zz"]) {
    assert.deepEqual(raisedRules(rules, open(name, "write")), ["Unexpected write"], name);
  }
});
