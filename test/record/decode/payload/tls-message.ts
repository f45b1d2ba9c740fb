/** TLS greetings, put together by hand. */
import { octets, u16, vector, type Octets } from "./octets.js";

/** RFC 8446, 4.2: an extension. */
export function extension(type: number, ...data: readonly Octets[]): Buffer {
  return octets(u16(type), vector(2, ...data));
}

/** RFC 6066, 3: the extension that names the server. */
export function serverName(...names: readonly string[]): Buffer {
  return extension(0, vector(2, ...names.map((each) => octets([0], vector(2, each)))));
}

export const SUPPORTED_VERSIONS = extension(43, vector(1, u16(0x0304), u16(0x0303)));
export const KEY_SHARE = extension(51, vector(2, u16(0x001d), vector(2, Buffer.alloc(32, 7))));
export const ENCRYPTED = extension(0xfe0d, Buffer.alloc(60, 8));

/** RFC 8446, 4.1.2, with its type and length (4). Without extensions it ends before their list. */
export function clientHello(extensions: readonly Buffer[] | null): Buffer {
  const list = extensions === null ? "" : vector(2, ...extensions);
  return octets(
    [1],
    vector(
      3,
      u16(0x0303),
      Buffer.alloc(32, 9), // the random
      vector(1, Buffer.alloc(32, 6)), // the session
      vector(2, u16(0x1301), u16(0x1302)),
      vector(1, [0]),
      list,
    ),
  );
}

/** RFC 8446, 5.1: records of so many bytes each. */
export function inRecords(handshake: Buffer, size = handshake.length): Buffer {
  const count = Math.ceil(handshake.length / size);
  return octets(
    ...Array.from({ length: count }, (_, index) =>
      octets([22], u16(0x0301), vector(2, handshake.subarray(index * size, (index + 1) * size))),
    ),
  );
}
