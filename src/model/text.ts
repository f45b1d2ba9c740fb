/**
 * Text from inside a container, as a string that preserves every byte.
 *
 * File names and arguments are bytes; most are UTF-8, but they need not be. A byte that is not part
 * of valid UTF-8 becomes a lone surrogate, U+DC80 to U+DCFF, as in Python's "surrogateescape" (PEP
 * 383). JSON can contain these as `\udcXX`, so a path stays unchanged in the database, a baseline
 * and the log.
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

/** Up to this many bytes, scanning is faster than calling a decoder. */
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

/** Converts text back into its bytes. */
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

/** Whether the text contains bytes that are not UTF-8. */
export function holdsRawBytes(text: string): boolean {
  return ESCAPED_BYTE.test(text);
}

/**
 * Characters that must not reach a terminal: control characters, line and paragraph separators,
 * invisible and direction-changing characters (Unicode's Cf), and lone surrogates.
 */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Text for a terminal or a comment: one line, without characters that affect the terminal. */
export function printable(text: string): string {
  return text.replace(/\\/g, "\\\\").replace(UNPRINTABLE, (character) => {
    const code = character.codePointAt(0) ?? 0;
    if (code >= 0xdc80 && code <= 0xdcff) return `\\x${(code - 0xdc00).toString(16)}`;
    if (character === "\n") return "\\n";
    if (character === "\t") return "\\t";
    if (character === "\r") return "\\r";
    // from 0x80 on, \x stands for a byte that is not UTF-8
    if (code < 0x80) return `\\x${code.toString(16).padStart(2, "0")}`;
    return `\\u{${code.toString(16)}}`;
  });
}
