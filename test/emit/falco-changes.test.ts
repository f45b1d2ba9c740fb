import assert from "node:assert/strict";
import { test } from "node:test";
import { escapePattern } from "../../src/model/baseline/pattern.js";
import type { ChangeEntry } from "../../src/model/baseline/baseline.js";
import { asFalcoSees } from "../../src/emit/falco/text.js";
import { raisedRules } from "./falco-evaluator.js";
import type { FalcoEvent } from "./falco-evaluator.js";
import { CONTAINER, RUNC, call, chmod, link, rename, rulesFor, symlink } from "./falco-events.js";
import { HOSTILE_PATHS, change, file } from "./sample-baseline.js";

function judge(...changes: readonly ChangeEntry[]): (event: FalcoEvent) => string[] {
  const rules = rulesFor({ changes });
  return (event) => raisedRules(rules, event);
}

/** One event of each sort, on a path. */
const EVENTS: readonly [rule: string, event: (path: string) => FalcoEvent][] = [
  ["Unexpected rename", (path) => rename(path, "/other")],
  ["Unexpected rename", (path) => rename("/other", path)],
  ["Unexpected link", (path) => link(path, "/other")],
  ["Unexpected link", (path) => symlink(path, "/other")],
  ["Unexpected removal", (path) => call("unlink", { path })],
  ["Unexpected removal", (path) => call("rmdir", { path })],
  ["Unexpected removal", (path) => call("unlinkat", { name: path })],
  ["Unexpected directory", (path) => call("mkdir", { path })],
  ["Unexpected directory", (path) => call("mkdirat", { path })],
  ["Unexpected device or pipe", (path) => call("mknodat", { path, mode: "S_IFIFO" })],
  ["File made executable", (path) => chmod(path, "S_IXUSR|S_IRUSR")],
  ["Unexpected permissions or owner", (path) => chmod(path, "S_IWOTH|S_IRUSR")],
  ["Unexpected permissions or owner", (path) => call("lchown", { path })],
  ["Unexpected permissions or owner", (path) => call("fchownat", { pathname: path })],
  ["Unexpected permissions or owner", (path) => call("fchown", {}, { "fd.name": path })],
  ["Unexpected mount", (path) => call("mount", { dir: path, dev: "tmpfs", type: "tmpfs" })],
  ["Unexpected mount", (path) => call("umount2", { name: path })],
];

/** A baseline that holds all of the above. */
function everything(path: string, more: Partial<ChangeEntry> = {}): ChangeEntry[] {
  return [
    change("rename", path, { to: "/other", ...more }),
    change("rename", "/other", { to: path, ...(more.rule ? { toRule: more.rule } : {}) }),
    change("link", path, { to: "/other", ...more }),
    change("symlink", path, { texts: ["/other"], ...more }),
    change("unlink", path, more),
    change("mkdir", path, more),
    change("mknod", path, more),
    change("chmod", path, { modes: ["0500"], ...more }),
    change("chown", path, more),
    change("mount", path, { texts: ["tmpfs"], ...more }),
    change("umount", path, more),
  ];
}

test("where no change was seen each is reported, by a rule of its own", () => {
  const raised = judge();
  for (const [rule, event] of EVENTS) {
    const all =
      rule === "File made executable" ? [rule, "Unexpected permissions or owner"] : [rule];
    assert.deepEqual(raised(event("/data/file")), all);
  }
});

test("changes that were seen are not reported, and those of other files are", () => {
  const raised = judge(...everything("/data/file"));
  for (const [rule, event] of EVENTS) {
    assert.deepEqual(raised(event("/data/file")), [], rule);
    assert.ok(raised(event("/data/file2")).includes(rule), rule);
  }
});

test("a change that was only seen to fail is reported once it succeeds", () => {
  const failed = everything("/data/file").map((entry) => ({ ...entry, results: ["EACCES"] }));
  const raised = judge(...failed);
  for (const [rule, event] of EVENTS) assert.ok(raised(event("/data/file")).includes(rule), rule);
});

test("attempts that fail are not reported: nothing was changed", () => {
  const raised = judge();
  for (const [, event] of EVENTS) {
    assert.deepEqual(raised({ ...event("/data/file"), "evt.rawres": -13, "evt.failed": true }), []);
  }
});

test("the set-up of a container, other images and the host are not looked at", () => {
  const raised = judge();
  const host = { "container.image.repository": "", "container.image.id": "" };
  for (const [, event] of EVENTS) {
    assert.deepEqual(raised({ ...event("/data/file"), ...RUNC }), []);
    assert.deepEqual(raised({ ...event("/data/file"), ...host }), []);
  }
});

