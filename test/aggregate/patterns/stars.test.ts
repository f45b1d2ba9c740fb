/** What a pattern says of the texts that its stars stood for. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { generalisePaths } from "../../../src/aggregate/patterns/generalise.js";
import type { Change } from "../../../src/model/events/events.js";
import { baselineOfBehaviours, open } from "../samples.js";

const OWN_ID = "0123456789ab".repeat(6).slice(0, 64);

function rename(from: string, to: string): Change {
  const path = (name: string) => ({ path: name, asked: name, name, storage: "upper" }) as const;
  return { kind: "change", operation: "rename", from: path(from), to: path(to), ret: 0 };
}

function starsOf(...paths: readonly string[]): [string, readonly string[] | undefined] {
  const { path, stars } = generalisePaths(paths, { ids: new Set([OWN_ID]) })(paths[0] ?? "");
  return [path, stars];
}

test("a random part is as long as it was, and of such characters", () => {
  for (const [paths, pattern, star] of [
    [["/tmp/tmpab3_x9zz", "/tmp/tmp1q2w3e4r"], "/tmp/tmp*", "[a-z0-9_]{8}"],
    [["/tmp/tmpdownload", "/tmp/tmp1q_w2e3r"], "/tmp/tmp*", "[a-z0-9_]{8}"],
    [["/tmp/ab3_x9zz", "/tmp/1q_w2e3r"], "/tmp/*", "[a-z0-9_]{8}"],
    [["/tmp/tmp.aB3dE6", "/tmp/tmp.Zx8Yw5"], "/tmp/tmp.*", "[A-Za-z0-9]{6}"],
    [
      ["/var/tmp/page.eCCcH8g7ZL", "/var/tmp/page.oGAwCK3060"],
      "/var/tmp/page.*",
      "[A-Za-z0-9]{10}",
    ],
    [
      ["/tmp/job-10001.log", "/tmp/job-10002.log", "/tmp/job-10003.log", "/tmp/job-10004.log"],
      "/tmp/job-*.log",
      "[0-9]+",
    ],
    [["/proc/12/status", "/proc/345/status"], "/proc/*/status", "[0-9]+"],
    [[`/run/${OWN_ID}.pid`], "/run/*.pid", "[0-9a-f]{64}"],
  ] as const) {
    assert.deepEqual(starsOf(...paths), [pattern, [star]], pattern);
  }
});

test("a path with several stars says what each stood for, in order", () => {
  assert.deepEqual(starsOf("/proc/12/task/13/comm", "/proc/7/task/8/comm"), [
    "/proc/*/task/*/comm",
    ["[0-9]+", "[0-9]+"],
  ]);
});

test("a literal path has no stars", () => {
  assert.deepEqual(starsOf("/tmp/a*b"), ["/tmp/a*b", undefined]);
});

test("entries of a baseline say it, of both ends of a change", () => {
  const [one, two] = ["/srv/.a.aB3dE6gH", "/srv/.a.Zx8Yw5Vu"] as const;
  const baseline = baselineOfBehaviours(
    open("/tmp/tmpab3_x9zz", { access: "write" }),
    open("/tmp/tmp1q2w3e4r", { access: "write" }),
    ...[one, two].map((path) => rename(path, "/srv/a")),
  );
  assert.deepEqual(
    baseline.filesWritten.map(({ path, stars }) => [path, stars]),
    [["/tmp/tmp*", ["[a-z0-9_]{8}"]]],
  );
  assert.deepEqual(
    baseline.changes.map(({ path, stars, toStars }) => [path, stars, toStars]),
    [["/srv/.a.*", ["[A-Za-z0-9]{8}"], undefined]],
  );
});
