/** Names in DNS messages. */
import type { ByteReader } from "./byte-reader.js";

/** RFC 1035, 4.1.1: what the message begins with; no name is in there. */
export const DNS_HEADER_SIZE = 12;

/** RFC 1035, 2.3.4: octets of a name, with the lengths of its labels and the root's. */
const LONGEST_NAME = 255;
/** A name of that length has no more labels, so honest names need no more pointers. */
const MOST_POINTERS = 127;
/** RFC 1035, 4.1.4: the two highest bits say what a byte is; 01 and 10 are reserved. */
const KIND_BITS = 0xc0;
const POINTER = 0xc0;

/**
 * Reads a name, in lower case and without the dot at its end; the root is ".".
 *
 * A pointer leads to a prior occurrence (RFC 1035, 4.1.4): to before where this name began, and
 * before where every earlier pointer led. So no name is endless. Positions are those of the message, which
 * begins at `message`.
 */
export function readDnsName(reader: ByteReader, message: number): string {
  const labels: string[] = [];
  let length = 1; // the root's
  let pointers = 0;
  let from = reader;
  let earliest = reader.at;
  for (;;) {
    const byte = from.number(1);
    if ((byte & KIND_BITS) === POINTER) {
      const target = message + (((byte & ~KIND_BITS) << 8) | from.number(1));
      pointers += 1;
      const isPrior = target >= message + DNS_HEADER_SIZE && target < earliest;
      if (!isPrior || pointers > MOST_POINTERS) from.refuse();
      earliest = target;
      from = from.from(target);
      continue;
    }
    if (byte === 0) break; // the root, or a problem
    length += 1 + byte;
    if ((byte & KIND_BITS) !== 0 || length > LONGEST_NAME) from.refuse();
    labels.push(labelText(from.take(byte)));
  }
  return labels.length === 0 ? "." : labels.join(".");
}

/**
 * What each octet of a label looks like (RFC 4343, 2.1 and 3): letters compare without case; a dot
 * and a backslash get a backslash, what can't be printed is \DDD, the octet in decimal. Different
 * labels stay different.
 */
const OCTET_TEXTS = Array.from({ length: 256 }, (_, octet) => {
  const text = String.fromCharCode(octet);
  if (octet < 0x21 || octet > 0x7e) return `\\${String(octet).padStart(3, "0")}`;
  return text === "." || text === "\\" ? `\\${text}` : text.toLowerCase();
});

function labelText(label: Buffer): string {
  let text = "";
  for (const octet of label) text += OCTET_TEXTS[octet] ?? "";
  return text;
}
