import assert from "node:assert/strict";
import { test } from "node:test";
import type { Behaviour, Operation } from "../../../src/model/events/events.js";
import { asideLiterals } from "../../../src/aggregate/patterns/renamed-names.js";
import { changedPath } from "../../model/behaviours.js";
import { baselineOfBehaviours, open } from "../samples.js";

function change(operation: Operation, from: string, to?: string, ret = 0): Behaviour {
  const target = to === undefined ? {} : { to: changedPath(to) };
  return { kind: "change", operation, from: changedPath(from), ...target, ret };
}

/** Every path of the lists of files. */
function pathsOf(behaviours: readonly Behaviour[]): string[] {
  const { filesRead, filesWritten, changes } = baselineOfBehaviours(...behaviours);
  return [
    ...filesRead.map(({ path }) => `read ${path}`),
    ...filesWritten.map(({ path }) => `written ${path}`),
    ...changes.map(({ operation, path, to }) => [operation, path, to ?? ""].join(" ").trim()),
  ];
}

test("a file that is written aside and renamed once is a pattern wherever it stands", () => {
  const behaviours = [
    open("/data/.file1.S5Z0rZ", { access: "read-write" }),
    change("chmod", "/data/.file1.S5Z0rZ"),
    change("rename", "/data/.file1.S5Z0rZ", "/data/file1"),
    change("unlink", "/data/.file1.Qw3rTy"),
    change("unlink", "/data/.file1.swp"),
  ];
  for (const order of [behaviours, [...behaviours].reverse()]) {
    assert.deepEqual(pathsOf(order), [
      "read /data/.file1.*",
      "written /data/.file1.*",
      "chmod /data/.file1.*",
      "rename /data/.file1.* /data/file1",
      "unlink /data/.file1.*",
      "unlink /data/.file1.swp",
    ]);
  }
});

test("what varies beside the new name is a number, or letters and digits that are no word", () => {
  const expected: readonly (readonly [from: string, to: string, pattern: string | null])[] = [
    ["apache2.pid.BoHK3F", "apache2.pid", "apache2.pid.*"],
    ["pg_internal.init.53", "pg_internal.init", "pg_internal.init.*"],
    ["config.json.tmpab_1x9zq", "config.json", "config.json.tmp*"],
    [".tmp-77-dump.rdb", "dump.rdb", ".tmp-*-dump.rdb"],
    ["state.12.Qw3rTy", "state", "state.*.*"],
    ["7.a.Qw3rTy", "a", null],
    ["file.tmp", "file", null],
    ["file.backup", "file", null],
    ["file53", "file", null],
    ["temp-15.rdb", "dump.rdb", null],
    ["1", "", null],
  ];
  for (const [from, to, pattern] of expected) {
    assert.equal(asideLiterals(from, to)?.join("*") ?? null, pattern, from);
  }
});

test("no pattern comes of a rename into another folder, that failed, or where any file is run", () => {
  for (const renamed of [
    change("rename", "/data/a/file1.S5Z0rZ", "/data/b/file1"),
    change("rename", "/data/file1.S5Z0rZ", "/data/file1", -2),
    change("exchange", "/data/file1.S5Z0rZ", "/data/file1"),
    change("rename", "/etc/cron.d/job.S5Z0rZ", "/etc/cron.d/job"),
    change("rename", "/etc/profile.d/x.S5Z0rZ", "/etc/profile.d/x"),
  ]) {
    assert.ok(pathsOf([renamed]).every((path) => !path.includes("*")));
  }
});

test("a rename makes a pattern wherever it is, where names alone make none", () => {
  for (const path of [
    "/etc/passwd",
    "/usr/local/bin/tool",
    "/usr/lib/python3/__pycache__/x.cpython-311.pyc",
    "/root/.ssh/authorized_keys",
  ]) {
    const found = pathsOf([change("rename", `${path}.S5Z0rZ`, path)]);
    assert.ok(found.includes(`rename ${path}.* ${path}`), found.join(" "));
  }
});

