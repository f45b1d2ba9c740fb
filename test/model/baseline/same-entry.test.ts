/** Entries of one key become one, whatever comes first and however often. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { entriesOf } from "../../../src/model/baseline/lists.js";
import { PART_NAMES, type EntryOf, type PartName } from "../../../src/model/baseline/parts.js";
import {
  orderOf,
  keyFields,
  keyOf,
  mergeEntries,
  mergeLists,
} from "../../../src/model/baseline/same-entry.js";
import { EVERY_LIST } from "../../aggregate/every-list.js";
import { file } from "../../emit/sample-baseline.js";
import { onlyBaseline, readRecorded, workloads } from "../../golden/stages.js";

const BASELINES = [EVERY_LIST, ...workloads().map((name) => onlyBaseline(readRecorded(name)))];

/** Three entries that the list could have, all of the first one's key. */
function alike<P extends PartName>(part: P): fc.Arbitrary<EntryOf<P>[]> {
  const known = BASELINES.flatMap((baseline) => [...entriesOf(baseline, part)]);
  const others = fc.array(fc.constantFrom(...known), { minLength: 3, maxLength: 3 });
  return others.map(([first, ...rest]) => {
    assert.ok(first);
    const own = keyFields(part).map((name) => [name, first[name as keyof EntryOf<P>]] as const);
    const keys = Object.fromEntries(own.filter(([, value]) => value !== undefined));
    return [first, ...rest].map((each) => {
      const details = Object.entries(each).filter(([name]) => !keyFields(part).includes(name));
      return { ...keys, ...Object.fromEntries(details) } as EntryOf<P>;
    });
  });
}

describe("two entries of one key", () => {
  for (const part of PART_NAMES) {
    it(`become one in ${part}, whatever their order`, () => {
      fc.assert(
        fc.property(alike(part), ([a = assert.fail(), b = assert.fail(), c = assert.fail()]) => {
          const merge = (x: typeof a, y: typeof a): typeof a => mergeEntries(part, x, y);
          assert.equal(keyOf(part, merge(a, b)), keyOf(part, a));
          assert.deepEqual(sayable(merge(a, b)), sayable(merge(b, a)));
          assert.deepEqual(sayable(merge(merge(a, b), c)), sayable(merge(a, merge(b, c))));
        }),
        { numRuns: 60 },
      );
    });

    it(`are the same with itself in ${part}`, () => {
      for (const baseline of BASELINES) {
        for (const entry of entriesOf(baseline, part)) {
          assert.equal(JSON.stringify(mergeEntries(part, entry, entry)), JSON.stringify(entry));
        }
      }
    });
  }
});

/** As a document has it: fields that are undefined are not there. */
function sayable(entry: object): unknown {
  return JSON.parse(JSON.stringify(entry));
}

describe("two lists", () => {
  it("become one in order, of which no key is there twice", () => {
    for (const part of PART_NAMES) {
      const lists = BASELINES.map((baseline) => entriesOf(baseline, part));
      const merged = mergeLists(part, lists);
      const keys = merged.map((entry) => keyOf(part, entry));
      assert.deepEqual(new Set(keys), new Set(lists.flat().map((entry) => keyOf(part, entry))));
      assert.equal(keys.length, new Set(keys).size);
      assert.deepEqual(merged, merged.toSorted(orderOf(part)));
    }
  });
});

describe("a file that lay in the image and elsewhere", () => {
  it("lay in both, though the image alone is not said", () => {
    const merged = mergeEntries("filesRead", file("/x"), file("/x", { storage: ["upper"] }));
    assert.deepEqual(merged.storage, ["image", "upper"]);
    assert.equal(mergeEntries("filesRead", file("/x"), file("/x")).storage, undefined);
  });
});

describe("what the health check did", () => {
  it("is its own only while nothing else does it", () => {
    const check = file("/x", { when: ["health-check"] });
    const merge = (a: typeof check, b: typeof check): unknown =>
      mergeEntries("filesRead", a, b).when;
    assert.deepEqual(merge(check, check), ["health-check"]);
    assert.deepEqual(merge(check, file("/x", { when: ["steady"] })), ["steady"]);
    assert.deepEqual(merge(check, file("/x", { when: [] })), []);
    assert.deepEqual(merge(file("/x", { when: ["steady"] }), file("/x", { when: ["start-up"] })), [
      "start-up",
      "steady",
    ]);
  });
});

describe("the stars of one pattern", () => {
  const merged = (a: string, b: string): readonly string[] | undefined =>
    mergeEntries(
      "filesRead",
      file("/x*", { rule: "varying-name", stars: [a] }),
      file("/x*", { rule: "varying-name", stars: [b] }),
    ).stars;

  it("stand for no more than both need", () => {
    assert.deepEqual(merged("[a-z0-9_]{8}", "[a-z0-9_]{8}"), ["[a-z0-9_]{8}"]);
    assert.deepEqual(merged("[a-z0-9_]{8}", "[a-z0-9_]{9}"), ["(?:[a-z0-9_]{8}|[a-z0-9_]{9})"]);
    assert.deepEqual(merged("[0-9]+", "[0-9a-f]{12}"), ["[0-9a-f]+"]);
    assert.deepEqual(merged("[0-9a-f]{12}", "[A-Za-z0-9]{12}"), ["[A-Za-z0-9]{12}"]);
    assert.deepEqual(merged("[A-Za-z0-9]{6}", "[a-z0-9_]{6}"), ["[A-Za-z0-9_]{6}"]);
    assert.deepEqual(merged("[^/]{6}", "[a-z0-9_]{6}"), ["[^/]{6}"]);
  });

  it("are alternatives where they are of several forms, and anything where these are many", () => {
    assert.deepEqual(merged("(?:x|y)", "[0-9]+"), ["(?:[0-9]+|x|y)"]);
    assert.deepEqual(merged("(?:[a-z0-9_]{8}|[0-9]{4}-[0-9]{2})", "[0-9]{8}"), [
      "(?:[0-9]{4}-[0-9]{2}|[a-z0-9_]{8})",
    ]);
    assert.deepEqual(merged("(?:a|b|c|d|e)", "(?:f|g|h|i)"), ["[^/]+"]);
  });
});
