import assert from "node:assert/strict";
import { test } from "node:test";
import { addressText } from "../../../src/record/decode/address.js";

/** An IPv6 address from its eight groups. */
function text(...groups: readonly number[]): string {
  return addressText(Uint8Array.from(groups.flatMap((group) => [group >>> 8, group & 0xff])));
}

test("IPv4 is dotted", () => {
  assert.equal(addressText(Uint8Array.of(192, 168, 0, 1)), "192.168.0.1");
  assert.equal(addressText(Uint8Array.of(0, 0, 0, 0)), "0.0.0.0");
});

test("leading zeros of a group are left out, and digits are lower case (RFC 5952, 4.1 and 4.3)", () => {
  assert.equal(
    text(0x2001, 0x0db8, 0xaaaa, 0xbb, 0xc, 0xd00, 0xe, 0xf),
    "2001:db8:aaaa:bb:c:d00:e:f",
  );
});

test("the longest run of zero groups is shortened (4.2.3)", () => {
  assert.equal(text(0x2001, 0, 0, 1, 0, 0, 0, 1), "2001:0:0:1::1");
});

test("of two equal runs the first is shortened (4.2.3)", () => {
  assert.equal(text(0x2001, 0xdb8, 0, 0, 1, 0, 0, 1), "2001:db8::1:0:0:1");
});

test("a single zero group is not shortened (4.2.2)", () => {
  assert.equal(text(0x2001, 0xdb8, 0, 1, 1, 1, 1, 1), "2001:db8:0:1:1:1:1:1");
});

test("a run at the beginning, at the end, or over everything is shortened", () => {
  assert.equal(text(0, 0, 0, 0, 0, 0, 0, 1), "::1");
  assert.equal(text(0xfe80, 0, 0, 0, 0, 0, 0, 0), "fe80::");
  assert.equal(text(0, 0, 0, 0, 0, 0, 0, 0), "::");
});

test("an IPv4-mapped address is given as IPv4, and nothing else is", () => {
  assert.equal(text(0, 0, 0, 0, 0, 0xffff, 0x0a00, 0x0001), "10.0.0.1");
  assert.equal(text(0, 0, 0, 0, 0, 0xfffe, 0x0a00, 0x0001), "::fffe:a00:1");
  assert.equal(text(0, 0, 0, 0, 1, 0xffff, 0x0a00, 0x0001), "::1:ffff:a00:1");
  // ::10.0.0.1, the IPv4-compatible form, is deprecated and no IPv4 (RFC 4291, 2.5.5.1)
  assert.equal(text(0, 0, 0, 0, 0, 0, 0x0a00, 0x0001), "::a00:1");
});
