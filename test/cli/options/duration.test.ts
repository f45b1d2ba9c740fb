import assert from "node:assert/strict";
import { test } from "node:test";
import { parseDuration } from "../../../src/cli/options/duration.js";
import { CxrayError } from "../../../src/model/errors.js";

test("a duration is a number and its unit, seconds where none is given", () => {
  assert.equal(parseDuration("500ms"), 500);
  assert.equal(parseDuration("30s"), 30_000);
  assert.equal(parseDuration("1.5m"), 90_000);
  assert.equal(parseDuration("2h"), 7_200_000);
  assert.equal(parseDuration("45"), 45_000);
  assert.equal(parseDuration(" 1s "), 1000);
});

test("what is no duration, or none that passes, is refused by name", () => {
  const texts = ["", "s", "soon", "-1s", "0s", "0", "1d", "1 s", "1e3", "0x10", "1s2m", "Infinity"];
  for (const text of texts) {
    assert.throws(
      () => parseDuration(text),
      (error) => error instanceof CxrayError && error.code === "bad-usage",
      text,
    );
  }
  assert.throws(() => parseDuration("soon"), /soon is not a duration/);
});

test("a duration that a timer can't hold is refused, rather than over at once", () => {
  // setTimeout takes 2^31 - 1 milliseconds; more is 1
  assert.equal(parseDuration("2147483647ms"), 2_147_483_647);
  assert.throws(() => parseDuration("2147483648ms"), CxrayError);
  assert.throws(() => parseDuration("10000h"), /24 days at most|not a duration/);
});
