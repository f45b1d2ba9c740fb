import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { ABIS, decodeActor, decodeBehaviour } from "../../../src/record/decode/decode.js";
import {
  changeRecord,
  execRecord,
  inRing,
  KIND,
  openRecord,
  socketRecord,
  syscallRecord,
  writtenRecord,
} from "../kernel/c-layout.js";

const KIND_OFFSET = 12; // struct event_header: time, ret, kind
const HEADER_SIZE = 72;
const NUMBERS = Object.values(ABIS).flat();

/** Reads a record's every field, and gives back its text. */
function decodeAll(bytes: Uint8Array, machine: string): string {
  const record = inRing(Buffer.from(bytes));
  const behaviour = decodeBehaviour(record, ABIS[machine] ?? []);
  if (bytes.length >= HEADER_SIZE) decodeActor(record);
  return JSON.stringify(behaviour);
}

test("no bytes at all are no behaviour", () => {
  assert.equal(decodeAll(new Uint8Array(), "x64"), "null");
  assert.equal(decodeAll(new Uint8Array(KIND_OFFSET), "x64"), "null");
});

const machine = fc.constantFrom("x64", "arm64", "riscv64");

test("noise of any kind and length is decoded or refused, and never throws", () => {
  const noise = fc.uint8Array({ minLength: KIND_OFFSET + 1, maxLength: 400 });
  fc.assert(
    fc.property(noise, fc.nat(20), machine, (bytes, kind, name) => {
      // Few bytes out of 256 are a kind.
      decodeAll(bytes.with(KIND_OFFSET, kind), name);
    }),
    { numRuns: 2000 },
  );
});

test("a record whose lengths lie, or that is cut, never throws nor reads what lies behind it", () => {
  const whole = [
    execRecord({ path: ["b", "a"], asked: "/a/b", args: ["x", "y"] }),
    execRecord({ asked: "/a/b", ret: -2 }, KIND.execFailed),
    openRecord({ path: ["b", "a"], asked: "b", base: ["a"] }),
    changeRecord({
      operation: 1,
      from: { path: ["b", "a"], asked: "b", base: ["a"] },
      to: { path: ["d", "c"], asked: "/c/d" },
      text: "text",
    }),
    writtenRecord({ path: ["b", "a"], content: 2 }),
    socketRecord(KIND.connect, { family: 1, address: "/run/x" }),
    socketRecord(KIND.listen, { family: 10 }),
    syscallRecord(1, {}),
  ];
  const changes = fc.array(fc.tuple(fc.nat(64), fc.integer({ min: 0, max: 255 })), {
    maxLength: 6,
  });
  fc.assert(
    fc.property(fc.constantFrom(...whole), changes, fc.nat(200), (record, edits, length) => {
      const bytes = Buffer.from(record);
      // Behind the header lie the lengths and flags.
      for (const [at, value] of edits) {
        if (HEADER_SIZE + at < bytes.length) bytes[HEADER_SIZE + at] = value;
      }
      const text = decodeAll(bytes.subarray(0, length), "x64");
      // inRing puts 0x55, a U, behind the record.
      assert.ok(!text.includes("UUUU"), text);
    }),
    { numRuns: 2000 },
  );
});

test("a record shorter than its kind's fixed part is refused", () => {
  const record = openRecord({ path: ["x"] });
  assert.equal(decodeBehaviour(inRing(record.subarray(0, 87)), NUMBERS), null);
  assert.notEqual(decodeBehaviour(inRing(record.subarray(0, 88)), NUMBERS), null);
});

test("a kind that doesn't exist, and those of containers, are no behaviour", () => {
  for (const kind of [0, KIND.started, KIND.stopped, 10, 255]) {
    assert.equal(decodeBehaviour(inRing(syscallRecord(1, {}, kind)), NUMBERS), null);
  }
});
