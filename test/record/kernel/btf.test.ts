import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parseBtf } from "../../../src/record/kernel/btf.js";

/** BTF as Documentation/bpf/btf.rst lays it out: a header, types, strings. */
function btf(types: readonly number[], strings: string): Uint8Array {
  const text = Buffer.from(`\0${strings}`, "latin1");
  const bytes = Buffer.alloc(24 + 4 * types.length + text.length);
  bytes.writeUInt16LE(0xeb9f, 0); // magic
  bytes.writeUInt8(1, 2); // version
  bytes.writeUInt32LE(24, 4); // hdr_len
  bytes.writeUInt32LE(0, 8); // type_off
  bytes.writeUInt32LE(4 * types.length, 12); // type_len
  bytes.writeUInt32LE(4 * types.length, 16); // str_off
  bytes.writeUInt32LE(text.length, 20); // str_len
  types.forEach((word, index) => bytes.writeUInt32LE(word >>> 0, 24 + 4 * index));
  text.copy(bytes, 24 + 4 * types.length);
  return bytes;
}

/** struct btf_type's `info` */
const info = (kind: number, vlen: number, flag = 0): number => (flag << 31) | (kind << 24) | vlen;

test("members of a structure have their offset in bytes, and the structure its size", () => {
  // names: 1 "point", 7 "x", 9 "y"
  const types = [1, info(4, 2), 8, ...[7, 1, 0], ...[9, 1, 32]];
  const { structs } = parseBtf(btf(types, "point\0x\0y\0"));
  assert.deepEqual(structs.get("point"), { x: 0, y: 4, size: 8 });
});

test("in a structure with bit fields the offset is apart from the width", () => {
  const types = [1, info(4, 1, 1), 8, ...[7, 1, (3 << 24) | 32]];
  const { structs } = parseBtf(btf(types, "point\0x\0"));
  assert.deepEqual(structs.get("point"), { x: 4, size: 8 });
});

test("values of an enumeration have their sign", () => {
  const types = [1, info(6, 2), 4, ...[7, 5], ...[9, -1]];
  assert.deepEqual(parseBtf(btf(types, "color\0r\0g\0")).enums.get("color"), { r: 5, g: -1 });
});

test("types of every other kind are stepped over", () => {
  // kind, number of members, words that follow
  const others: readonly (readonly [number, number, number])[] = [
    [1, 0, 1], // int
    [2, 0, 0], // pointer
    [3, 0, 3], // array
    [5, 2, 6], // union
    [7, 0, 0], // forward
    [8, 0, 0], // typedef
    [9, 0, 0], // volatile
    [10, 0, 0], // const
    [11, 0, 0], // restrict
    [12, 0, 0], // function
    [13, 3, 6], // prototype
    [14, 0, 1], // variable
    [15, 2, 6], // data section
    [16, 0, 0], // float
    [17, 0, 1], // declaration tag
    [18, 0, 0], // type tag
    [19, 2, 6], // 64-bit enumeration
  ];
  for (const [kind, vlen, words] of others) {
    const before = [0, info(kind, vlen), 0, ...new Array<number>(words).fill(0)];
    const { structs } = parseBtf(btf([...before, 1, info(4, 0), 16], "last\0"));
    assert.deepEqual(structs.get("last"), { size: 16 }, `kind ${String(kind)}`);
  }
});

test("what is no BTF, or is cut off, is refused", () => {
  const whole = btf([1, info(4, 1), 8, ...[1, 1, 0]], "point\0");
  assert.throws(() => parseBtf(whole.subarray(0, 40)), RangeError);
  assert.throws(() => parseBtf(new Uint8Array()), RangeError);
  assert.throws(() => parseBtf(Buffer.from("\x7fELF and so on")), /no BTF/);
});

test("noise ends in a RangeError or in types, and always ends", () => {
  const words = fc.array(fc.oneof(fc.integer({ min: 0, max: 64 }), fc.integer()), {
    maxLength: 60,
  });
  const heads = fc.tuple(fc.nat(64), fc.nat(400), fc.nat(64));
  fc.assert(
    fc.property(words, heads, fc.uint8Array({ maxLength: 40 }), (types, head, strings) => {
      const bytes = Buffer.from(btf(types, Buffer.from(strings).toString("latin1")));
      const [typesAt, typesLength, stringsAt] = head;
      if (typesAt % 3 === 0) bytes.writeUInt32LE(typesLength, 12);
      if (typesAt % 5 === 0) bytes.writeUInt32LE(stringsAt, 16);
      try {
        parseBtf(bytes);
      } catch (error) {
        assert.ok(error instanceof RangeError, String(error));
      }
    }),
    { numRuns: 1000 },
  );
});
