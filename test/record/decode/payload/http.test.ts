import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { readHttpRequest, type RequestHead } from "../../../../src/record/decode/payload/http.js";
import { beginnings } from "./octets.js";

function read(text: string): RequestHead | null {
  return readHttpRequest(Buffer.from(text, "utf8"));
}

/** A whole head with this request line. */
function readLine(line: string): RequestHead | null {
  return read(`${line}\r\nHost: header.example\r\n\r\n`);
}

/** The host and the port that a Host header with this value gives. */
function readHost(value: string): readonly [string | null, number | null] {
  const request = read(`GET / HTTP/1.1\r\nHost:${value}\r\n\r\n`);
  assert.ok(request);
  return [request.host, request.port];
}

const WHOLE =
  "POST /api/items?key=hunter2#part HTTP/1.1\r\nAccept: */*\r\nHost: Shop.Example:8080\r\n" +
  "Cookie: id=secret\r\n\r\nHost: body.example\r\n\r\n";
const WHOLE_READ: RequestHead = {
  method: "POST",
  host: "shop.example",
  port: 8080,
  path: "/api/items",
  pathTruncated: false,
};

test("method, host, port and path are read, and nothing of the query, other headers and the body", () => {
  assert.deepEqual(read(WHOLE), WHOLE_READ);
});

test("a method is any word, where the line says that it is HTTP", () => {
  const known = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH"];
  for (const method of [...known, "get", "PROPFIND", "M-SEARCH", "BASELINE-CONTROL"]) {
    assert.equal(readLine(`${method} /a HTTP/1.0`)?.method, method);
  }
  for (const method of ["", "G\0T", "(GET)", "A".repeat(21)]) {
    assert.equal(readLine(`${method} /a HTTP/1.1`), null, method);
  }
});

test("other words before a path are no request while nothing says that they are", () => {
  for (const text of ["cd /tmp", "cd /tmp\n", "cd /tmp HTTP", "STAT /mail 1.1\r\n", "get /a"]) {
    assert.equal(read(text), null, text);
  }
});

