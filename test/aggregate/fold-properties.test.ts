import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parseBaseline } from "../../src/aggregate/baseline-file.js";
import { baselineDocument } from "../../src/aggregate/document.js";
import { foldBaselines } from "../../src/aggregate/fold.js";
import { baselineProblems } from "../../src/aggregate/validate.js";
import type { Behaviour } from "../../src/model/events/events.js";
import type { Fact } from "../../src/model/events/fact.js";
import { textFromBytes } from "../../src/model/text.js";
import {
  changedPath,
  FILE_BEHAVIOURS,
  NETWORK_BEHAVIOURS,
  RIGHTS_BEHAVIOURS,
} from "../model/behaviours.js";
import { actor, at, connect, container, exec, image, open, recording } from "./samples.js";

const RECORDINGS = [
  recording({
    losses: [
      { what: "open", count: 2 },
      { what: "connect", count: 1 },
    ],
  }),
  recording({ id: 2, endedAt: null, losses: [{ what: "untracked-container", count: 1 }] }),
  recording({ id: 3 }),
];
const CONTAINERS = RECORDINGS.flatMap(({ id: recordingId }) =>
  ["1", "2", "3"].map((digit) =>
    container({
      id: digit.repeat(64),
      recordingId,
      joinedLate: recordingId === 3,
      servedAt: recordingId === 1 ? null : at(250),
      image: digit === "3" ? null : image({ imageId: `sha256:${digit.repeat(64)}`, tag: digit }),
    }),
  ),
);

const name = fc.oneof(
  fc.constantFrom(
    "*",
    "a b",
    "tmp.aB3dE6gH1j",
    "sess_0123456789abcdef",
    "0000000012",
    "{}",
    "111111111111",
  ),
  fc.stringMatching(/^tmp\.[A-Za-z0-9]{10}$/),
  fc.stringMatching(/^[0-9]{10}$/),
  fc
    .uint8Array({ minLength: 1, maxLength: 6 })
    .map((bytes) => textFromBytes(bytes.map((byte) => byte || 47))),
);
const path = fc
  .tuple(fc.constantFrom("/", "/tmp/", "/proc/7/", "/proc/8/"), name)
  .map(([a, b]) => a + b);
const word = fc.constantFrom("a", "-p", "--token", "--password=x", "https://u:p@h/", "KEY=1", "");
const KINDS = [...FILE_BEHAVIOURS, ...NETWORK_BEHAVIOURS, ...RIGHTS_BEHAVIOURS];
const address = fc.constantFrom("10.0.0.1", "10.0.0.2", "::1");
const remote = fc.record({ address, port: fc.constantFrom(53, 80, 443) });
const ret = fc.constantFrom(0, -1, -2);
const storage = fc.constantFrom("image" as const, "upper" as const, "memory" as const);
const changed = fc
  .tuple(fc.option(path), path, storage)
  .chain(([path, name, storage]) =>
    fc
      .constantFrom(name, `${name}/`, `/.${name}`, name.slice(1))
      .map((asked) => changedPath(asked, { path, name, storage })),
  );
const openType = fc.constantFrom("file" as const, "fifo" as const, "directory" as const);

/** Behaviours of one kind that differ in what the fold looks at. */
function arbitraryOf(kind: Behaviour["kind"]): fc.Arbitrary<Behaviour> {
  const samples = fc.constantFrom(...KINDS.filter((each) => each.kind === kind));
  const parts = fc.record({ address, remote, ret, storage, from: changed, to: changed, path });
  return fc.tuple(samples, parts).map(([sample, some]): Behaviour => {
    switch (sample.kind) {
      case "change":
        return { ...sample, from: some.from, to: some.to, ret: some.ret, text: some.path };
      case "written":
        return { ...sample, path: some.from.path, storage: some.storage };
      case "send":
      case "tls-hello":
        return { ...sample, remote: some.remote };
      case "http-request":
        return { ...sample, path: some.path, remote: some.remote };
      case "name-answer":
        return { ...sample, name: some.path, addresses: [some.address] };
      case "bind":
        return { ...sample, local: some.remote, ret: some.ret };
      case "socket":
      case "privilege":
      case "capability":
        return { ...sample, ret: some.ret };
      default:
        return sample;
    }
  });
}

