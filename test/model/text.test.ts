import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { bytesFromText, holdsRawBytes, printable, textFromBytes } from "../../src/model/text.js";

/** Bytes as file names are: mostly text, with anything in between. */
const hostileBytes = fc
  .array(
    fc.oneof(
      fc.string({ unit: "binary", maxLength: 8 }).map((text) => Buffer.from(text, "utf8")),
      fc.uint8Array({ maxLength: 8 }).map((bytes) => Buffer.from(bytes)),
      fc.constantFrom(...["\n", "\u001b[2J", "\u202e", "\\", "\u2028"].map((c) => Buffer.from(c))),
    ),
    { maxLength: 12 },
  )
  .map((parts) => Buffer.concat(parts));

function roundTrip(bytes: Uint8Array): Buffer {
  return Buffer.from(bytesFromText(textFromBytes(bytes)));
}

test("any bytes come back from the text they became, and from its JSON", () => {
  fc.assert(
    fc.property(hostileBytes, (bytes) => {
      const text = textFromBytes(bytes);
      assert.deepEqual(Buffer.from(bytesFromText(text)), bytes);
      // As a file holds it: JSON in UTF-8.
      const file = Buffer.from(JSON.stringify(text), "utf8");
      assert.equal(JSON.parse(file.toString("utf8")), text);
    }),
    { numRuns: 1000 },
  );
});

test("different bytes are different text", () => {
  fc.assert(
    fc.property(hostileBytes, hostileBytes, (one, other) => {
      assert.equal(textFromBytes(one) === textFromBytes(other), one.equals(other));
    }),
  );
  assert.notEqual(textFromBytes(Buffer.of(0x80)), textFromBytes(Buffer.from("\u0080")));
});

test("valid UTF-8 is the text it says, whatever the plane", () => {
  for (const text of ["", "plain", "zażółć", "日本", "\u{1f480}", "\ufeffmark", "\u0000"]) {
    assert.equal(textFromBytes(Buffer.from(text, "utf8")), text);
    assert.equal(holdsRawBytes(text), false);
  }
});

test("what is not UTF-8 becomes a lone surrogate a byte", () => {
  assert.equal(textFromBytes(Buffer.from([0x61, 0xff, 0x62])), "a\udcffb");
  assert.equal(textFromBytes(Buffer.from([0x80])), "\udc80");
  assert.ok(holdsRawBytes(textFromBytes(Buffer.from([0x61, 0xff]))));
});

test("overlong forms, surrogates and numbers beyond Unicode are bytes, not characters", () => {
  const notText = {
    "overlong slash": [0xc0, 0xaf],
    "overlong slash in three": [0xe0, 0x80, 0xaf],
    "overlong slash in four": [0xf0, 0x80, 0x80, 0xaf],
    "a surrogate": [0xed, 0xa0, 0x80],
    "one that would look like an escaped byte": [0xed, 0xb2, 0x80],
    "beyond U+10FFFF": [0xf4, 0x90, 0x80, 0x80],
    "five bytes": [0xf8, 0x88, 0x80, 0x80, 0x80],
    "cut off": [0xe2, 0x82],
    "cut off by a letter": [0xf0, 0x9f, 0x61],
  };
  for (const [name, bytes] of Object.entries(notText)) {
    const expected = bytes.map((byte) => String.fromCharCode(byte < 0x80 ? byte : 0xdc00 + byte));
    assert.equal(textFromBytes(Buffer.from(bytes)), expected.join(""), name);
    assert.deepEqual(roundTrip(Buffer.from(bytes)), Buffer.from(bytes), name);
  }
});

test("valid characters between invalid bytes stay characters", () => {
  const bytes = Buffer.concat([Buffer.of(0xff), Buffer.from("ż\u{1f480}"), Buffer.of(0x80)]);
  assert.equal(textFromBytes(bytes), "\udcffż\u{1f480}\udc80");
  assert.deepEqual(roundTrip(bytes), bytes);
});

test("printable text is one line, and nothing in it acts on a terminal or can't be seen", () => {
  const anyText = fc.oneof(
    hostileBytes.map(textFromBytes),
    fc.string({ unit: "binary" }),
    fc.array(fc.nat(0xffff)).map((codes) => String.fromCharCode(...codes)),
  );
  fc.assert(
    fc.property(anyText, (text) => {
      const shown = printable(text);
      assert.doesNotMatch(shown, /\p{Cc}|\p{Bidi_Control}|\p{Zl}|\p{Zp}|\p{Cs}|\p{Cf}/u);
      // Not mended on its way to a terminal either.
      assert.equal(Buffer.from(shown, "utf8").toString("utf8"), shown);
    }),
    { numRuns: 1000 },
  );
});

test("what a person should see is plain to see", () => {
  assert.equal(printable("/usr/bin/zażółć 日本 '\"$`"), "/usr/bin/zażółć 日本 '\"$`");
  assert.equal(printable("a\nb\tc\rd\u0000e\u001b[2Jf"), "a\\nb\\tc\\rd\\x00e\\x1b[2Jf");
  assert.equal(printable("gpj.\u202eexe"), "gpj.\\u{202e}exe");
  assert.equal(printable("zero\u200bwidth\u00ad\u{e0041}"), "zero\\u{200b}width\\u{ad}\\u{e0041}");
  assert.equal(printable("\udcff"), "\\xff");
});

test("different names look different, also one that spells another's escape", () => {
  const looks = ["\n", "\\n", "\\\\n", "\udc80", "\u0080", "\\x80", "\\u{80}", "\u00ad"];
  assert.equal(new Set(looks.map(printable)).size, looks.length);
  // Few pieces and short texts, so that two of them are often close to one another.
  const pieces = fc.constantFrom("\\", "x80", "\udc80", "\u0080", "\n", "n", "u{80}", "x", "80");
  const text = fc.array(pieces, { maxLength: 3 }).map((parts) => parts.join(""));
  fc.assert(
    fc.property(text, text, (one, other) => {
      assert.equal(printable(one) === printable(other), one === other);
    }),
    { numRuns: 2000 },
  );
});
