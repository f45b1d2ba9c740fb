import assert from "node:assert/strict";
import { test } from "node:test";
import { foldBaselines } from "../../src/aggregate/fold.js";
import type { Actor } from "../../src/model/events/events.js";
import {
  actor,
  at,
  baselineOf,
  container,
  DIGEST,
  exec,
  fact,
  image,
  open,
  paths,
  recording,
} from "./samples.js";

test("runs are containers, per recording, and evidence says in how many a thing was seen", () => {
  const two = container({ id: "2".repeat(64), startedAt: at(7), stoppedAt: null });
  const again = container({ recordingId: 2, runtime: { name: "crun", version: "" } });
  const [baseline] = foldBaselines(
    [recording(), recording({ id: 2 })],
    [container(), two, again],
    [
      fact(open("/all"), { count: 3, last: at(500) }),
      fact(open("/all"), { containerId: two.id, first: at(2), count: 4 }),
      fact(open("/all"), { recordingId: 2 }),
      fact(open("/once"), { count: 2 }),
    ],
  );
  assert.deepEqual(baseline?.runs, {
    count: 3,
    recordings: 2,
    firstSeen: "2026-01-02T03:04:05.001Z",
    lastSeen: "2026-01-02T03:04:05.500Z",
    runtimes: [
      { name: "crun", version: "" },
      { name: "runc", version: "1.1.5" },
    ],
    each: [
      ...["6d4209422aae", "6d4209422aae"].map((id) => ({ id, started: "001" })),
      { id: "ba63bfec83dd", started: "007" },
    ].map(({ id, started }) => ({
      id,
      build: DIGEST,
      recording: "2026-01-02T03:04:05.000Z",
      started: `2026-01-02T03:04:05.${started}Z`,
      complete: true,
    })),
  });
  assert.deepEqual(
    baseline.filesRead.map(({ path, count, runs, firstSeen }) => [
      path,
      count,
      runs,
      firstSeen.slice(-4),
    ]),
    [
      ["/all", 8, "1-3", "002Z"],
      ["/once", 2, "1", "005Z"],
    ],
  );
});

test("there is one baseline per image, and an image gets nothing of another's containers", () => {
  const other = `sha256:${"0".repeat(64)}`;
  const containers = [
    container({
      image: image({ reference: "docker.io/library/alpine:3", tag: "3", repoTags: ["alpine:3"] }),
    }),
    container({
      id: "2".repeat(64),
      image: image({ imageId: other, reference: "nginx", repository: "nginx", repoTags: [] }),
    }),
    container({ id: "3".repeat(64), image: null }),
    container({ id: "4".repeat(64) }),
  ];
  const facts = ["1", "2", "3"].map((digit) =>
    fact(open(`/${digit}`), { containerId: digit.repeat(64) }),
  );
  const baselines = foldBaselines([recording()], containers, facts);
  assert.deepEqual(
    baselines.map(({ image: { name }, filesRead }) => [name, paths(filesRead)]),
    [
      ["alpine", ["/1"]],
      ["nginx", ["/2"]],
    ],
  );
  const { builds, ...identity } = baselines[0]?.image ?? assert.fail();
  assert.deepEqual(
    builds.map(({ digest }) => digest),
    [DIGEST],
  );
  assert.deepEqual(identity, {
    name: "alpine",
    references: ["alpine", "docker.io/library/alpine:3"],
    repositories: ["alpine"],
    tags: ["3", "latest"],
    repoDigests: [],
  });
});

test("builds of one name are one baseline, which knows what each of them did", () => {
  const rebuilt = { imageId: `sha256:${"c".repeat(64)}` };
  const containers = [
    container(),
    container({ id: "2".repeat(64), startedAt: at(20), image: image(rebuilt) }),
  ];
  const facts = [
    fact(open("/both")),
    fact(open("/both"), { containerId: "2".repeat(64) }),
    fact(open("/old")),
    fact(open("/new"), { containerId: "2".repeat(64) }),
  ];
  const baselines = foldBaselines([recording()], containers, facts);
  assert.deepEqual(
    baselines.map(({ image: { name, builds } }) => [name, builds.map(({ digest }) => digest)]),
    [["alpine", [DIGEST, rebuilt.imageId]]],
  );
  assert.deepEqual(
    baselines[0]?.runs.each.map(({ build }) => build),
    [DIGEST, rebuilt.imageId],
  );
  assert.deepEqual(
    baselines[0].filesRead.map(({ path, runs }) => [path, runs]),
    [
      ["/both", "1-2"],
      ["/new", "2"],
      ["/old", "1"],
    ],
  );
});

