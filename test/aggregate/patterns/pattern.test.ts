import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  escapePattern,
  literalsOfPattern,
  patternTest,
} from "../../../src/model/baseline/pattern.js";

const text = fc.string({
  unit: fc.constantFrom("*", "?", "[", "]", "\\", "a", ".", "\n", "\udcff", "😀", "("),
});

test("an escaped text fits itself and is taken apart into itself", () => {
  fc.assert(
    fc.property(text, text, (one, other) => {
      assert.deepEqual(literalsOfPattern(escapePattern(one)), [one]);
      assert.equal(patternTest(escapePattern(one))(other), one === other);
    }),
  );
});

test("a star stands for anything but a slash", () => {
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 4 }), text, (literals, between) => {
      const pattern = literals.map(escapePattern).join("*");
      assert.deepEqual(literalsOfPattern(pattern), literals);
      assert.ok(patternTest(pattern)(literals.join(between)));
      if (literals.length > 1) assert.ok(!patternTest(pattern)(literals.join("/")));
    }),
  );
});

test("a pattern of many stars comes to an end", () => {
  const fits = patternTest(`${"*-".repeat(30)}*.e`);
  assert.ok(!fits("-".repeat(240)));
  assert.ok(fits(`${"-".repeat(240)}.e`));
});

test("literals may not overlap, and the first is taken where it comes first", () => {
  const cases = [
    ["a*a", "a", false],
    ["a*a", "aa", true],
    ["*ab*b", "ab", false],
    ["*ab*b", "abab", true],
    ["/x*/y", "/x1/2/y", false],
    ["/x*/*y", "/x1/2y", true],
  ] as const;
  for (const [pattern, path, fits] of cases) assert.equal(patternTest(pattern)(path), fits);
});
