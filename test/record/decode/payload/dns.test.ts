import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { readDnsAnswer, type DnsAnswer } from "../../../../src/record/decode/payload/dns.js";
import {
  A,
  AAAA,
  ANY,
  CNAME,
  name,
  OPT,
  pointer,
  QUESTION,
  record,
  RESPONSE,
  response,
  TXT,
} from "./dns-message.js";
import { beginnings, octets, vector } from "./octets.js";

const ADDRESS = octets([192, 0, 2, 1]);
const OTHER = octets([203, 0, 113, 9]);
const toQuestion = pointer(QUESTION);

/** The answer's addresses, where there is an answer. */
function addresses(message: Buffer): readonly string[] | undefined {
  return readDnsAnswer(message)?.addresses;
}

test("an address is tied to the name that was asked for", () => {
  assert.deepEqual(readDnsAnswer(response({ answers: [record(toQuestion, A, ADDRESS)] })), {
    question: "www.example.com",
    type: 1,
    responseCode: 0,
    addresses: ["192.0.2.1"],
    aliases: [],
    truncated: false,
  });
});

test("an IPv6 address is written as everywhere else", () => {
  const address = octets([0x20, 0x01, 0x0d, 0xb8], new Uint8Array(11), [1]);
  const message = response({ type: AAAA, answers: [record(toQuestion, AAAA, address)] });
  assert.deepEqual(addresses(message), ["2001:db8::1"]);
});

/** www.example.com is cdn.example.com is edge.example.net, which has an address. */
const CHAIN = response({
  answers: [
    // The header and the question's name, type and class take 33 octets; example.com begins at 16.
    record(toQuestion, CNAME, pointer(16, "cdn")),
    // The record's own name, type, class, time and length take 12: its data begins at 45.
    record(pointer(45), CNAME, name("edge.example.net")),
    // 45 + 6 octets of data + 12 = 63.
    record(pointer(63), A, ADDRESS),
    record(pointer(63), A, OTHER),
  ],
});
const CHAIN_READ: DnsAnswer = {
  question: "www.example.com",
  type: 1,
  responseCode: 0,
  addresses: ["192.0.2.1", "203.0.113.9"],
  aliases: ["cdn.example.com", "edge.example.net"],
  truncated: false,
};

test("aliases are followed, through names that are compressed", () => {
  assert.deepEqual(readDnsAnswer(CHAIN), CHAIN_READ);
});

test("aliases are followed in whatever order the records come", () => {
  const message = response({
    answers: [
      record(name("edge.example.net"), A, ADDRESS),
      record(name("cdn.example.com"), CNAME, name("edge.example.net")),
      record(toQuestion, CNAME, name("cdn.example.com")),
    ],
  });
  const answer = readDnsAnswer(message);
  assert.deepEqual(answer?.aliases, ["cdn.example.com", "edge.example.net"]);
  assert.deepEqual(answer.addresses, ["192.0.2.1"]);
});

test("an answer can't smuggle in the addresses of names that were not asked for", () => {
  const message = response({
    answers: [
      record(name("bank.example"), A, OTHER),
      record(toQuestion, A, ADDRESS),
      record(name("bank.example"), CNAME, name("www.example.com")),
    ],
    additional: [record(toQuestion, A, OTHER)],
  });
  const answer = readDnsAnswer(message);
  assert.deepEqual(answer?.addresses, ["192.0.2.1"]);
  assert.deepEqual(answer.aliases, []);
});

test("only addresses of the type that was asked for, and of the internet, count", () => {
  const ipv6 = record(toQuestion, AAAA, Buffer.alloc(16, 0x20));
  const chaos = record(toQuestion, A, OTHER, 3);
  const answers = [ipv6, chaos, record(toQuestion, A, ADDRESS)];
  assert.deepEqual(addresses(response({ answers })), ["192.0.2.1"]);
  assert.deepEqual(addresses(response({ type: TXT, answers })), []);
  assert.deepEqual(addresses(response({ type: ANY, answers })), [
    "2020:2020:2020:2020:2020:2020:2020:2020",
    "192.0.2.1",
  ]);
});

test("records of other types are passed over, and an address is named once", () => {
  const answers = [
    record(toQuestion, TXT, vector(1, "v=spf1 -all")),
    record(toQuestion, A, ADDRESS),
    record(toQuestion, A, ADDRESS),
  ];
  const additional = [record(octets([0]), OPT, Buffer.alloc(0), 1232)];
  assert.deepEqual(addresses(response({ answers, additional })), ["192.0.2.1"]);
});

test("aliases that go in circles end", () => {
  const message = response({
    answers: [
      record(toQuestion, CNAME, name("b.example")),
      record(name("b.example"), CNAME, name("www.example.com")),
    ],
  });
  assert.deepEqual(readDnsAnswer(message)?.aliases, ["b.example"]);
});

