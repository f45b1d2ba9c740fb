import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { folderOf, treeOf } from "../../../src/aggregate/evidence/places.js";
import { FirstTexts, type Bounds } from "../../../src/aggregate/evidence/first-texts.js";

const BOUNDS: Bounds = {
  entries: 12,
  groups: [
    [8, (path) => `tree ${treeOf(path)}`],
    [3, (path) => `folder ${folderOf(path)}`],
  ],
};

/** What is kept of texts that come in this order, each counted once, and how many were dropped. */
function keptOf(texts: readonly string[]): { kept: string[]; dropped: number } {
  const first = new FirstTexts<{ tally: { count: number } }>(BOUNDS);
  for (const text of texts) {
    const value = first.get(text, 1, () => ({ tally: { count: 0 } }));
    if (value !== undefined) value.tally.count += 1;
  }
  return { kept: [...first.kept().keys()].sort(), dropped: first.dropped };
}

const path = fc
  .tuple(fc.constantFrom("a", "b"), fc.constantFrom("x", "y", "z"), fc.nat({ max: 999 }))
  .map(([tree, folder, name]) => `/${tree}/${folder}/${String(name)}`);

test("which texts are kept does not depend on the order in which they come", () => {
  fc.assert(
    fc.property(fc.array(path, { maxLength: 900 }), fc.infiniteStream(fc.nat()), (texts, order) => {
      const forwards = keptOf(texts);
      const shuffled = texts
        .map((text) => ({ text, rank: order.next().value as number }))
        .sort((a, b) => a.rank - b.rank)
        .map(({ text }) => text);
      assert.deepEqual(keptOf(shuffled), forwards);
      assert.equal(forwards.dropped, texts.filter((text) => !forwards.kept.includes(text)).length);
    }),
    { numRuns: 60 },
  );
});

test("a flood fills its own folder and its own tree, and nothing else", () => {
  const flood = Array.from({ length: 5000 }, (_, index) => `/a/x/${String(index)}`);
  const folders = Array.from({ length: 5000 }, (_, index) => `/b/${String(index)}/f`);
  const { kept, dropped } = keptOf([...flood, ...folders, "/c/f", "/a/y/f"]);
  const inTree = (tree: string): string[] => kept.filter((each) => each.startsWith(tree));
  assert.deepEqual(inTree("/a/"), ["/a/x/0", "/a/x/1", "/a/x/10", "/a/y/f"]);
  assert.equal(inTree("/b/").length, 8);
  assert.equal(dropped, 10_002 - kept.length);
});

test("of long texts only few are kept", () => {
  const long = Array.from({ length: 400 }, (_, index) => `/${String(index)}/${"x".repeat(4000)}`);
  assert.equal(keptOf(long).kept.length, 1);
});

test("the tree and the folder of a path are what is before its names", () => {
  const places = ["/etc/ssl/x", "/etc/x", "/x", "x", ""].map((each) => [
    treeOf(each),
    folderOf(each),
  ]);
  assert.deepEqual(places, [
    ["/etc/", "/etc/ssl/"],
    ["/etc/", "/etc/"],
    ["/", "/"],
    ["", ""],
    ["", ""],
  ]);
});
