import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  decodeMessage,
  encodeMessage,
  mapField,
  messageField,
  numberField,
  repeatedField,
  textField,
} from "../../../../src/record/containers/containerd/protobuf.js";
import { encode } from "./fake-containerd.js";

test("what is encoded is what another encoder makes of it", () => {
  const long = "ż".repeat(200);
  assert.deepEqual(
    encodeMessage({ 1: "web", 3: long, 17: 5 }),
    encode({ 1: "web", 3: long, 17: 5 }),
  );
});

test("texts, numbers, messages, lists and maps are read", () => {
  const labels = [
    { 1: "a", 2: "b" },
    { 1: "c", 2: "" },
  ];
  const message = decodeMessage(encode({ 1: "web", 2: labels, 3: { 5: 300 }, 9: 1_714_557_600 }));
  assert.equal(textField(message, 1), "web");
  assert.deepEqual(mapField(message, 2), { a: "b", c: "" });
  assert.equal(numberField(messageField(message, 3), 5), 300);
  assert.equal(numberField(message, 9), 1_714_557_600);
  assert.equal(repeatedField(message, 2).length, 2);
  assert.deepEqual([textField(message, 7), numberField(message, 1)], ["", 0]);
});

test("noise never throws, and what was whole before it is kept", () => {
  fc.assert(
    fc.property(fc.uint8Array(), (noise) => {
      decodeMessage(Buffer.from(noise));
      const cut = decodeMessage(
        Buffer.concat([encode({ 1: "web" }), Buffer.from([0x12, 0xff, 0x7f])]),
      );
      assert.equal(textField(cut, 1), "web");
    }),
  );
});
