import assert from "node:assert/strict";
import { test } from "node:test";
import { generalisePaths } from "../../../src/aggregate/patterns/generalise.js";
import { baselineOfBehaviours, open } from "../samples.js";

function results(paths: readonly string[], what: "files" | "programs" = "files"): string[] {
  const generalise = generalisePaths(paths, { ids: new Set(), what });
  return [...new Set(paths.map((path) => generalise(path).path))].sort();
}

function under(folder: string, names: string): string[] {
  return names.split(" ").map((name) => `${folder}/${name}`);
}

test("dates and times vary, in whatever way they are written", () => {
  for (const [names, pattern] of [
    ["log-2026-11-26T05:54:14.log log-2026-11-27T06:00:00.log", "log-*.log"],
    ["log-2026-11-26T05:54:14.123456Z log-2026-11-26T05:54:14+01:00", "log-*"],
    ["dump_20261126-055414.sql dump_20261127-055500.sql", "dump_*.sql"],
    ["dump.20261126055414 dump.20261127055500", "dump.*"],
    ["core-2026-11-26_05-54.x core-2026-11-26_05-55.x", "core-*.x"],
    ["a-2026-11-26.log a-2026-11-27.log a-2026-11-28.log a-2026-11-29.log", "a-*.log"],
  ] as const) {
    assert.deepEqual(results(under("/tmp", names)), [`/tmp/${pattern}`]);
  }
  const days = "2026-11-26 2026-11-27 2026-11-28";
  assert.equal(results(under("/tmp", days)).length, 3);
  const versions = "a-2026.13.01T1 a-1926-11-26T05:54 a-2026-11-26T25:00 a-12026-11-26T05:54";
  assert.equal(results(under("/tmp", versions)).length, 4);
});

test("temporary tables of MariaDB vary, in hexadecimal digits", () => {
  const tables = "#sql-temptable-27-1-1c.MAD #sql-temptable-1f-b-a.MAD";
  assert.deepEqual(results(under("/tmp", tables)), ["/tmp/#sql-temptable-*-*-*.MAD"]);
  const altered = "#sql-alter-27-1.frm #sql-alter-28-1.frm #sql-alter-2a-c.frm #sql-alter-2b-1.frm";
  assert.deepEqual(results(under("/var/lib/mysql/db", altered)), [
    "/var/lib/mysql/db/#sql-alter-*-*.frm",
  ]);
});

test("what git writes before it knows its name varies", () => {
  const names = "tmp_pack_aB3dE6 tmp_pack_Zx8Yw5";
  assert.deepEqual(results(under("/tmp/r/objects/pack", names)), [
    "/tmp/r/objects/pack/tmp_pack_*",
  ]);
});

const SHA1 = "ab4915e2f1c3d4a5b6c7d8e9f0a1b2c3d4e5f6a7";
const SHA256 = `${SHA1}0123456789abcdef01234567`;

test("files that are called by a digest vary within the folder that has its first digits", () => {
  for (const [path, pattern] of [
    [`/srv/r/objects/ab/${SHA1.slice(2)}`, "/srv/r/objects/ab/*"],
    [`/srv/r/objects/ab/${SHA256.slice(2)}`, "/srv/r/objects/ab/*"],
    ["/srv/r/objects/ab/tmp_obj_aB3dE6", "/srv/r/objects/ab/tmp_obj_*"],
    [`/srv/cache/ab/${SHA1}`, "/srv/cache/ab/*"],
    [`/srv/cache/ab/${SHA256}.json`, "/srv/cache/ab/*.json"],
    [`/srv/cache/ab/49/${SHA256.slice(4)}`, "/srv/cache/ab/49/*"],
    [`/var/cache/nginx/7/6a/${SHA1.slice(8)}`, "/var/cache/nginx/7/6a/*"],
  ] as const) {
    assert.deepEqual(results([path]), [pattern]);
    assert.deepEqual(results([path], "programs"), [path]);
  }
});

test("two folders of digests show that the folder varies, and nothing beside them is part of it", () => {
  const rest = SHA1.slice(2);
  const paths = [
    ...["/srv/r/objects/ab", `/srv/r/objects/ab/${rest}`, `/srv/r/objects/0c/${rest}`],
    ...["/srv/r/objects/d7/tmp_obj_aB3dE6", "/srv/r/objects/info/packs", "/srv/r/objects/d7e"],
    ...[`/srv/cache/7/6a/${SHA1.slice(8)}`.replace(/.{3}$/u, "6a7"), "/srv/cache/index"],
    ...[`/srv/cache/c/29/${SHA1.slice(8)}`.replace(/.{3}$/u, "29c"), "/srv/cache/c/29"],
    ...[`/srv/one/ab/${rest}`, "/srv/one/cd/file"],
  ];
  assert.deepEqual(
    results(paths),
    [
      ...["/srv/r/objects/*", "/srv/r/objects/*/*", "/srv/r/objects/*/tmp_obj_*"],
      ...["/srv/r/objects/info/packs", "/srv/r/objects/d7e"],
      ...["/srv/cache/*/*/*", "/srv/cache/index", "/srv/cache/*/*"],
      ...["/srv/one/ab/*", "/srv/one/cd/file"],
    ].sort(),
  );
});

test("the folder of a digest stays, and what is beside it, and closed places", () => {
  for (const path of [
    `/srv/r/objects/zz/${SHA1.slice(2)}`,
    `/srv/r/objects/info/${SHA1.slice(2)}`,
    `/srv/cache/cd/${SHA1}`,
    `/srv/cache/ab/${SHA1.slice(0, 12)}`,
    `/srv/cache/ab/${SHA1}`.replace("/srv", "/etc"),
    `/usr/lib/debug/.build-id/ab/${SHA1.slice(2)}.debug`,
    "/srv/r/objects/ab/tmp_obj_words",
  ]) {
    assert.deepEqual(results([path]), [path]);
  }
});

test("files that were made without a name are one in each folder, and real names are not theirs", () => {
  const behaviours = [
    open("/tmp/#2688244", { name: "/tmp", access: "write", storage: "deleted" }),
    open("/tmp/#2688251", { name: "/tmp", access: "write", storage: "deleted" }),
    open("/tmp/#77", { access: "write", storage: "upper" }),
  ];
  for (const order of [behaviours, [...behaviours].reverse()]) {
    assert.deepEqual(
      baselineOfBehaviours(...order).filesWritten.map(({ path, rule, openedAs, count }) => [
        path,
        rule,
        openedAs,
        count,
      ]),
      [
        ["/tmp/#", undefined, ["/tmp"], 2],
        ["/tmp/#77", undefined, undefined, 1],
      ],
    );
  }
});