const behaviour: fc.Arbitrary<Behaviour> = fc.oneof(
  fc
    .tuple(
      path,
      path,
      fc.array(word, { maxLength: 3 }),
      fc.constantFrom("image" as const, "upper" as const),
    )
    .map(([one, asked, argv, storage]) => exec(one, { asked, argv, storage })),
  fc
    .tuple(
      path,
      path,
      fc.constantFrom("read" as const, "write" as const, "path" as const),
      openType,
    )
    .map(([one, name, access, type]) => open(one, { name, access, type })),
  fc
    .tuple(fc.constantFrom("10.0.0.1", "::1"), fc.constantFrom(0, -115, -111))
    .map(([to, ret]) => connect(to, { ret })),
  fc
    .tuple(fc.constantFrom("x86_64" as const, "x32" as const), fc.nat(500))
    .map(([abi, nr]) => ({ kind: "syscall" as const, abi, nr })),
  path.map((asked) => ({ kind: "exec-failed" as const, asked, ret: -2 })),
  fc
    .tuple(path, fc.option(path))
    .map(([address, file]) => ({ kind: "connect-unix" as const, address, path: file, ret: 0 })),
  ...KINDS.map(({ kind }) => arbitraryOf(kind)),
);
const someFact: fc.Arbitrary<Fact> = fc
  .record({
    behaviour,
    recordingId: fc.constantFrom(1, 2, 3),
    containerId: fc.constantFrom("1", "2", "3").map((digit) => digit.repeat(64)),
    programs: fc.array(path, { maxLength: 2 }),
    phase: fc.constantFrom(
      "setup" as const,
      "start" as const,
      "workload" as const,
      "workload" as const,
    ),
    origin: fc.constantFrom("main" as const, "main" as const, "session" as const),
    count: fc.integer({ min: 1, max: 5 }),
    first: fc.nat(500),
  })
  .map(({ programs, phase, origin, first, ...rest }) => ({
    ...rest,
    actor: actor({ programs, phase, origin }),
    first: at(first),
    last: at(first + rest.count),
  }));
const facts = fc.array(someFact, { maxLength: 60, size: "max" });

function documents(these: readonly Fact[], order: <T>(items: readonly T[]) => T[]): string[] {
  return foldBaselines(order(RECORDINGS), order(CONTAINERS), order(these)).map(baselineDocument);
}

test("the order of recordings, containers and facts makes no difference to a byte", () => {
  fc.assert(
    fc.property(facts, fc.array(fc.nat(1000), { minLength: 1, maxLength: 50 }), (these, keys) => {
      const shuffled = <T>(items: readonly T[]): T[] =>
        items
          .map((item, index) => ({ item, key: keys[index % keys.length] ?? 0 }))
          .sort((a, b) => a.key - b.key)
          .map(({ item }) => item)
          .reverse();
      assert.deepEqual(
        documents(these, shuffled),
        documents(these, (items) => [...items]),
      );
    }),
    { numRuns: 150 },
  );
});

test("a fact split in two counts as the one it was", () => {
  fc.assert(
    fc.property(facts, (these) => {
      const split = these.flatMap((one) =>
        one.count === 1
          ? [one]
          : [
              { ...one, count: 1, last: one.first },
              { ...one, count: one.count - 1 },
            ],
      );
      const same = <T>(items: readonly T[]): T[] => [...items];
      assert.deepEqual(documents(split, same), documents(these, same));
    }),
    { numRuns: 100 },
  );
});

test("whatever was recorded, the baseline fits its schema and survives JSON", () => {
  fc.assert(
    fc.property(facts, (these) => {
      for (const baseline of foldBaselines(RECORDINGS, CONTAINERS, these)) {
        const document = baselineDocument(baseline);
        assert.deepEqual(parseBaseline(document, "document"), baseline);
        assert.deepEqual(baselineProblems(JSON.parse(document)), []);
        assert.equal(Buffer.from(document, "utf8").toString("utf8"), document);
      }
    }),
    { numRuns: 100 },
  );
});
