import assert from "node:assert/strict";
import { test } from "node:test";
import type { Behaviour } from "../../../../src/model/events/events.js";
import { PayloadReader } from "../../../../src/record/decode/payload/reader.js";
import { inRing } from "../../kernel/c-layout.js";
import { A, AAAA, name, pointer, QUESTION, record, response } from "./dns-message.js";
import { u16, vector } from "./octets.js";
import { PAYLOAD, payloadRecord, type PayloadFields } from "./payload-record.js";
import { clientHello, inRecords, KEY_SHARE, serverName } from "./tls-message.js";

const SERVER = { remotePort: 53, remoteAddress: [127, 0, 0, 11] };
const UDP = { ...SERVER, payload: PAYLOAD.dns, protocol: 17 };
const TCP = { ...SERVER, payload: PAYLOAD.dns };
const REMOTE = { address: "172.17.0.3", port: 443 };

function readAll(...records: readonly PayloadFields[]): readonly Behaviour[] {
  const reader = new PayloadReader();
  return records.flatMap((fields) => {
    const read = reader.read(inRing(payloadRecord(fields)));
    assert.ok(read !== null);
    return read;
  });
}

function answer(type: number, address: readonly number[]): Buffer {
  const data = Buffer.from(address);
  return response({
    question: name("web.example"),
    type,
    answers: [record(pointer(QUESTION), type, data)],
  });
}

const V4 = answer(A, [10, 0, 0, 7]);
const V6 = answer(AAAA, [0xfd, ...new Array<number>(14).fill(0), 7]);
const NAMED = {
  kind: "name-answer",
  name: "web.example",
  aliases: [],
  code: 0,
  server: { address: "127.0.0.11", port: 53 },
};
const BOTH = [
  { ...NAMED, type: A, addresses: ["10.0.0.7"] },
  { ...NAMED, type: AAAA, addresses: ["fd00::7"] },
];

test("an answer of DNS ties a name to its addresses and to who said so", () => {
  assert.deepEqual(readAll({ ...UDP, bytes: V4 }, { ...UDP, bytes: V6 }), BOTH);
});

test("answers over TCP are read however they were cut into pieces", () => {
  const stream = Buffer.concat([vector(2, V4), vector(2, V6)]);
  for (let size = 1; size <= stream.length; size++) {
    const pieces: PayloadFields[] = [];
    for (let at = 0; at < stream.length; at += size) {
      pieces.push({ ...TCP, bytes: stream.subarray(at, at + size) });
    }
    assert.deepEqual(readAll(...pieces), BOTH, String(size));
  }
});

test("pieces of one connection are not joined with those of another", () => {
  const stream = vector(2, V4);
  const [start, rest] = [stream.subarray(0, 2), stream.subarray(2)];
  for (const other of [{ localPort: 1 }, { remoteAddress: [1, 1, 1, 1] }, { container: 9n }]) {
    const records = [
      { ...TCP, bytes: start },
      { ...TCP, ...other, bytes: rest },
    ];
    assert.deepEqual(readAll(...records), [], Object.keys(other)[0]);
  }
});

test("of an answer over TCP that is longer than what comes, the beginning is read, as cut", () => {
  const many = Array.from({ length: 150 }, (_, index) =>
    record(pointer(QUESTION), A, Buffer.of(10, 0, 1, index)),
  );
  const long = response({ question: name("web.example"), type: A, answers: many });
  const [read] = readAll({ ...TCP, bytes: vector(2, long).subarray(0, 2048) });
  assert.ok(read?.kind === "name-answer");
  assert.equal(read.truncated, true);
  assert.equal(read.addresses[0], "10.0.1.0");
});

const HELLO = inRecords(clientHello([KEY_SHARE, serverName("www.example.com")]));
const GREETED = { kind: "tls-hello", serverName: "www.example.com", remote: REMOTE };

test("a TLS greeting names its server, also where it was sent in pieces", () => {
  const tls = { payload: PAYLOAD.tls };
  assert.deepEqual(readAll({ ...tls, bytes: HELLO }), [GREETED]);
  for (let size = 6; size < HELLO.length; size++) {
    const read = readAll(
      { ...tls, bytes: HELLO.subarray(0, size) },
      { ...tls, bytes: HELLO.subarray(size), continued: true },
    );
    assert.equal(read.length, 1, String(size));
    assert.ok(read[0]?.kind === "tls-hello");
    assert.equal(read[0].serverName, "www.example.com");
  }
});

test("a greeting whose name was not seen is not taken for one without a name", () => {
  const tls = { payload: PAYLOAD.tls };
  assert.deepEqual(readAll({ ...tls, bytes: HELLO.subarray(0, 60) }), []);
  const unnamed = inRecords(clientHello([KEY_SHARE]));
  assert.deepEqual(readAll({ ...tls, bytes: unnamed }), [{ ...GREETED, serverName: null }]);
});

test("a request is read without its query and headers", () => {
  const text =
    "POST /login?token=S3CRET HTTP/1.1\r\nCookie: S3CRET\r\nHost: Web:8080\r\n\r\nS3CRET";
  const request = { payload: PAYLOAD.http, remotePort: 8080, bytes: Buffer.from(text) };
  assert.deepEqual(readAll(request), [
    {
      kind: "http-request",
      method: "POST",
      host: "web",
      port: 8080,
      path: "/login",
      remote: { address: "172.17.0.3", port: 8080 },
    },
  ]);
});

test("bytes that are no DNS, TLS or HTTP tell nothing, and are no fault", () => {
  const noise = Buffer.concat([u16(0x1603), Buffer.alloc(100, 0xff)]);
  for (const payload of Object.values(PAYLOAD)) {
    assert.deepEqual(readAll({ payload, bytes: noise }), []);
    assert.deepEqual(readAll({ payload, bytes: Buffer.alloc(0) }), []);
  }
});

test("a record that is too short, or of no payload, makes no sense", () => {
  const whole = payloadRecord({ payload: 9, bytes: V4 });
  assert.equal(new PayloadReader().read(inRing(whole)), null);
  assert.equal(new PayloadReader().read(inRing(whole.subarray(0, 90))), null);
});