test("the two names of a rename are allowed together, not each with every other", () => {
  const raised = judge(
    change("rename", "/tmp/new", { to: "/etc/app.conf" }),
    change("rename", "/tmp/log", { to: "/var/log/old" }),
  );
  assert.deepEqual(raised(rename("/tmp/new", "/etc/app.conf")), []);
  assert.deepEqual(raised(rename("/tmp/log", "/etc/app.conf")), ["Unexpected rename"]);
  assert.deepEqual(raised(rename("/etc/app.conf", "/tmp/new")), ["Unexpected rename"]);
});

test("a pair of patterns allows what both fit", () => {
  const raised = judge(
    change("rename", "/tmp/job-*", {
      rule: "varying-name",
      to: "/data/out-*",
      toRule: "varying-name",
    }),
  );
  assert.deepEqual(raised(rename("/tmp/job-1", "/data/out-2")), []);
  assert.deepEqual(raised(rename("/tmp/job-1", "/etc/out-2")), ["Unexpected rename"]);
  assert.deepEqual(raised(rename("/tmp/job-1/x", "/data/out-2")), ["Unexpected rename"]);
});

test("a file is known by every absolute name it was asked for, at both ends", () => {
  const raised = judge(
    change("rename", "/run/a", {
      askedAs: ["/var/run/../run/a", "a"],
      to: "/run/b",
      toAskedAs: ["/var/run//b"],
    }),
    change("unlink", "/run/c", { askedAs: ["/var/run/c"] }),
  );
  assert.deepEqual(raised(rename("/var/run/a", "/var/run/b")), []);
  assert.deepEqual(raised(rename("/run/a", "/var/run/b")), []);
  assert.deepEqual(raised(rename("a", "/run/b")), ["Unexpected rename"]);
  assert.deepEqual(raised(call("unlinkat", { name: "/var/run/c" })), []);
});

test("a hard link is allowed from the file to the name, and not the other way round", () => {
  const raised = judge(change("link", "/data/file", { to: "/data/name" }));
  assert.deepEqual(raised(link("/data/file", "/data/name")), []);
  assert.deepEqual(raised(link("/data/name", "/data/file")), ["Unexpected link"]);
  assert.deepEqual(raised(link("/etc/shadow", "/data/name")), ["Unexpected link"]);
});

test("of two ends that are relative to folders' descriptors Falco's arguments are looked at", () => {
  const raised = judge(change("rename", "/data/new", { to: "/data/file" }));
  const event = rename("/data/new", "/data/file", {
    "fs.path.source": "/new",
    "fs.path.target": "/file",
  });
  assert.deepEqual(raised(event), []);
  const forged = { "fs.path.source": "/data/new", "fs.path.target": "/data/file" };
  assert.deepEqual(raised(rename("/etc/new", "/etc/file", forged)), ["Unexpected rename"]);
});

test("an absolute name is allowed as it was asked for, and so is the normal one", () => {
  const raised = judge(
    change("mkdir", "/srv/a", { slashed: true, askedAs: ["/link/a"] }),
    change("mkdir", "/srv/b", { askedAs: ["/srv//b", "/srv/x/../b"] }),
    change("rename", "/srv/c", { to: "/srv/d", toSlashed: true }),
    change("mkdir", "/tmp/job-*", { rule: "varying-name", slashed: true }),
  );
  for (const path of ["/srv/a", "/srv/a/", "/link/a", "/link/a/", "/srv/b", "/srv//b"]) {
    assert.deepEqual(raised(call("mkdir", { path })), [], path);
  }
  for (const path of ["/srv/x/../b", "/tmp/job-7", "/tmp/job-7/"]) {
    assert.deepEqual(raised(call("mkdir", { path })), [], path);
  }
  for (const path of ["/srv/b/", "/srv/a//", "/tmp/job-7/x", "/tmp/job-7//"]) {
    assert.deepEqual(raised(call("mkdir", { path })), ["Unexpected directory"], path);
  }
  assert.deepEqual(raised(rename("/srv/c", "/srv/d/")), []);
  assert.deepEqual(raised(rename("/srv/c/", "/srv/d/")), ["Unexpected rename"]);
});

test("no pattern is left through dots, which Falco leaves in an absolute argument", () => {
  const raised = judge(
    change("unlink", "/srv/*/f", { rule: "varying-name" }),
    change("chmod", "/srv/*", { rule: "varying-name", modes: ["0755"] }),
    change("rename", "/srv/*/f", { rule: "varying-name", to: "/srv/g" }),
  );
  assert.deepEqual(raised(call("unlink", { path: "/srv/..data/f" })), []);
  for (const path of ["/srv/../f", "/srv/./f", "/srv//f"]) {
    assert.deepEqual(raised(call("unlink", { path })), ["Unexpected removal"], path);
    assert.deepEqual(raised(rename(path, "/srv/g")), ["Unexpected rename"], path);
  }
  assert.deepEqual(raised(chmod("/srv/dir", "S_IXUSR")), []);
  for (const path of ["/srv/..", "/srv/."]) {
    assert.ok(raised(chmod(path, "S_IXUSR")).includes("File made executable"), path);
  }
});

