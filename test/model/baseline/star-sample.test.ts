import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { NAME_RULES } from "../../../src/model/baseline/name-rules.js";
import { sampleStar } from "../../../src/model/baseline/star-sample.js";

const STARS = Object.values(NAME_RULES).flatMap(({ examples }) =>
  examples.flatMap((example) => ("stars" in example ? example.stars : [])),
);

test("a sample of a star fits its expression", () => {
  assert.ok(STARS.length > 10);
  const expressions = [
    ...STARS,
    "[^/]+",
    "(?:[0-9]{2}|[a-f]{4}-[0-9]+)",
    "[0-9]{4}-(?:Jan|Feb)",
    "(?:(?:Mon|Tue) [0-9]{1,2}|x\\.y)",
  ];
  for (const expression of expressions) {
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat()), (numbers) => {
        const sample = sampleStar(expression, (below) => Number(numbers.next().value) % below);
        assert.match(sample, new RegExp(`^(?:${expression})$`, "su"));
      }),
    );
  }
});
