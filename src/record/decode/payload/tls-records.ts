/** TLS records, in which a handshake's messages travel. */

/** RFC 8446, 5.1: type, version, length. */
const RECORD_HEADER_SIZE = 5;
const HANDSHAKE = 22;
/** The version's first byte, from SSL 3.0 to TLS 1.3. */
const MAJOR_VERSION = 3;
/** RFC 8446, 5.1: bytes in a record. */
const LARGEST_RECORD = 2 ** 14;
/** RFC 8446, 4: type and length. */
const MESSAGE_HEADER_SIZE = 4;

/**
 * The beginning of a handshake: its first message, which may be spread over several records, as
 * far as the bytes go. Null when something else is in between.
 */
export function readHandshake(bytes: Buffer): Buffer | null {
  const fragments: Buffer[] = [];
  let gathered = 0;
  let size = Infinity; // the message's with its header, once known
  let at = 0;
  while (gathered < size && at + RECORD_HEADER_SIZE <= bytes.length) {
    const length = bytes.readUInt16BE(at + 3);
    if (bytes[at] !== HANDSHAKE || bytes[at + 1] !== MAJOR_VERSION) return null;
    // A handshake's record is never empty.
    if (length === 0 || length > LARGEST_RECORD) return null;
    const start = at + RECORD_HEADER_SIZE;
    const fragment = bytes.subarray(start, start + length);
    fragments.push(fragment);
    gathered += fragment.length;
    if (size === Infinity && gathered >= MESSAGE_HEADER_SIZE) size = messageSize(fragments);
    at = start + length;
  }
  return Buffer.concat(fragments);
}

function messageSize(fragments: readonly Buffer[]): number {
  return MESSAGE_HEADER_SIZE + Buffer.concat(fragments).readUIntBE(1, 3);
}
