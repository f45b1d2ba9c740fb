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

/** A name, or the end of one. */
interface Name {
  /** without the dot at its end; the root's is empty */
  readonly text: string;
  /** octets, the root's included */
  readonly length: number;
  /** pointers on the way to its end */
  readonly pointers: number;
}

const ROOT: Name = { text: "", length: 1, pointers: 0 };

/**
 * The names of one message. Where a pointer led once is remembered, so that a message that is all
 * pointers to one long name takes no longer than another.
 */
export class DnsNames {
  readonly #message: number;
  readonly #known = new Map<number, Name>();

  /** Positions are those of the message, which begins at `message`. */
  constructor(message: number) {
    this.#message = message;
  }

  /** Reads a name, in lower case and without the dot at its end; the root is ".". */
  read(reader: ByteReader): string {
    const { text } = this.#read(reader);
    return text === "" ? "." : text;
  }

  #read(reader: ByteReader): Name {
    const begin = reader.at;
    const labels: string[] = [];
    let length = 0;
    for (;;) {
      const byte = reader.number(1);
      if ((byte & KIND_BITS) === POINTER) {
        const target = ((byte & ~KIND_BITS) << 8) | reader.number(1);
        return joined(labels, length, this.#follow(reader, target, begin), reader);
      }
      if (byte === 0) return joined(labels, length, ROOT, reader); // the root, or a problem
      length += 1 + byte;
      if ((byte & KIND_BITS) !== 0 || length > LONGEST_NAME) reader.refuse();
      labels.push(labelText(reader.take(byte)));
    }
  }

  /**
   * A pointer leads to a prior occurrence (RFC 1035, 4.1.4): to before where this name began, and
   * so on from there. So no name is endless.
   */
  #follow(reader: ByteReader, target: number, begin: number): Name {
    const at = this.#message + target;
    if (target < DNS_HEADER_SIZE || at >= begin) reader.refuse();
    if (reader.problem() !== null) return ROOT;
    const name = this.#known.get(at) ?? this.#read(reader.from(at));
    if (name.pointers >= MOST_POINTERS) reader.refuse();
    this.#known.set(at, name);
    return { ...name, pointers: name.pointers + 1 };
  }
}

function joined(labels: readonly string[], length: number, rest: Name, reader: ByteReader): Name {
  const whole = length + rest.length;
  if (whole > LONGEST_NAME) reader.refuse();
  const text = [...labels, ...(rest.text === "" ? [] : [rest.text])].join(".");
  return { text, length: whole, pointers: rest.pointers };
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
