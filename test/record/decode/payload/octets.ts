/** Messages put together by hand, as the RFCs lay them out. */

export type Octets = string | readonly number[] | Uint8Array;

/** Everything behind one another; text as Latin-1. */
export function octets(...parts: readonly Octets[]): Buffer {
  return Buffer.concat(
    parts.map((part) =>
      typeof part === "string" ? Buffer.from(part, "latin1") : Buffer.from(part),
    ),
  );
}

export function u16(value: number): Buffer {
  return octets([value >>> 8, value & 0xff]);
}

/** A vector with its length in front, in 1, 2 or 3 octets. */
export function vector(size: 1 | 2 | 3, ...parts: readonly Octets[]): Buffer {
  const content = octets(...parts);
  const length = Buffer.alloc(size);
  length.writeUIntBE(content.length, 0, size);
  return octets(length, content);
}

/** Every beginning of a message that is not all of it, from none of it on. */
export function beginnings(message: Buffer): readonly Buffer[] {
  // A copy each: what lies behind a beginning can't be read by mistake.
  return Array.from(message, (_, length) => Buffer.from(message.subarray(0, length)));
}
