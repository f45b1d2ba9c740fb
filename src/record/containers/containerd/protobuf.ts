/**
 * The part of Protocol Buffers that containerd's API needs (protobuf.dev/programming-guides/
 * encoding): strings, bytes, messages and numbers, by field number.
 */

/** A message's fields. Each is a list, as any may be repeated. 64-bit numbers lose precision. */
export type Message = ReadonlyMap<number, readonly (Buffer | number)[]>;

const VARINT = 0;
const FIXED64 = 1;
const BYTES = 2;
const FIXED32 = 5;

/** Encodes a message of strings and numbers. */
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

/** Decodes a message. It stops at a field that is cut off or has an unknown type. Never throws. */
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

  #value(wireType: number): Buffer | number | null {
    if (wireType === VARINT) return this.#varint();
    if (wireType === FIXED64) return this.#take(8);
    if (wireType === FIXED32) return this.#take(4);
    const length = wireType === BYTES ? this.#varint() : null;
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

/** A string field; empty if it is missing. */
export function textField(message: Message, field: number): string {
  return bytesField(message, field).toString("utf8");
}

/** A bytes field; empty if it is missing. */
export function bytesField(message: Message, field: number): Buffer {
  const value = message.get(field)?.at(-1);
  return Buffer.isBuffer(value) ? value : Buffer.alloc(0);
}

/** A message field; an empty message if it is missing. */
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

/** A map of strings: a repeated message of key and value. */
export function mapField(message: Message, field: number): Record<string, string> {
  return Object.fromEntries(
    repeatedField(message, field).map((entry) => [textField(entry, 1), textField(entry, 2)]),
  );
}
