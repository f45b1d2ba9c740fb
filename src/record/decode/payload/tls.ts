/** Reads the server name in a TLS client's greeting. */
import { ByteReader } from "./byte-reader.js";
import { readHostName } from "./host-name.js";
import { readHandshake } from "./tls-records.js";

export interface TlsClientHello {
  /** The name in server_name (RFC 6066, 3), in lower case; null when the client sent none. */
  readonly serverName: string | null;
  /**
   * Whether encrypted_client_hello was sent (draft-ietf-tls-esni): then the name is the outer one,
   * which is the server's own and not the one asked for. Browsers also send the extension with
   * nothing in it, to keep it usual, and nobody can tell from outside.
   */
  readonly encrypted: boolean;
  /** Whether the hello goes on behind the bytes: it may still turn out to be encrypted. */
  readonly truncated: boolean;
}

const CLIENT_HELLO = 1;
const RANDOM_SIZE = 32;
const EXTENSION = { serverName: 0, encryptedClientHello: 0xfe0d };
const HOST_NAME = 0;

/**
 * Reads a ClientHello (RFC 8446, 4.1.2; RFC 5246, 7.4.1.2) from the first bytes a client sends.
 *
 * Null for what is none, or is malformed, or names what no host can be called; and when the bytes
 * end before a name was found, as it may still come.
 */
export function readClientHello(bytes: Buffer): TlsClientHello | null {
  const handshake = readHandshake(bytes);
  if (handshake === null) return null;
  const reader = new ByteReader(handshake, 0, Infinity);
  const type = reader.number(1);
  const hello = reader.part(reader.number(3));
  if (type !== CLIENT_HELLO) return null;

  hello.take(2 + RANDOM_SIZE); // the version of old, and the random
  hello.take(hello.number(1)); // the session
  hello.take(hello.number(2)); // cipher suites
  hello.take(hello.number(1)); // compression
  const found = hello.hasMore() ? readExtensions(hello.part(hello.number(2))) : NOTHING_FOUND;
  if (hello.hasMore()) hello.refuse(); // nothing follows the extensions

  const { serverName, encrypted } = found;
  if (hello.problem() === "malformed" || serverName === ILLEGAL) return null;
  const truncated = hello.problem() === "cut";
  if (truncated && serverName === null) return null;
  return { serverName, encrypted, truncated };
}

/** Stands for an illegal name; no host name is empty. */
const ILLEGAL = "";
const NOTHING_FOUND = { serverName: null, encrypted: false };

function readExtensions(list: ByteReader): { serverName: string | null; encrypted: boolean } {
  let serverName: string | null = null;
  let encrypted = false;
  while (list.hasMore()) {
    const type = list.number(2);
    const length = list.number(2);
    if (list.problem() !== null) break;
    if (type === EXTENSION.serverName) {
      // RFC 8446, 4.2: each extension is sent once.
      if (serverName !== null) list.refuse();
      serverName = readServerName(list.part(length));
    } else {
      if (type === EXTENSION.encryptedClientHello) encrypted = true;
      list.take(length);
    }
  }
  return { serverName, encrypted };
}

/** RFC 6066, 3: a list of names, of which only host names were ever defined, one at most. */
function readServerName(extension: ByteReader): string | null {
  const names = extension.part(extension.number(2));
  if (extension.hasMore()) extension.refuse();
  let found: string | null = null;
  while (names.hasMore()) {
    const type = names.number(1);
    const name = names.take(names.number(2));
    if (type !== HOST_NAME || names.problem() !== null) continue;
    if (found !== null) names.refuse();
    found = readHostName(name.toString("latin1")) ?? ILLEGAL;
  }
  return found;
}
