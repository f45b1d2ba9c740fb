import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { readClientHello } from "../../../../src/record/decode/payload/tls.js";
import { beginnings, octets, u16, vector } from "./octets.js";
import {
  extension,
  serverName,
  SUPPORTED_VERSIONS,
  KEY_SHARE,
  ENCRYPTED,
  clientHello,
  inRecords,
} from "./tls-message.js";

/** What is read of a hello with these extensions. */
function readHello(...extensions: readonly Buffer[]): ReturnType<typeof readClientHello> {
  return readClientHello(inRecords(clientHello(extensions)));
}

const ORDINARY = clientHello([SUPPORTED_VERSIONS, serverName("www.example.com"), KEY_SHARE]);
const READ = { serverName: "www.example.com", encrypted: false, truncated: false };

test("the server's name is read wherever it is among the extensions", () => {
  assert.deepEqual(readClientHello(inRecords(ORDINARY)), READ);
  assert.deepEqual(readHello(serverName("www.example.com"), KEY_SHARE), READ);
  assert.deepEqual(readHello(KEY_SHARE, serverName("www.example.com")), READ);
});

test("a client that names no server is told from one whose name was not seen", () => {
  const none = { serverName: null, encrypted: false, truncated: false };
  assert.deepEqual(readHello(SUPPORTED_VERSIONS, KEY_SHARE), none);
  assert.deepEqual(readHello(), none);
  // TLS 1.2 has hellos without a list of extensions (RFC 5246, 7.4.1.2).
  assert.deepEqual(readClientHello(inRecords(clientHello(null))), none);
});

test("a hello that is encrypted is told, on whichever side of the name its extension is", () => {
  const read = { ...READ, encrypted: true };
  assert.deepEqual(readHello(ENCRYPTED, serverName("www.example.com")), read);
  assert.deepEqual(readHello(serverName("www.example.com"), ENCRYPTED), read);
});

test("a hello that is spread over records is put together, down to one byte in each", () => {
  for (const size of [1, 2, 3, 4, 5, 64]) {
    assert.deepEqual(readClientHello(inRecords(ORDINARY, size)), READ, `${size} bytes`);
  }
});

test("what follows the hello is not looked at", () => {
  assert.deepEqual(readClientHello(octets(inRecords(ORDINARY), [20, 3, 3, 0, 1, 1])), READ);
  // Nor what follows it in its record.
  assert.deepEqual(readClientHello(inRecords(octets(ORDINARY, [20, 0, 0, 0]))), READ);
});

test("names come in lower case and without the dot of the root", () => {
  assert.equal(readHello(serverName("WWW.Example.COM"))?.serverName, "www.example.com");
  assert.equal(readHello(serverName("example.com."))?.serverName, "example.com");
  assert.equal(readHello(serverName("_a-1.xn--bcher-kva"))?.serverName, "_a-1.xn--bcher-kva");
});

test("a name that no host can have is refused", () => {
  const long = Array.from({ length: 64 }, () => "abc").join(".");
  assert.equal(readHello(serverName(long))?.serverName, long); // 255 characters
  const illegal = [
    "",
    ".",
    "a..b",
    ".a",
    "a b",
    "a\0",
    "a\n",
    "b\xfccher",
    "a/b",
    "a:443",
    "[::1]",
  ];
  for (const name of [...illegal, "${jndi}", "a'b", 'a"b', `${long}d`, "a".repeat(64)]) {
    assert.equal(readHello(serverName(name)), null, JSON.stringify(name));
  }
});

test("what is no ClientHello is refused", () => {
  const bytes = inRecords(ORDINARY);
  assert.equal(readClientHello(octets([23], bytes.subarray(1))), null); // application data
  assert.equal(readClientHello(octets([22, 2], bytes.subarray(2))), null); // not SSL 3 or TLS
  const serverHello = octets([2], ORDINARY.subarray(1));
  assert.equal(readClientHello(inRecords(serverHello)), null);
  assert.equal(readClientHello(octets("GET / HTTP/1.1\r\nHost: a\r\n\r\n")), null);
});