test("a name that does not exist has a response code and no addresses, whatever is in the message", () => {
  const message = response({
    flags: RESPONSE | 3,
    answers: [record(toQuestion, CNAME, name("gone.example")), record(toQuestion, A, ADDRESS)],
  });
  const answer = readDnsAnswer(message);
  assert.equal(answer?.responseCode, 3);
  assert.deepEqual(answer.addresses, []);
  assert.deepEqual(answer.aliases, ["gone.example"]);
});

test("names are compared and given in lower case (RFC 4343)", () => {
  const message = response({
    question: name("wWw.eXaMpLe.CoM"), // as resolvers ask that guard against forged answers
    answers: [record(name("www.example.com"), A, ADDRESS)],
  });
  assert.equal(readDnsAnswer(message)?.question, "www.example.com");
  assert.deepEqual(addresses(message), ["192.0.2.1"]);
});

test("odd bytes in labels are escaped, so that no two names look the same", () => {
  const questionOf = (...labels: readonly string[]): string | undefined =>
    readDnsAnswer(response({ question: octets(...labels.map((each) => vector(1, each)), [0]) }))
      ?.question;
  assert.equal(questionOf("a.b", "c"), "a\\.b.c");
  assert.equal(questionOf("a\\", "c"), "a\\\\.c");
  assert.equal(questionOf('"a b"\n\0\xff'), '"a\\032b"\\010\\000\\255');
  assert.equal(questionOf("_dmarc", "*", "example"), "_dmarc.*.example");
  assert.equal(questionOf(), ".");
});

test("over TCP the message has its length in front, and pointers count from behind it", () => {
  assert.deepEqual(readDnsAnswer(vector(2, CHAIN), { tcp: true }), CHAIN_READ);
  const next = octets(vector(2, CHAIN), vector(2, CHAIN));
  assert.deepEqual(readDnsAnswer(next, { tcp: true }), CHAIN_READ);
});

test("over TCP a message that is longer than its length is malformed, not cut", () => {
  const message = octets(vector(2, CHAIN.subarray(0, -1)), [9]);
  assert.equal(readDnsAnswer(message, { tcp: true }), null);
});

test("queries, other operations and other numbers of questions are no answers", () => {
  const answers = [record(toQuestion, A, ADDRESS)];
  assert.equal(readDnsAnswer(response({ flags: 0x0100, answers })), null);
  assert.equal(readDnsAnswer(response({ flags: RESPONSE | 0x2800, answers })), null); // an update
  assert.equal(readDnsAnswer(response({ questions: 0, answers })), null);
  assert.equal(readDnsAnswer(response({ questions: 2, answers })), null);
  assert.equal(readDnsAnswer(response({ class: 3, answers })), null); // CHAOS: version.bind
});

test("a server that says its answer is too long for a datagram is believed", () => {
  const message = response({ flags: RESPONSE | 0x0200 });
  assert.equal(readDnsAnswer(message)?.truncated, true);
});

test("pointers that don't lead backwards, and names in the header, are refused", () => {
  const answer = 33; // where the first record begins
  for (const target of [answer, answer + 1, answer + 2, 0x3fff, 0, QUESTION - 1]) {
    const answers = [record(pointer(target), A, ADDRESS)];
    assert.equal(readDnsAnswer(response({ answers })), null, `to ${target}`);
    assert.equal(readDnsAnswer(response({ question: pointer(target) })), null, `to ${target}`);
  }
});

test("a name that leads back into itself is refused", () => {
  // The name at 33 is a label and a pointer to 33: whoever follows it reads the label for ever.
  assert.equal(readDnsAnswer(response({ answers: [record(pointer(33, "a"), A, ADDRESS)] })), null);
  // Two names that lead to one another.
  const first = record(pointer(33 + 18, "a"), A, ADDRESS);
  assert.equal(first.length, 18);
  const second = record(pointer(33, "b"), A, ADDRESS);
  assert.equal(readDnsAnswer(response({ answers: [first, second] })), null);
});

test("pointers to pointers are followed as often as a name can have labels", () => {
  const toEachOther = (count: number): Buffer => {
    // In a record that nobody asked for: a pointer to the question, and one to each before it.
    const start = 33 + 12;
    const pointers = Array.from({ length: count - 1 }, (_, index) =>
      pointer(index === 0 ? QUESTION : start + 2 * (index - 1)),
    );
    const last = pointer(start + 2 * (count - 2));
    return response({
      answers: [record(toQuestion, TXT, octets(...pointers)), record(last, A, ADDRESS)],
    });
  };
  assert.deepEqual(addresses(toEachOther(127)), ["192.0.2.1"]);
  assert.equal(readDnsAnswer(toEachOther(128)), null);
});

