import assert from "node:assert/strict";
import { test } from "node:test";
import { CxrayError, type ErrorCode } from "../../../src/model/errors.js";
import { failureOf, SizeLimitReached } from "../../../src/model/recordings/failures.js";

test("what ended a recording is told by the error", () => {
  const expected: readonly [ErrorCode, string][] = [
    ["disk-full", "disk-full"],
    ["database-lost", "database-lost"],
    ["unusable-database", "database-unwritable"],
    ["unwritable-output", "log-unwritable"],
    ["load-failed", "defect"],
  ];
  for (const [code, failure] of expected) {
    assert.equal(failureOf(new CxrayError(code, "", "")), failure);
  }
  assert.equal(failureOf(new SizeLimitReached()), "size-limit");
  assert.equal(failureOf(new TypeError("a defect")), "defect");
});
