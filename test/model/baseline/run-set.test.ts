import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { countRuns, runSet, runsIn, uniteRuns } from "../../../src/model/baseline/run-set.js";

test("a set of runs is told as ranges of places", () => {
  assert.equal(runSet([7, 1, 2, 3, 2]), "1-3,7");
  assert.equal(runSet([4]), "4");
  assert.equal(runSet([2, 1]), "1-2");
  assert.deepEqual(runsIn("1-3,7"), [1, 2, 3, 7]);
  assert.equal(countRuns("1-3,7"), 4);
});

test("a set comes back from its text, and unites with others in any order", () => {
  const places = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1 });
  fc.assert(
    fc.property(places, places, (a, b) => {
      const [one, other] = [runSet(a), runSet(b)];
      assert.deepEqual(
        runsIn(one),
        [...new Set(a)].sort((x, y) => x - y),
      );
      assert.equal(countRuns(one), new Set(a).size);
      assert.equal(uniteRuns(one, other), runSet([...a, ...b]));
      assert.equal(uniteRuns(one, other), uniteRuns(other, one));
      assert.equal(uniteRuns(one, one), one);
    }),
  );
});
