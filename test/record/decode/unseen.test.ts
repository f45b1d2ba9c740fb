import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeBehaviour } from "../../../src/record/decode/decode.js";
import { inRing, unseenRecord } from "../kernel/c-layout.js";

const decode = (what: number) => decodeBehaviour(inRing(unseenRecord(what)), ["x86_64"]);

test("what could not be looked at has a name", () => {
  assert.deepEqual(decode(1), { kind: "unseen", what: "io-uring-operations" });
  assert.deepEqual(decode(2), { kind: "unseen", what: "descriptors-at-exit" });
});

test("a number without a name makes no sense", () => {
  assert.equal(decode(0), null);
  assert.equal(decode(77), null);
});