test("protocols that look alike are not HTTP/1", () => {
  assert.equal(read("GET key\r\n"), null); // Redis
  assert.equal(read("GET /key\r\n"), null); // and with a name like a path
  assert.equal(readLine("GET /a HTTP/2.0"), null);
  assert.equal(readLine("GET /a HTTP/1.11"), null);
  assert.equal(readLine("GET /a RTSP/1.0"), null);
  assert.equal(read("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), null);
});

test("a request to a proxy names its host itself, and the header doesn't count", () => {
  assert.deepEqual(readLine("GET http://Origin.Example:81/a/b?q HTTP/1.1"), {
    ...{ method: "GET", host: "origin.example", port: 81 },
    ...{ path: "/a/b", pathTruncated: false },
  });
  const origin = readLine("GET http://origin.example HTTP/1.1");
  assert.deepEqual([origin?.host, origin?.port, origin?.path], ["origin.example", null, "/"]);
  assert.equal(readLine("GET HTTPS://origin.example?q=/x HTTP/1.1")?.path, "/");
});

test("user names and passwords are left out", () => {
  for (const userinfo of ["user", "user:secret", "user:se%40cret", "a@b:secret"]) {
    const request = readLine(`GET http://${userinfo}@origin.example/a HTTP/1.1`);
    assert.equal(request?.host, "origin.example");
    assert.ok(!JSON.stringify(request).includes("secret"));
  }
  // A password with a slash in it ends the authority (RFC 3986, 3.2): what's before is no host.
  assert.equal(readLine("GET http://user:se/cret@origin.example/ HTTP/1.1"), null);
});

test("CONNECT has a host and a port and no path", () => {
  assert.deepEqual(readLine("CONNECT origin.example:443 HTTP/1.1"), {
    ...{ method: "CONNECT", host: "origin.example", port: 443 },
    ...{ path: null, pathTruncated: false },
  });
  assert.equal(readLine("CONNECT [2001:DB8::1]:443 HTTP/1.1")?.host, "2001:db8::1");
  assert.equal(readLine("CONNECT origin.example HTTP/1.1"), null);
  assert.equal(readLine("CONNECT /a HTTP/1.1"), null);
});

test("the asterisk stands for the server itself, in OPTIONS alone", () => {
  const server = readLine("OPTIONS * HTTP/1.1");
  assert.deepEqual([server?.host, server?.path], ["header.example", "*"]);
  // RFC 9112, 3.2.4: that is how a proxy is asked for the same.
  const proxied = readLine("OPTIONS http://origin.example HTTP/1.1");
  assert.deepEqual([proxied?.host, proxied?.path], ["origin.example", "*"]);
  assert.equal(readLine("GET * HTTP/1.1"), null);
});

test("targets that are none are refused", () => {
  for (const target of ["", "a", "a/b", "?q", "http:/a", "http:///a", "http://a b/", "/a\tb"]) {
    assert.equal(readLine(`GET ${target} HTTP/1.1`), null, target);
  }
  assert.equal(readLine("GET /a\0b HTTP/1.1"), null);
  assert.equal(readLine("GET /a\rb HTTP/1.1"), null);
  assert.equal(readLine("GET http://or;igin/ HTTP/1.1"), null);
});

test("a path is given as it was sent", () => {
  assert.equal(readLine("GET //a/../%2e/b;v=1 HTTP/1.1")?.path, "//a/../%2e/b;v=1");
  assert.equal(readLine("GET /bücher HTTP/1.1")?.path, "/bücher");
  const raw = Buffer.from("GET /\xff HTTP/1.1\r\n\r\n", "latin1");
  assert.equal(readHttpRequest(raw)?.path, "/\udcff");
});

test("a long path is cut at 1024 characters, and not within one", () => {
  const longest = readLine(`GET /${"a".repeat(1023)} HTTP/1.1`);
  assert.deepEqual([longest?.path?.length, longest?.pathTruncated], [1024, false]);
  const longer = readLine(`GET /${"a".repeat(1024)}?q HTTP/1.1`);
  assert.deepEqual([longer?.path, longer?.pathTruncated], [`/${"a".repeat(1023)}`, true]);
  const halved = readLine(`GET /${"a".repeat(1022)}😀 HTTP/1.1`);
  assert.deepEqual([halved?.path, halved?.pathTruncated], [`/${"a".repeat(1022)}`, true]);
});

test("a Host header has a name or an address, and perhaps a port", () => {
  assert.deepEqual(readHost(" a.example"), ["a.example", null]);
  assert.deepEqual(readHost("\t A.Example.:80 \t"), ["a.example", 80]);
  assert.deepEqual(readHost("a:"), ["a", null]);
  assert.deepEqual(readHost("192.0.2.1:65535"), ["192.0.2.1", 65_535]);
  assert.deepEqual(readHost("[2001:DB8::1]"), ["2001:db8::1", null]);
  assert.deepEqual(readHost("[::1]:8080"), ["::1", 8080]);
});

test("what can't be a host or a port is no host", () => {
  const illegal = [
    "",
    " ",
    ":80",
    "a:b",
    "a:65536",
    "a:-1",
    "a b",
    "a/b",
    "::1",
    "[a]",
    "[fe80::1%1]",
  ];
  for (const value of [...illegal, "a,b", "b\xfccher", "a\0", "a'b", "[::1", "a".repeat(256)]) {
    assert.deepEqual(readHost(value), [null, null], JSON.stringify(value));
  }
});

test("names of headers have no case, and only Host is one", () => {
  assert.equal(read("GET / HTTP/1.1\r\nhOST:a\r\n\r\n")?.host, "a");
  assert.equal(read("GET / HTTP/1.1\r\nX-Host: a\r\nHost-X: b\r\n\r\n")?.host, null);
});

test("of two Host headers none is believed, as servers must refuse them", () => {
  assert.equal(read("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n")?.host, null);
  // A line that begins with a space goes on with the one before.
  assert.equal(read("GET / HTTP/1.1\r\nHost: a\r\n b\r\n\r\n")?.host, null);
  assert.equal(read("GET / HTTP/1.1\r\nX: y\r\n Host: b\r\nHost: a\r\n\r\n")?.host, "a");
});

test("the body is not taken for headers", () => {
  assert.equal(read("GET / HTTP/1.1\r\n\r\nHost: body.example\r\n\r\n")?.host, null);
  assert.equal(read("GET / HTTP/1.1\r\nA: b\r\n\r\n \r\nHost: body.example\r\n\r\n")?.host, null);
});

test("lines may end without a CR, and empty ones may come first (RFC 9112, 2.2)", () => {
  const request = read("\r\n\nGET /a HTTP/1.1\nHost: a\n\nHost: body.example\n\n");
  assert.deepEqual([request?.path, request?.host], ["/a", "a"]);
});

/** Whether a beginning tells nothing else than the whole message. */
function assertPartOf(part: RequestHead | null, whole: RequestHead): void {
  if (part === null) return;
  assert.equal(part.method, whole.method);
  if (part.host !== null) assert.equal(part.host, whole.host);
  assert.equal(part.port, part.host === null ? null : whole.port);
  if (part.pathTruncated) assert.ok(whole.path?.startsWith(part.path ?? "none"), part.path ?? "");
  else assert.equal(part.path, whole.path);
}

test("a request cut anywhere tells nothing that all of it doesn't", () => {
  for (const text of [
    WHOLE,
    "GET /bücher/😀 HTTP/1.1\r\nHost: a.example\r\n\r\n",
    `GET /${"a".repeat(1022)}😀 HTTP/1.1\r\n\r\n`,
    "GET http://user:12@origin.example:81/a HTTP/1.1\r\nHost: a\r\n\r\n",
    "GET http://origin.example HTTP/1.1\r\nHost: a\r\n\r\n",
    "OPTIONS http://origin.example HTTP/1.1\r\n\r\n",
    "OPTIONS * HTTP/1.1\r\nHost: a.example\r\n b\r\n\r\n",
    "CONNECT user:12@origin.example:443 HTTP/1.1\r\nHost: a\r\n\r\n",
    "DELETE /a HTTP/1.1\nHost: a.example:80\n\n",
  ]) {
    const message = Buffer.from(text);
    const whole = readHttpRequest(message);
    assert.ok(whole, text);
    for (const part of beginnings(message)) assertPartOf(readHttpRequest(part), whole);
  }
});

test("a request that is cut in its query still has its path, and in its path a part of it", () => {
  const path = { method: "GET", host: null, port: null };
  assert.deepEqual(read("GET /a?key=hun"), { ...path, path: "/a", pathTruncated: false });
  assert.deepEqual(read("GET /a/b"), { ...path, path: "/a/b", pathTruncated: true });
  assert.deepEqual(read("GET /a/b HT"), { ...path, path: "/a/b", pathTruncated: false });
});

test("a Host header counts when something follows it", () => {
  const head = "GET / HTTP/1.1\r\nHost: a.example";
  assert.equal(read(head)?.host, null);
  assert.equal(read(`${head}\r\n`)?.host, null); // it may go on in the next line
  assert.equal(read(`${head}\r\nA`)?.host, "a.example");
});

test("noise never throws, and no query, port or odd character gets through", () => {
  const piece = fc.oneof(
    fc.constantFrom(
      ..."GET CONNECT OPTIONS HTTP/1.1 http:// Host: a.example * / ? # @ : [ ]".split(" "),
    ),
    fc.constantFrom(" ", "\r\n", "\n", "\r", "\t", "\0"),
    fc.string({ unit: "binary", maxLength: 6 }),
  );
  const request = fc.array(piece, { maxLength: 20 }).map((pieces) => pieces.join(""));
  const message = fc.oneof(
    request,
    request.map((text) => `GET ${text}`),
    request.map((text) => `GET / HTTP/1.1\r\n${text}`),
    request.map((text) => `GET http://${text} HTTP/1.1\r\n\r\n`),
    request.map((text) => `GET / HTTP/1.1\r\nHost: ${text}\r\n\r\n`),
  );
  fc.assert(
    fc.property(message, (text) => {
      const found = read(text);
      if (found === null) return;
      assert.match(found.host ?? "none", /^[a-z0-9._:-]{1,255}$/);
      assert.match(found.path ?? "none", /^[^\0-\x20\x7f?#]*$/);
    }),
    { numRuns: 5000 },
  );
});