test("names and labels have the lengths that RFC 1035 allows, and no more", () => {
  const label = (length: number): Buffer => vector(1, "a".repeat(length));
  // 3 × 64 + 62 + the root's 1 are 255.
  const question = octets(label(63), label(63), label(63), label(61), [0]);
  assert.equal(readDnsAnswer(response({ question }))?.question.length, 253);
  const longer = octets(label(63), label(63), label(63), label(62), [0]);
  assert.equal(readDnsAnswer(response({ question: longer })), null);
  assert.equal(readDnsAnswer(response({ question: octets(label(64), [0]) })), null); // reserved
  assert.equal(readDnsAnswer(response({ question: octets(label(0x80), [0]) })), null); // reserved
});

test("data that is longer or shorter than its type is malformed", () => {
  const good = record(toQuestion, A, ADDRESS);
  for (const bad of [
    record(toQuestion, A, octets([192, 0, 2])),
    record(toQuestion, A, octets([192, 0, 2, 1, 0])),
    record(toQuestion, CNAME, octets(name("b.example"), [0])),
    record(toQuestion, CNAME, name("b.example").subarray(0, -1)),
    record(toQuestion, CNAME, Buffer.alloc(0)),
  ]) {
    assert.equal(readDnsAnswer(response({ answers: [good, bad, good] })), null);
  }
});

test("more answers promised than sent: what is there is given, as cut", () => {
  const message = response({ answers: [record(toQuestion, A, ADDRESS)], count: 65_535 });
  assert.deepEqual(addresses(message), ["192.0.2.1"]);
  assert.equal(readDnsAnswer(message)?.truncated, true);
});

/** Whether all that was read of a beginning is in what was read of the whole message. */
function assertPartOf(part: DnsAnswer | null, whole: DnsAnswer): void {
  if (part === null) return;
  assert.equal(part.truncated, true);
  assert.deepEqual(
    { ...part, addresses: [], aliases: [], truncated: whole.truncated },
    {
      ...whole,
      addresses: [],
      aliases: [],
    },
  );
  assert.deepEqual(part.addresses, whole.addresses.slice(0, part.addresses.length));
  assert.deepEqual(part.aliases, whole.aliases.slice(0, part.aliases.length));
}

test("a message cut anywhere gives a part of what all of it gives, and says that it is cut", () => {
  for (const part of beginnings(CHAIN)) assertPartOf(readDnsAnswer(part), CHAIN_READ);
  for (const part of beginnings(vector(2, CHAIN))) {
    assertPartOf(readDnsAnswer(part, { tcp: true }), CHAIN_READ);
  }
  // Behind the question, something is always told; at the last octet, all but one address.
  assert.equal(readDnsAnswer(CHAIN.subarray(0, 32)), null);
  assert.equal(readDnsAnswer(CHAIN.subarray(0, 33))?.question, "www.example.com");
  assert.deepEqual(addresses(CHAIN.subarray(0, -1)), ["192.0.2.1"]);
});

test("a name that is an alias and has addresses gives no others when the message is cut", () => {
  const message = response({
    answers: [
      record(toQuestion, A, OTHER),
      record(toQuestion, CNAME, name("b.example")),
      record(toQuestion, CNAME, name("c.example")),
      record(name("c.example"), A, octets([198, 51, 100, 7])),
      record(name("b.example"), A, ADDRESS),
    ],
  });
  const whole = readDnsAnswer(message);
  assert.deepEqual(whole?.aliases, ["b.example"]);
  for (const part of beginnings(message)) assertPartOf(readDnsAnswer(part), whole);
});

test("noise never throws, and what is read of it is text of the promised form", () => {
  const edits = fc.array(fc.tuple(fc.nat(CHAIN.length - 1), fc.nat(255)), { maxLength: 8 });
  const damaged = edits.map((list) => {
    const bytes = Buffer.from(CHAIN);
    for (const [at, value] of list) bytes[at] = value;
    return bytes;
  });
  // Noise behind a header that promises an answer, or no header at all.
  const header = response({ count: 9 }).subarray(0, QUESTION);
  const noise = fc.uint8Array({ maxLength: 300 });
  const message = fc.oneof(
    damaged,
    noise.map((bytes) => Buffer.from(bytes)),
    noise.map((bytes) => octets(header, bytes)),
  );
  fc.assert(
    fc.property(message, fc.boolean(), (bytes, tcp) => {
      const answer = readDnsAnswer(bytes, { tcp });
      if (answer === null) return;
      for (const each of [answer.question, ...answer.aliases]) assert.match(each, /^[!-~]+$/);
      for (const each of answer.addresses) assert.match(each, /^[0-9a-f.:]+$/);
    }),
    { numRuns: 5000 },
  );
});
