/** A flood costs its own list, says where it was, and leaves the rest of a baseline alone. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { fairShare } from "../../../src/aggregate/evidence/fair-share.js";
import type { Behaviour } from "../../../src/model/events/events.js";
import { actor, baselineOf, connect, exec, fact, open } from "../samples.js";

/** The same each time, and random to look at. */
function random(index: number): string {
  const text = createHash("sha256").update(String(index)).digest("base64");
  return text.replace(/[^A-Za-z0-9]/gu, "x").slice(0, 12);
}

function written(path: string): Behaviour {
  return open(path, { access: "write", storage: "upper" });
}

function floodOf(count: number, make: (index: number) => Behaviour, program = "/usr/bin/flood") {
  const who = actor({ programs: [program] });
  return Array.from({ length: count }, (_, index) => fact(make(index), { actor: who }));
}

const RAN = fact(exec("/bin/sh"));

test("files that were too many are told with their folder, and who it was", () => {
  const flood = floodOf(6000, (index) => written(`/data/${random(index)}`));
  const { completeness, filesWritten } = baselineOf([RAN, fact(written("/etc/x")), ...flood]);
  assert.equal(filesWritten.length, 5001);
  assert.deepEqual(
    completeness.reasons.map(({ code, count, message }) => [code, count, message]),
    [
      [
        "entries-capped",
        1000,
        "1000 events or names were left out, as lists were full: filesWritten 1000, most below /data/, by /usr/bin/flood",
      ],
    ],
  );
});

test("files that are one pattern are never too many", () => {
  const flood = floodOf(6000, (index) => written(`/tmp/${random(index)}`));
  const renames = floodOf(6000, (index) => ({
    kind: "change",
    operation: "rename",
    from: changed(`/tmp/${random(index)}`),
    to: changed("/var/lib/state"),
    ret: 0,
  }));
  const pipes = floodOf(6000, (index) =>
    open(`/run/p/${random(index)}.x`, { type: "fifo", access: "read" }),
  );
  const baseline = baselineOf([RAN, ...flood, ...renames, ...pipes]);
  assert.deepEqual(baseline.completeness, { state: "complete", reasons: [] });
  const { filesWritten, changes, otherOpens } = baseline;
  assert.deepEqual(
    [...filesWritten, ...changes, ...otherOpens].map(({ path, count }) => [path, count]),
    [
      ["/tmp/*", 6000],
      ["/tmp/*", 6000],
      ["/run/p/*.x", 6000],
    ],
  );
});

function changed(path: string) {
  return { path, asked: path, name: path, storage: "upper" } as const;
}

test("what fits no pattern of the folder is left out all the same", () => {
  const flood = floodOf(6000, (index) => written(`/tmp/job-${random(index)}.log`));
  const others = floodOf(2, (index) => written(`/tmp/zz${String(index)}`), "/bin/other");
  const { completeness } = baselineOf([RAN, ...flood, ...others]);
  assert.deepEqual(
    completeness.reasons.map(({ count }) => count),
    [2],
  );
});

test("a file that was kept is counted once, though all is looked at again", () => {
  const flood = floodOf(6000, (index) => written(`/tmp/job-${random(index)}.log`));
  const lost = fact(open(null, { type: null }), { count: 4 });
  const baseline = baselineOf([RAN, fact(open("/etc/x"), { count: 3 }), lost, ...flood]);
  assert.deepEqual(
    baseline.filesRead.map(({ count }) => count),
    [3],
  );
  assert.deepEqual(
    baseline.completeness.reasons.map(({ count }) => count),
    [4],
  );
});

test("an address with many ports and many names lists the first names at each port", () => {
  const answers = floodOf(300, (index) => ({
    kind: "name-answer",
    type: 1,
    name: `${String(index).padStart(4, "0")}.test`,
    aliases: [],
    addresses: ["10.0.0.1"],
    code: 0,
    server: { address: "10.0.0.2", port: 53 },
  }));
  const calls = floodOf(300, (index) =>
    connect("10.0.0.1", { remote: { address: "10.0.0.1", port: 1 + index } }),
  );
  const { destinations } = baselineOf([RAN, ...answers, ...calls]);
  assert.equal(destinations.length, 300);
  assert.deepEqual(
    destinations.map(({ names = [] }) => [names.length, names[99]]),
    Array.from({ length: 300 }, () => [100, "0099.test"]),
  );
});

test("where a list is too long the largest tree gives way", () => {
  const paths = [...Array.from({ length: 90 }, (_, index) => `/a/${String(index)}`), "/b/x", "/c"];
  const lengths = paths.map(() => 10);
  const { items, left, used } = fairShare(paths, lengths, 200, 1000, (path) => path);
  assert.deepEqual(items, [...paths.slice(0, 18), "/b/x", "/c"]);
  assert.deepEqual([left.length, used], [72, 200]);
  const few = fairShare(paths, lengths, 100_000, 12, (path) => path);
  assert.deepEqual(few.items, [...paths.slice(0, 10), "/b/x", "/c"]);
});
