import assert from "node:assert/strict";
import { test } from "node:test";
import { parseSince } from "../../../src/cli/options/since.js";
import { CxrayError } from "../../../src/model/errors.js";

const NOW = Date.parse("2026-11-28T12:00:00Z");
const at = (time: string): bigint => BigInt(Date.parse(time)) * 1_000_000n;

test("how long ago it was counts from now", () => {
  assert.equal(parseSince("30s", NOW), at("2026-11-28T11:59:30Z"));
  assert.equal(parseSince("1.5h", NOW), at("2026-11-28T10:30:00Z"));
  assert.equal(parseSince("2d", NOW), at("2026-11-26T12:00:00Z"));
});

test("a time is of the zone that it names, or else of the local one", () => {
  assert.equal(parseSince("2026-11-23T16:48Z", NOW), at("2026-11-23T16:48:00Z"));
  assert.equal(parseSince("2026-11-23T16:48:09+01:00", NOW), at("2026-11-23T15:48:09Z"));
  assert.equal(parseSince("2026-11-23", NOW), BigInt(+new Date(2026, 10, 23)) * 1_000_000n);
  assert.equal(
    parseSince("2026-11-23 16:48", NOW),
    BigInt(+new Date(2026, 10, 23, 16, 48)) * 1_000_000n,
  );
});

test("what is no time is refused", () => {
  for (const text of ["", "yesterday", "10", "5w", "2026-13-01", "2026-11-23T25:00", "-5m"]) {
    assert.throws(
      () => parseSince(text, NOW),
      (error: unknown) => error instanceof CxrayError && error.code === "bad-usage",
      text,
    );
  }
});