test("entries name executables as the baseline lists them", () => {
  const scripts = [12, 64].map((length) => `/tmp/run.${"1".repeat(length)}`);
  const baseline = baselineOf([
    ...scripts.map((path) => fact(exec(path))),
    ...scripts.map((path) => fact(open("/etc/hosts"), { actor: actor({ programs: [path] }) })),
  ]);
  assert.deepEqual(paths(baseline.executables), ["/tmp/run.*"]);
  assert.deepEqual(baseline.executables[0]?.invokedAs, []);
  assert.deepEqual(baseline.filesRead[0]?.by, ["/tmp/run.*"]);
});

test("names of programs never vary, as a pattern would let in other programs", () => {
  const names = Array.from({ length: 20 }, (_, index) => `/tmp/job-${String(10_000 + index)}`);
  const { executables, refused } = baselineOf([
    ...names.map((path) => fact(exec(path))),
    ...names.map((asked) => fact({ kind: "exec-failed", asked, ret: -2 })),
  ]);
  assert.deepEqual(paths(executables), names);
  assert.deepEqual(paths(refused.executables), names);
});

test("a container that was started twice in one recording is one run", () => {
  const again = container({ startedAt: at(200), stoppedAt: at(300) });
  for (const containers of [
    [container(), again],
    [again, container()],
  ]) {
    const facts = [fact(exec("/bin/sh")), fact(open("/a")), fact(open("/a"), { last: at(250) })];
    const [baseline] = foldBaselines([recording()], containers, facts);
    assert.equal(baseline?.runs.count, 1);
    assert.equal(baseline.filesRead[0]?.runs, "1");
    assert.equal(baseline.completeness.state, "complete");
    const [silent] = foldBaselines([recording()], containers, []);
    assert.equal(silent?.completeness.reasons[0]?.count, 1);
  }
});

test("a flood of long names leaves the first of them, and the rest counted", () => {
  const total = 20_000;
  const name = (index: number): string =>
    `/${String((index * 7919) % total).padStart(5, "0")}${"\udcff".repeat(4000)}`;
  function* flood(): IterableIterator<ReturnType<typeof fact>> {
    yield fact(exec("/bin/sh"));
    for (let index = 0; index < total; index += 1) {
      yield fact({ kind: "exec-failed", asked: name(index), ret: -2 });
    }
  }
  const { refused, completeness } = baselineOf(flood());
  const kept = refused.executables.length;
  assert.equal(kept, 20); // a twentieth of the 400 that one folder may have
  assert.deepEqual(
    paths(refused.executables).map((path) => Number(path.slice(1, 6))),
    Array.from({ length: kept }, (_, index) => index),
  );
  assert.deepEqual(
    completeness.reasons.map(({ code, count }) => [code, count]),
    [["entries-capped", total - kept]],
  );
});

test("a flood of files leaves the first of them, whatever the order", () => {
  const facts = Array.from({ length: 5_007 }, (_, index) =>
    fact(open(`/d/${String(index).padStart(6, "0")}x`)),
  );
  const forwards = baselineOf([fact(exec("/bin/sh")), ...facts]);
  assert.equal(forwards.filesRead.length, 5_000);
  assert.equal(forwards.filesRead.at(-1)?.path, "/d/004999x");
  assert.deepEqual(
    forwards.completeness.reasons.map(({ code, count }) => [code, count]),
    [["entries-capped", 7]],
  );
  assert.deepEqual(baselineOf([fact(exec("/bin/sh")), ...facts].reverse()), forwards);
});

test("what a health check did is the image's; what it alone did says so; a session's is not", () => {
  const by = (origin: Actor["origin"]) => ({ actor: actor({ origin }) });
  const [baseline] = foldBaselines(
    [recording()],
    [container()],
    [
      fact(open("/both")),
      fact(open("/both"), by("health-check")),
      fact(open("/check"), by("health-check")),
      fact(open("/visit"), by("session")),
    ],
  );
  assert.deepEqual(
    baseline?.filesRead.map(({ path, when }) => [path, ...when]),
    [
      ["/both", "start-up"],
      ["/check", "health-check"],
    ],
  );
});