test("a link may say what it said, relative or not, and nothing else", () => {
  const raised = judge(change("symlink", "/data/current", { texts: ["v1", "/data/v2"] }));
  assert.deepEqual(raised(symlink("/data/current", "v1")), []);
  assert.deepEqual(raised(symlink("/data/current", "/data/v2")), []);
  assert.deepEqual(raised(symlink("/data/current", "/etc")), ["Unexpected link"]);
});

test("permissions that make a file executable are reported where others were seen", () => {
  const raised = judge(change("chmod", "/data/file", { modes: ["0600", "0644"] }));
  assert.deepEqual(raised(chmod("/data/file", "S_IWUSR|S_IRUSR")), []);
  for (const bit of ["S_IXUSR", "S_IXGRP", "S_IXOTH", "S_ISUID", "S_ISGID"]) {
    assert.deepEqual(raised(chmod("/data/file", `S_IRUSR|${bit}`)), ["File made executable"]);
  }
});

test("a folder that fchownat was given as a place is not the file that it changes", () => {
  const raised = judge(change("chown", "/data"));
  const event = call("fchownat", { pathname: "/data/file" }, { "fd.name": "/data" });
  assert.deepEqual(raised(event), ["Unexpected permissions or owner"]);
});

test("a path that Falco could not find out is reported", () => {
  const raised = judge(...everything("/data/file"));
  assert.deepEqual(raised(call("unlinkat", { name: "<UNKNOWN>file" })), ["Unexpected removal"]);
  assert.deepEqual(raised({ ...CONTAINER, "evt.type": "rename", "evt.rawres": 0 }), [
    "Unexpected rename",
  ]);
});

test("whatever a changed file is called, the rules allow it and no other", () => {
  for (const path of HOSTILE_PATHS.filter((each) => each !== "/other")) {
    const raised = judge(...everything(path));
    const patterns = judge(...everything(`${escapePattern(path)}*`, { rule: "varying-name" }));
    const seen = asFalcoSees(path);
    for (const [rule, event] of EVENTS) {
      assert.deepEqual(raised(event(seen)), [], `${rule} ${seen}`);
      assert.ok(raised(event(`${seen}x`)).includes(rule), `${rule} ${seen}`);
      assert.deepEqual(patterns(event(`${seen}x`)), [], `${rule} ${seen}*`);
      assert.ok(patterns(event(`x${seen}`)).includes(rule), `${rule} ${seen}*`);
    }
  }
});

test("a descriptor is called as the file was opened, through a link too", () => {
  const changes = [change("chown", "/run/app.pid"), change("chmod", "/run/app.pid")];
  const written = file("/run/app.pid", { openedAs: ["/var/run/app.pid"] });
  const rules = rulesFor({ changes, filesWritten: [written] });
  for (const type of ["fchown", "fchmod"]) {
    const named = (name: string): string[] =>
      raisedRules(rules, call(type, { mode: "S_IRUSR" }, { "fd.name": name }));
    assert.deepEqual(named("/run/app.pid"), []);
    assert.deepEqual(named("/var/run/app.pid"), []);
    assert.deepEqual(named("/var/run/other.pid"), ["Unexpected permissions or owner"]);
  }
});

test("a pattern that was asked for with dots in its path is a pattern there too", () => {
  const raised = judge(
    change("mkdir", "/r/objects/incoming-*/56", {
      rule: "passing-name",
      stars: ["[A-Za-z0-9]{6}"],
      askedAs: ["/r/./objects/incoming-*/56"],
    }),
  );
  assert.deepEqual(raised(call("mkdir", { path: "/r/./objects/incoming-PqEqZA/56" })), []);
  assert.deepEqual(raised(call("mkdir", { path: "/r/./objects/incoming-*/56" })), [
    "Unexpected directory",
  ]);
});

test("a directory below /run may be made by the way of /var/run, as mkdir -p does", () => {
  const raised = judge(change("mkdir", "/run/app"), change("mkdir", "/run/lock/app"));
  for (const path of ["/run/app", "/var/run/app", "/run/lock/app", "/var/lock/app"]) {
    assert.deepEqual(raised(call("mkdir", { path })), [], path);
  }
  assert.deepEqual(raised(call("mkdir", { path: "/var/run/other" })), ["Unexpected directory"]);
  assert.deepEqual(raised(call("unlinkat", { name: "/var/run/app" })), ["Unexpected removal"]);
});
