import assert from "node:assert/strict";
import { test } from "node:test";
import { parseSize } from "../../../src/cli/options/size.js";
import { CxrayError } from "../../../src/model/errors.js";

test("a size is a number and its unit, a power of 1024", () => {
  assert.equal(parseSize("1M"), 1_048_576);
  assert.equal(parseSize("500m"), 524_288_000);
  assert.equal(parseSize("2G"), 2_147_483_648);
  assert.equal(parseSize("1.5GiB"), 1_610_612_736);
  assert.equal(parseSize(" 1TB "), 1_099_511_627_776);
});

test("what is no size, or none that a recording fits in, is refused by name", () => {
  const texts = ["", "G", "much", "-1G", "0G", "0.5M", "2", "2K", "1 G", "1e3G", "0x1G", "1G2M"];
  for (const text of [...texts, "Infinity", "9999999999T"]) {
    assert.throws(
      () => parseSize(text),
      (error) => error instanceof CxrayError && error.code === "bad-usage",
      text,
    );
  }
  assert.throws(() => parseSize("much"), /much is not a size/);
});
