import assert from "node:assert/strict";
import { test } from "node:test";
import { escapePattern } from "../../src/model/pattern.js";
import { raisedRules } from "./falco-evaluator.js";
import { exec, open, rulesFor } from "./falco-events.js";
import { file, program } from "./sample-baseline.js";

test("files are allowed for what they were opened for, and only for that", () => {
  const rules = rulesFor();
  assert.deepEqual(raisedRules(rules, open("/etc/passwd", "read")), []);
  assert.deepEqual(raisedRules(rules, open("/etc/passwd", "write")), ["Unexpected write"]);
  assert.deepEqual(raisedRules(rules, open("/etc/shadow", "read")), ["Unexpected read"]);
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

test("the runtime's set-up is excused, and no one who takes its name", () => {
  const rules = rulesFor();
  const runc = { "proc.exepath": "/usr/sbin/runc", "proc.name": "runc:[2:INIT]" };
  assert.deepEqual(raisedRules(rules, open("/host/file", "read", runc)), []);
  const renamed = { "proc.exepath": "/bin/sh", "proc.name": "runc:[2:INIT]" };
  assert.deepEqual(raisedRules(rules, open("/host/file", "read", renamed)), ["Unexpected read"]);
  const planted = { ...runc, "proc.is_exe_upper_layer": true };
  assert.deepEqual(raisedRules(rules, open("/host/file", "read", planted)), ["Unexpected read"]);
  assert.deepEqual(raisedRules(rules, exec("/usr/sbin/runc", runc)), ["Unexpected program"]);
});

test("an image that runs a runtime of its own gets no excuse for it", () => {
  for (const entry of [
    program("/usr/sbin/runc"),
    program("/usr/*/runc", { rule: "varying-name" }),
  ]) {
    const rules = rulesFor({ executables: [entry] });
    const runc = { "proc.exepath": "/usr/sbin/runc", "proc.name": "runc:[2:INIT]" };
    assert.deepEqual(raisedRules(rules, open("/host/file", "read", runc)), ["Unexpected read"]);
  }
});
