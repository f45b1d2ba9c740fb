import assert from "node:assert/strict";
import { test } from "node:test";
import { listBlindSpots, type OwnBlindSpots } from "../../src/gaps/blind-spots.js";
import { foldBaselines } from "../../src/aggregate/fold.js";
import { EVENT_BLIND_SPOTS } from "../../src/gaps/event-blind-spots.js";
import type { BlindSpotCount } from "../../src/model/recordings/recording.js";
import { actor, baselineOf, container, exec, fact, open, recording } from "../aggregate/samples.js";

/** Of an image of which all was seen. */
const NONE: OwnBlindSpots = { ofEvents: new Map(), usesRings: false };

const EVERY_CODE = [
  "arguments-cut",
  "capabilities",
  "contents-not-seen",
  "descriptors-at-exit",
  "earlier-recording",
  "encrypted-names",
  "image-not-layered",
  "io-uring",
  "io-uring-operations",
  "links-not-followed",
  "memory-mapped-writes",
  "names-only-asked-about",
  "requests-not-told",
] as const;

test("what no recording can show is a blind spot of every baseline", () => {
  const spots = listBlindSpots([recording()], NONE);
  assert.deepEqual(
    spots.map(({ code, count }) => [code, count]),
    [
      ["encrypted-names", null],
      ["memory-mapped-writes", null],
      ["names-only-asked-about", null],
      ["requests-not-told", null],
    ],
  );
});

test("what was met is added up over the recordings, and said in a sentence", () => {
  const met = (...blindSpots: BlindSpotCount[]) => recording({ blindSpots });
  const spots = listBlindSpots(
    [
      met({ code: "io-uring", count: 1200 }, { code: "capabilities", count: null }),
      met({ code: "io-uring", count: 34 }),
    ],
    { ofEvents: new Map([["io-uring-operations", 1234]]), usesRings: true },
  );
  const counts = new Map(spots.map(({ code, count }) => [code, count]));
  assert.equal(counts.get("io-uring"), 1234);
  assert.equal(counts.get("capabilities"), null);
  const message = spots.find(({ code }) => code === "io-uring-operations")?.message ?? "";
  assert.match(message, /^1,234 programs made requests to io_uring .*\.$/);
});

test("an image that made no io_uring isn't blind to those of others", () => {
  const blindSpots: BlindSpotCount[] = [
    { code: "io-uring", count: 3 },
    { code: "io-uring-operations", count: 3 },
  ];
  const codes = listBlindSpots([recording({ blindSpots })], NONE).map(({ code }) => code);
  assert.deepEqual(codes, [
    "encrypted-names",
    "memory-mapped-writes",
    "names-only-asked-about",
    "requests-not-told",
  ]);
});

test("every blind spot says what it means, whatever its count", () => {
  for (const code of EVERY_CODE) {
    for (const count of [null, 1, 2]) {
      const own = EVENT_BLIND_SPOTS.find((each) => each === code);
      const spots = listBlindSpots([recording({ blindSpots: [{ code, count }] })], {
        ofEvents: new Map(own === undefined ? [] : [[own, count ?? 3]]),
        usesRings: true,
      });
      const { message = "" } = spots.find((each) => each.code === code) ?? {};
      assert.match(message, /^[A-Z0-9][^\n]{40,}\.$/, code);
    }
  }
});

test("what an image's own events show is its own, whatever else was recorded", () => {
  const written = { kind: "written", path: "/tmp/x", executable: false, storage: "upper" } as const;
  const facts = [
    fact({ ...written, content: "unknown" }, { count: 720 }),
    fact({ ...written, content: "text" }),
    fact({ ...written, path: "/tmp/y", content: "unknown" }),
    fact({ ...written, path: "/proc/self/oom_adj", storage: "proc", content: "unknown" }),
    fact(
      { ...written, path: "/tmp/z", content: "unknown" },
      { actor: actor({ origin: "session" }) },
    ),
  ];
  const blindSpots = [{ code: "contents-not-seen", count: 99 }] as const;
  const [baseline] = foldBaselines([recording({ blindSpots })], [container()], facts);
  const spot = baseline?.blindSpots.find(({ code }) => code === "contents-not-seen");
  assert.equal(spot?.count, 2);
});

test("links of a file that no call changed are no blind spot", () => {
  const from = { path: "/a/b", asked: "/a/b", name: "/a/b", storage: "image" } as const;
  const unlink = { kind: "change", operation: "unlink", ret: 0 } as const;
  const facts = [
    fact({ ...unlink, from: { ...from, linksUnresolved: true } }, { count: 2 }),
    fact({ ...unlink, from: { ...from, linksUnresolved: true }, ret: -2 }, { count: 5 }),
    fact({ ...unlink, from }),
  ];
  const [baseline] = foldBaselines([recording()], [container()], facts);
  const spot = baseline?.blindSpots.find(({ code }) => code === "links-not-followed");
  assert.equal(spot?.count, 1);
});

test("a program of a root without layers, and a script that was not found, are blind spots", () => {
  const facts = [
    fact({ ...exec("/bin/sh"), unlayered: true }, { count: 2 }),
    fact({ ...exec("/bin/sh"), script: "unknown" }, { count: 3 }),
    fact({ ...exec("/bin/sh"), script: "image" }),
  ];
  const [baseline] = foldBaselines([recording()], [container()], facts);
  const counts = new Map(baseline?.blindSpots.map(({ code, count }) => [code, count]));
  assert.equal(counts.get("image-not-layered"), 1);
  assert.equal(counts.get("links-not-followed"), 1);
});

test("arguments that were too many are a blind spot, and nothing is missing of the rest", () => {
  const argv = ["java", "-cp", "/a.jar:/b"];
  const facts = [fact(exec("/usr/bin/java", { argv, argvTruncated: true }), { count: 9 })];
  const [baseline] = foldBaselines([recording()], [container()], facts);
  assert.equal(baseline?.completeness.state, "complete");
  assert.equal(baseline.blindSpots.find(({ code }) => code === "arguments-cut")?.count, 1);
  assert.deepEqual(baseline.executables[0]?.arguments, [
    ["java", "-cp", { startsWith: "/a.jar:/b" }, { more: true }],
  ]);
});

test("a blind spot doesn't make a baseline partial", () => {
  const blindSpots = [{ code: "capabilities", count: null }] as const;
  const facts = [fact(exec("/bin/sh"))];
  const [baseline] = foldBaselines([recording({ blindSpots })], [container()], facts);
  assert.equal(baseline?.completeness.state, "complete");
  assert.equal(baseline.blindSpots.length, 5);
});

test("a file that was only appended to has the beginning that it had: no blind spot", () => {
  const path = "/var/log/app.log";
  const closed = fact({
    kind: "written",
    path,
    content: "unknown",
    executable: false,
    storage: "upper",
  });
  const append = open(path, { access: "write", flags: 0o2101, storage: "upper" });
  const seen = (...opens: (typeof append)[]) => {
    const { blindSpots, filesWritten } = baselineOf([...opens.map((each) => fact(each)), closed]);
    const count = blindSpots.find(({ code }) => code === "contents-not-seen")?.count;
    return [count, filesWritten[0]?.appended];
  };
  assert.deepEqual(seen(append), [undefined, true]);
  // any of these may have written to its beginning unseen
  assert.deepEqual(seen(append, { ...append, flags: 0o101 }), [1, undefined]);
  assert.deepEqual(seen({ ...append, access: "read-write", flags: 0o2102 }), [1, undefined]);
  assert.deepEqual(seen(), [1, undefined]);
});
