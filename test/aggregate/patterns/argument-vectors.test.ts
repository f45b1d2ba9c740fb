/** How many lists of arguments a baseline has, and what becomes of more. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { ArgumentVectors } from "../../../src/aggregate/patterns/arguments.js";
import type { ArgumentPattern } from "../../../src/model/baseline/baseline.js";
import type { Open } from "../../../src/model/events/events.js";
import { baselineOfBehaviours, exec, open } from "../samples.js";

function listed(argvs: readonly (readonly ArgumentPattern[])[]): (readonly ArgumentPattern[])[] {
  const vectors = new ArgumentVectors();
  for (const argv of argvs) vectors.add(argv);
  return vectors.list();
}

test("up to eight vectors of one length are listed, more become one pattern", () => {
  const eight = Array.from({ length: 8 }, (_, index) => ["cp", String(index), "/to"]);
  assert.deepEqual(listed([...eight, ...eight]), eight);
  assert.deepEqual(listed([...eight, ["cp", "8", "/to"]]), [["cp", null, "/to"]]);
  assert.deepEqual(listed([...eight, ["cp", "8", "/to"], ["mv", "1", "/to"], ["cp"]]), [
    ["cp"],
    [null, null, "/to"],
  ]);
});

test("neither order nor the way of merging changes the patterns", () => {
  const pattern = fc.oneof(
    fc.constantFrom("a", "b", "c"),
    fc.constant({ startsWith: "a" }),
    fc.constant(null),
  );
  const vectors = fc.array(fc.array(pattern, { minLength: 1, maxLength: 3 }), {
    maxLength: 40,
    size: "max",
  });
  fc.assert(
    fc.property(vectors, fc.nat(40), fc.nat(40), (argvs, one, two) => {
      const [from, to] = [Math.min(one, two), Math.max(one, two)];
      const parts = [argvs.slice(0, from), argvs.slice(from, to), argvs.slice(to)];
      const [a, b, c] = parts.map((part) => {
        const gathered = new ArgumentVectors();
        for (const argv of part) gathered.add(argv);
        return gathered;
      });
      const left = new ArgumentVectors();
      for (const each of [a, b, c]) if (each !== undefined) left.absorb(each);
      const right = new ArgumentVectors();
      if (b !== undefined && c !== undefined) {
        c.absorb(b);
        right.absorb(c);
      }
      if (a !== undefined) right.absorb(a);
      const expected = listed([...argvs].reverse());
      assert.deepEqual(left.list(), expected);
      assert.deepEqual(right.list(), expected);
    }),
  );
});

test("vectors of many lengths become what all of them begin with", () => {
  const vectors = Array.from({ length: 40 }, (_, index) => [
    "tar",
    "-c",
    ...Array.from({ length: index }, (_, at) => `${String(index)}-${String(at)}`),
  ]);
  for (const order of [vectors, vectors.toReversed()]) {
    const all = new ArgumentVectors();
    for (const vector of order) all.add(vector);
    assert.deepEqual(all.list(), [["tar", "-c", { more: true }]]);
    const others = new ArgumentVectors();
    others.add(["tar", "-x"]);
    others.absorb(all);
    assert.deepEqual(others.list(), [["tar", { more: true }]]);
  }
});

test("of long vectors two are listed", () => {
  const long = ["a", "b", "c"].map((text) => ["sh", text.repeat(2000), "x"]);
  const vectors = new ArgumentVectors();
  for (const vector of long.slice(1)) vectors.add(vector);
  assert.equal(vectors.list().length, 2);
  vectors.add(long[0] ?? []);
  assert.deepEqual(vectors.list(), [["sh", null, "x"]]);
});

test("what a path became holds for the same text in an argument", () => {
  const made = (path: string): Open =>
    open(path, { flags: 0o301, access: "write", storage: "upper" });
  const [program] = baselineOfBehaviours(
    made("/tmp/tmp.Q7xK2pLw9Z"),
    exec("/bin/cp", { argv: ["cp", "/tmp/tmp.Q7xK2pLw9Z", "--to=/tmp/tmp.Q7xK2pLw9Z:/srv/x"] }),
    exec("/bin/cp", { argv: ["cp", "/etc/a*b", "1".repeat(12)] }),
    exec("/bin/cp", { argv: ["cp", "-T", "/tmp/tmp.XXXXXXXXXX"] }),
  ).executables;
  assert.deepEqual(program?.arguments, [
    ["cp", "-T", "/tmp/tmp.XXXXXXXXXX"],
    ["cp", "/etc/a*b", { pattern: "*", stars: ["[0-9a-f]{12}"] }],
    [
      "cp",
      { pattern: "/tmp/tmp.*", stars: ["[A-Za-z0-9]{10}"] },
      { pattern: "--to=/tmp/tmp.*:/srv/x", stars: ["[A-Za-z0-9]{10}"] },
    ],
  ]);
});