test("records that RFC 8446 forbids within a handshake are refused", () => {
  const [first, second] = [ORDINARY.subarray(0, 50), ORDINARY.subarray(50)].map((part) =>
    inRecords(part),
  );
  assert.ok(first && second);
  assert.deepEqual(readClientHello(octets(first, second)), READ);
  const alert = octets([21], u16(0x0303), vector(2, [1, 0]));
  const empty = octets([22], u16(0x0303), u16(0));
  assert.equal(readClientHello(octets(first, alert, second)), null);
  assert.equal(readClientHello(octets(first, empty, second)), null);
  const padding = extension(21, Buffer.alloc(2 ** 14));
  assert.equal(readHello(serverName("a.example"), padding), null);
  const padded = clientHello([serverName("a.example"), padding]);
  assert.equal(readClientHello(inRecords(padded, 2 ** 14))?.serverName, "a.example");
});

test("lengths that contradict one another are refused", () => {
  const name = vector(2, [0], vector(2, "a.example"));
  assert.equal(readHello(extension(0, name, [0])), null); // the list ends before its extension
  assert.equal(readHello(extension(0, name.subarray(0, -1))), null);
  assert.equal(readHello(extension(0)), null);
  assert.equal(readHello(u16(0)), null); // an extension without a length
  const trailing = octets(clientHello([serverName("a.example")]), [0]);
  trailing.writeUIntBE(trailing.length - 4, 1, 3);
  assert.equal(readClientHello(inRecords(trailing)), null);
});

test("two names are refused, as servers refuse them", () => {
  assert.equal(readHello(serverName("a.example", "b.example")), null);
  assert.equal(readHello(serverName("a.example"), serverName("b.example")), null);
});

test("a hello cut anywhere gives its name or nothing, and says that it is cut", () => {
  for (const size of [ORDINARY.length, 40, 1]) {
    const message = inRecords(ORDINARY, size);
    for (const part of beginnings(message)) {
      const read = readClientHello(part);
      if (read !== null) assert.deepEqual(read, { ...READ, truncated: true });
    }
  }
  const withoutKeyShare = inRecords(ORDINARY).subarray(0, -KEY_SHARE.length);
  assert.equal(readClientHello(withoutKeyShare)?.serverName, "www.example.com");
  assert.equal(readClientHello(withoutKeyShare.subarray(0, -1)), null);
});

test("a hello cut anywhere is never said to name no server", () => {
  for (const extensions of [null, [], [SUPPORTED_VERSIONS, ENCRYPTED]]) {
    for (const part of beginnings(inRecords(clientHello(extensions)))) {
      assert.equal(readClientHello(part), null);
    }
  }
});

test("noise never throws, and names no server that can't be one", () => {
  const whole = inRecords(ORDINARY, 60);
  const edits = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 6 });
  const damaged = edits.map((list) => {
    const bytes = Buffer.from(whole);
    for (const [at, value] of list) bytes[at] = value;
    return bytes;
  });
  const noise = fc.uint8Array({ maxLength: 300 });
  const message = fc.oneof(
    damaged,
    noise.map((bytes) => Buffer.from(bytes)),
    noise.map((bytes) => octets([22], u16(0x0301), vector(2, bytes))),
    noise.map((bytes) => inRecords(clientHello([Buffer.from(bytes)]))),
    noise.map((bytes) => readyName(bytes)),
  );
  fc.assert(
    fc.property(message, (bytes) => {
      const name = readClientHello(bytes)?.serverName ?? "none";
      assert.match(name, /^[a-z0-9._-]{1,255}$/);
    }),
    { numRuns: 5000 },
  );
});

/** A hello that is in order but for what is in the name's extension. */
function readyName(bytes: Uint8Array): Buffer {
  return inRecords(clientHello([extension(0, vector(2, bytes))]));
}
