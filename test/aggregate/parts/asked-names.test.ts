import assert from "node:assert/strict";
import { test } from "node:test";
import { changedPath } from "../../model/behaviours.js";
import { baselineOfBehaviours, open } from "../samples.js";

const NAMES = ["8fpNFb", "Zx3CvB", "q2W4e6", "kL9mN2"];

test("names asked for through a link become patterns with the paths that they led to", () => {
  const opens = NAMES.map((x) =>
    open(`/run/app/app.pid.${x}`, { name: `/var/run/app/app.pid.${x}`, access: "write" }),
  );
  for (const order of [opens, [...opens].reverse()]) {
    const [file, ...more] = baselineOfBehaviours(...order).filesWritten;
    assert.deepEqual(more, []);
    assert.equal(file?.path, "/run/app/app.pid.*");
    assert.deepEqual(file.openedAs, ["/var/run/app/app.pid.*"]);
  }
});

test("of a pattern all names that were asked for are patterns, with what is meant literally escaped", () => {
  const [file] = baselineOfBehaviours(
    ...NAMES.map((x) => open(`/run/b.${x}/[x]`, { name: `/var/run/b.${x}/[x]` })),
    open("/run/b.8fpNFb/[x]", { name: "/srv/[l]ink" }),
    open("/run/b.8fpNFb/[x]", { name: "/run/b.kL9mN2/[x]" }),
  ).filesRead;
  assert.equal(file?.path, "/run/b.*/\\[x\\]");
  assert.deepEqual(file.openedAs, ["/srv/\\[l\\]ink", "/var/run/b.*/\\[x\\]"]);
});

test("of a path that is no pattern the names stay as they were asked for", () => {
  const [file] = baselineOfBehaviours(open("/run/[x]", { name: "/var/run/[x]" })).filesRead;
  assert.deepEqual(file?.openedAs, ["/var/run/[x]"]);
});

test("the number of a process is a pattern in the path alone, where it was asked for as self", () => {
  const [file] = baselineOfBehaviours(
    open("/proc/7/status", { name: "/proc/self/status" }),
    open("/proc/8/status", { name: "/proc/8/status" }),
  ).filesRead;
  assert.equal(file?.path, "/proc/*/status");
  assert.deepEqual(file.openedAs, ["/proc/self/status"]);
});

test("both ends of a rename are patterns by the names that they were asked for", () => {
  const [change, ...more] = baselineOfBehaviours(
    ...NAMES.map((x) => ({
      kind: "change" as const,
      operation: "rename" as const,
      from: changedPath(`/var/run/a.${x}`, { path: `/run/a.${x}` }),
      to: changedPath(`/var/run/b.${x}`, { path: `/run/b.${x}` }),
      ret: 0,
    })),
  ).changes;
  assert.deepEqual(more, []);
  assert.deepEqual([change?.path, change?.to], ["/run/a.*", "/run/b.*"]);
  assert.deepEqual(change?.askedAs, ["/var/run/a.*"]);
  assert.deepEqual(change.toAskedAs, ["/var/run/b.*"]);
});
