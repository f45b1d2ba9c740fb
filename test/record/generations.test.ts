import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Generations } from "../../src/record/generations.js";

test("what was set is found, with its last value", () => {
  const map = new Generations<string, number>(10);
  map.set("a", 1);
  map.set("a", 2);
  assert.equal(map.get("a"), 2);
  assert.equal(map.get("b"), undefined);
});

test("it remembers at least the last `size` names", () => {
  const set = fc.array(fc.nat(60), { maxLength: 300 });
  fc.assert(
    fc.property(set, fc.integer({ min: 1, max: 12 }), (keys, size) => {
      const map = new Generations<number, number>(size);
      for (const key of keys) map.set(key, key);
      const recent = [...new Set(keys.toReversed())].slice(0, size);
      for (const key of recent) assert.equal(map.get(key), key);
    }),
    { numRuns: 300 },
  );
});

test("it holds at most twice `size` names", () => {
  const map = new Generations<number, number>(5);
  for (let key = 0; key < 1000; key++) map.set(key, key);
  const left = Array.from({ length: 1000 }, (_, key) => key).filter(
    (key) => map.get(key) !== undefined,
  );
  assert.ok(left.length <= 10, String(left.length));
});

test("what is used again and again survives any number of new names", () => {
  const map = new Generations<string, number>(8);
  map.set("kept", 1);
  for (let index = 0; index < 10_000; index++) {
    map.set(`new ${String(index)}`, index);
    if (index % 4 === 0) assert.equal(map.get("kept"), 1);
  }
});

test("names that weigh more push out more", () => {
  const map = new Generations<string, number>(100, (key) => key.length);
  for (let index = 0; index < 1000; index++) map.set(`${"x".repeat(45)}${String(index)}`, index);
  let kept = 0;
  for (let index = 999; map.get(`${"x".repeat(45)}${String(index)}`) !== undefined; index--) kept++;
  assert.ok(kept >= 2 && kept <= 6, String(kept));
});
