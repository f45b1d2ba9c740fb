/**
 * As much of Protocol Buffers as containerd's API takes (protobuf.dev/programming-guides/
 * encoding): strings, bytes, messages and numbers, by field number.
 */

/** A message's fields: each a list, as any may be repeated. Numbers of 64 bits lose precision. */
export type Message = ReadonlyMap<number, readonly (Buffer | number)[]>;

const VARINT = 0;
const FIXED64 = 1;
const BYTES = 2;
const FIXED32 = 5;

/** A message of texts, and of numbers below 128. */
export function encodeMessage(fields: Readonly<Record<number, string | number>>): Buffer {
  return Buffer.concat(
    Object.entries(fields).flatMap(([field, value]) => {
      const key = Number(field) * 8;
      if (typeof value === "number") return [encodeVarint(key + VARINT), encodeVarint(value)];
      const text = Buffer.from(value, "utf8");
      return [encodeVarint(key + BYTES), encodeVarint(text.length), text];
    }),
  );
}

function encodeVarint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return Buffer.from([...bytes, rest]);
}

/** The fields of a message. What is cut short or of an unknown sort ends it: it never throws. */
export function decodeMessage(bytes: Buffer): Message {
  const fields = new Map<number, (Buffer | number)[]>();
  const reader = new Reader(bytes);
  for (let read = reader.next(); read !== null; read = reader.next()) {
    const known = fields.get(read.field);
    if (known === undefined) fields.set(read.field, [read.value]);
    else known.push(read.value);
  }
  return fields;
}

class Reader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  next(): { field: number; value: Buffer | number } | null {
    const key = this.#varint();
    if (key === null) return null;
    const value = this.#value(key % 8);
    return value === null ? null : { field: Math.floor(key / 8), value };
  }

  #value(sort: number): Buffer | number | null {
    if (sort === VARINT) return this.#varint();
    if (sort === FIXED64) return this.#take(8);
    if (sort === FIXED32) return this.#take(4);
    const length = sort === BYTES ? this.#varint() : null;
    return length === null ? null : this.#take(length);
  }

  #take(length: number): Buffer | null {
    const end = this.#at + length;
    if (end > this.#bytes.length) return null;
    const taken = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return taken;
  }

  #varint(): number | null {
    let value = 0;
    for (let shift = 0; shift < 10; shift++) {
      const byte = this.#bytes[this.#at++];
      if (byte === undefined) return null;
      value += (byte & 127) * 2 ** (7 * shift);
      if (byte < 128) return value;
    }
    return null;
  }
}

/** A field that is a text; empty where there is none. */
export function textField(message: Message, field: number): string {
  return bytesField(message, field).toString("utf8");
}

/** As above, of bytes. */
export function bytesField(message: Message, field: number): Buffer {
  const value = message.get(field)?.at(-1);
  return Buffer.isBuffer(value) ? value : Buffer.alloc(0);
}

/** A field that is a message; an empty one where there is none. */
export function messageField(message: Message, field: number): Message {
  return decodeMessage(bytesField(message, field));
}

export function numberField(message: Message, field: number): number {
  const value = message.get(field)?.at(-1);
  return typeof value === "number" ? value : 0;
}

/** Every message of a repeated field. */
export function repeatedField(message: Message, field: number): Message[] {
  return (message.get(field) ?? []).filter((each) => Buffer.isBuffer(each)).map(decodeMessage);
}

/** A map of texts: a repeated message of key and value. */
export function mapField(message: Message, field: number): Record<string, string> {
  return Object.fromEntries(
    repeatedField(message, field).map((entry) => [textField(entry, 1), textField(entry, 2)]),
  );
}
