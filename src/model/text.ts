/**
 * Text from inside a container, as a string that gives back every byte.
 *
 * File names and arguments are bytes; most are UTF-8, none has to be. A byte
 * that is not part of valid UTF-8 becomes the lone surrogate U+DC80 to U+DCFF,
 * as in Python's "surrogateescape" (PEP 383). JSON can carry these as `\udcXX`,
 * so a path survives the database, a baseline and the log unchanged.
 */

const STRICT = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The length of the valid UTF-8 sequence at `at`, or 0 (Unicode 15, table 3-7). */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return 1;
  const second = bytes[at + 1] ?? 0;
  const isTail = (offset: number): boolean => ((bytes[at + offset] ?? 0) & 0xc0) === 0x80;
  if (first >= 0xc2 && first <= 0xdf) return isTail(1) ? 2 : 0;
  if (first >= 0xe0 && first <= 0xef) {
    const low = first === 0xe0 ? 0xa0 : 0x80;
    const high = first === 0xed ? 0x9f : 0xbf;
    return second >= low && second <= high && isTail(2) ? 3 : 0;
  }
  if (first >= 0xf0 && first <= 0xf4) {
    const low = first === 0xf0 ? 0x90 : 0x80;
    const high = first === 0xf4 ? 0x8f : 0xbf;
    return second >= low && second <= high && isTail(2) && isTail(3) ? 4 : 0;
  }
  return 0;
}

/** A text of so many bytes is looked through faster than a decoder is called. */
const SHORT = 128;

function isShortAscii(bytes: Uint8Array): boolean {
  if (bytes.length > SHORT) return false;
  for (const byte of bytes) if (byte >= 0x80) return false;
  return true;
}

/** Bytes to text. Never throws. */
export function textFromBytes(bytes: Uint8Array): string {
  if (bytes instanceof Buffer && isShortAscii(bytes)) return bytes.toString("latin1");
  try {
    return STRICT.decode(bytes);
  } catch {
    return textFromMixedBytes(bytes);
  }
}

function textFromMixedBytes(bytes: Uint8Array): string {
  let text = "";
  let valid = 0;
  let at = 0;
  while (at < bytes.length) {
    const length = sequenceLength(bytes, at);
    if (length > 0) {
      at += length;
      continue;
    }
    text += STRICT.decode(bytes.subarray(valid, at));
    text += String.fromCharCode(0xdc00 + (bytes[at] ?? 0));
    at += 1;
    valid = at;
  }
  return text + STRICT.decode(bytes.subarray(valid));
}

const ESCAPED_BYTE = /[\udc80-\udcff]/u;

/** Text back to the bytes it came from. */
export function bytesFromText(text: string): Uint8Array {
  if (!ESCAPED_BYTE.test(text)) return Buffer.from(text, "utf8");
  const parts: Uint8Array[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    const escaped = code >= 0xdc80 && code <= 0xdcff;
    parts.push(escaped ? Uint8Array.of(code - 0xdc00) : Buffer.from(character, "utf8"));
  }
  return Buffer.concat(parts);
}

/** Whether the text holds bytes that are not UTF-8. */
export function holdsRawBytes(text: string): boolean {
  return ESCAPED_BYTE.test(text);
}

/**
 * What a terminal must not be given: control characters, the line and paragraph
 * separators, characters that turn the direction of writing or can't be seen
 * (Unicode's Cf), and lone surrogates.
 */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Text for a person's terminal or for a comment: one line, nothing that acts on the terminal. */
export function printable(text: string): string {
  return text.replace(/\\/g, "\\\\").replace(UNPRINTABLE, (character) => {
    const code = character.codePointAt(0) ?? 0;
    if (code >= 0xdc80 && code <= 0xdcff) return `\\x${(code - 0xdc00).toString(16)}`;
    if (character === "\n") return "\\n";
    if (character === "\t") return "\\t";
    if (character === "\r") return "\\r";
    // From 0x80 on \x stands for a byte that is not UTF-8, as above.
    if (code < 0x80) return `\\x${code.toString(16).padStart(2, "0")}`;
    return `\\u{${code.toString(16)}}`;
  });
}
