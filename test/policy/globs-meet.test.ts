import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { globTest } from "../../src/model/glob.js";
import { patternTest } from "../../src/model/baseline/pattern.js";
import { nameTest } from "../../src/policy/globs-meet.js";

const LETTERS = ["a", "b", "/"];
/** Every text of up to five letters. */
const TEXTS = [...Array(6).keys()].flatMap((length) =>
  Array.from({ length: LETTERS.length ** length }, (_, number) =>
    [...Array(length).keys()]
      .map((place) => LETTERS[Math.floor(number / LETTERS.length ** place) % LETTERS.length])
      .join(""),
  ),
);

test("a glob and a pattern meet where a text fits both", () => {
  const glob = fc.array(fc.constantFrom("a", "b", "/", "*", "?"), { maxLength: 4 });
  const pattern = fc.array(fc.constantFrom("a", "b", "/", "*"), { maxLength: 4 });
  const star = fc.constantFrom("[a]{2}", "[ab]+", "a", "[b]{1}");
  fc.assert(
    fc.property(
      glob,
      pattern,
      fc.array(star, { minLength: 4, maxLength: 4 }),
      (one, other, all) => {
        const stars = all.slice(0, other.filter((each) => each === "*").length);
        const fitsPattern = patternTest(other.join(""), stars);
        const fitsGlob = globTest(one.join(""));
        const isMet = nameTest(one.join(""))({ text: other.join(""), stars });
        const witness = TEXTS.find((text) => fitsPattern(text) && fitsGlob(text));
        if (witness !== undefined) assert.ok(isMet, witness);
        // A longer text may fit both: of short ones all were tried.
        const isShort = !one.includes("*") && one.length <= 5;
        if (isShort && witness === undefined) assert.ok(!isMet);
      },
    ),
  );
});

test("a glob is tried in time, however often its beginning is repeated", () => {
  const glob = `*${"a*".repeat(20)}b`;
  assert.equal(globTest(glob)("a".repeat(4096)), false);
  assert.equal(globTest(glob)(`${"a".repeat(4096)}b`), true);
});

test("a glob fits as its signs say", () => {
  const same = fc.array(fc.constantFrom("a", "b", "*", "?", ".", "\u{1f600}", "\n", "["), {
    maxLength: 8,
  });
  fc.assert(
    fc.property(same, same, (glob, text) => {
      const source = glob.map((each) =>
        each === "*" ? ".*" : each === "?" ? "." : each.replace(/[.[]/u, "\\$&"),
      );
      const expected = new RegExp(`^${source.join("")}$`, "su").test(text.join(""));
      assert.equal(globTest(glob.join(""))(text.join("")), expected);
    }),
  );
});