test("names that vary by themselves make one pattern, also where each is written aside", () => {
  const ids = ["3f786850e387550f", "89e6c98d92887913", "2b66fd261ee5c6cf", "d9a5b5d4a3f7c1e2"];
  const behaviours = ids.map((id, index) =>
    change("rename", `/tmp/s/.sess_${id}.Qw${String(index)}rTy`, `/tmp/s/sess_${id}`),
  );
  assert.deepEqual(pathsOf(behaviours), ["rename /tmp/s/.sess_*.* /tmp/s/sess_*"]);
});

test("a pattern that is learnt in one list holds in all of them", () => {
  const names = ["ShTDHa", "Zx3CvB", "q2W4e6", "kL9mN2"].map((x) => `/tmp/php${x}`);
  const behaviours = [
    ...names.map((path) => open(path, { access: "write" })),
    change("rename", "/tmp/phpShTDHa", "/srv/upload"),
    change("unlink", "/tmp/phpZx3CvB"),
  ];
  assert.deepEqual(pathsOf(behaviours), [
    "written /tmp/php*",
    "rename /tmp/php* /srv/upload",
    "unlink /tmp/php*",
  ]);
});

test("thousands of crafted renames are folded", () => {
  const behaviours = Array.from({ length: 10_000 }, (_, index) => {
    const name = `/data/${String(index % 10)}/${"a.".repeat(40)}${String(index)}`;
    return change("rename", `${name}.${String(index)}x9.7`, `${name}.${String(index)}x9`);
  });
  assert.equal(pathsOf(behaviours).length, 10_000);
});

test("of a file that was made exclusively the new name is fixed, as rsync copies files", () => {
  const flags = 0o300;
  for (const [name, pattern] of [
    [".archive-automatic.asc.gz8blu", ".archive-automatic.asc.*"],
    [".sources.list.RwHo8k", ".sources.list.*"],
    ["known_hosts.9NuXO096Vkd", "known_hosts.*"],
    // six letters by chance: not even then is it the file's own name that varies
    [".archive-automatic.asc.gzbblu", ".archive-automatic.asc.gzbblu"],
  ] as const) {
    const target = name.replace(/^\./u, "").replace(/\.[^.]+$/u, "");
    const [entry] = baselineOfBehaviours(
      open(`/srv/${name}`, { access: "write", flags }),
      change("rename", `/srv/${name}`, `/srv/${target}`),
    ).filesWritten;
    assert.equal(entry?.path, `/srv/${pattern}`);
    if (name.endsWith("gz8blu")) {
      assert.deepEqual(entry.stars, ["[A-Za-z0-9_]{6}"], "a capital may come there too");
    }
  }
});

test("an object that git links and removes again is called by its digest all the same", () => {
  const path = "/tmp/r2/objects/aa/4915e2f1c3d4a5b6c7d8e9f0a1b2c3d4e5f6a7";
  assert.deepEqual(pathsOf([change("link", "/tmp/r/object", path), change("unlink", path)]), [
    "link /tmp/r/object /tmp/r2/objects/aa/*",
    "unlink /tmp/r2/objects/aa/*",
  ]);
});

test("a file with a long number in its name that is made and removed is a pattern, however it is made", () => {
  const O_CREAT = 0o100;
  const tried = (name: string, ...more: Behaviour[]): string[] =>
    pathsOf([open(name, { access: "write", flags: O_CREAT }), ...more]);
  const name = "/root/.local/share/caddy/rw_test_4822678189205111";
  assert.deepEqual(tried(name, change("unlink", name)), [
    "written /root/.local/share/caddy/rw_test_*",
    "unlink /root/.local/share/caddy/rw_test_*",
  ]);
  assert.deepEqual(tried(name), [`written ${name}`], "it stayed");
  const short = "/root/.local/share/caddy/part_48226781";
  assert.deepEqual(tried(short, change("unlink", short)), [`written ${short}`, `unlink ${short}`]);
});
