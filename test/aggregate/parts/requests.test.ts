import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { generaliseRequests } from "../../../src/aggregate/parts/requests.js";
import { patternTest } from "../../../src/model/baseline/pattern.js";

function paths(...asked: readonly string[]): [string, string | undefined][] {
  return generaliseRequests("GET", "h", asked).map(({ path, rule }) => [path, rule]);
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

test("few paths are kept as they are, whatever they hold", () => {
  assert.deepEqual(paths("/", "/a*b", "/users/1", "/users/2", "/users/3"), [
    ["/", undefined],
    ["/a*b", undefined],
    ["/users/1", undefined],
    ["/users/2", undefined],
    ["/users/3", undefined],
  ]);
});

test("four numbers or more in one place become one, and the names beside them stay", () => {
  const users = range(4).map((id) => `/users/${String(id)}/orders`);
  assert.deepEqual(paths(...users, "/users/me/orders", "/v1/[x]"), [
    ["/users/*/orders", "request-id"],
    ["/users/me/orders", undefined],
    ["/v1/[x]", undefined],
  ]);
});

test("UUIDs and hexadecimal digits are ids, words that read like them are not", () => {
  const ids = range(4).map((id) => `/v/${String(id)}e4f8a1c-1111-2222-3333-444455556666`);
  assert.deepEqual(paths(...ids.map((id) => id.toUpperCase().replace("/V/", "/v/"))), [
    ["/v/*", "request-id"],
  ]);
  assert.deepEqual(paths(...range(4).map((id) => `/v/deadbeef${String(id)}`)), [
    ["/v/*", "request-id"],
  ]);
  const words = ["deadbeef", "facade", "defaced", "acceded"];
  assert.equal(paths(...words.map((word) => `/v/${word}`)).length, 4);
});

test("ids within the paths of ids are found, as what lies below is looked at together", () => {
  const asked = range(4).map((id) => `/u/${String(id)}/o/${String(id)}`);
  assert.deepEqual(paths(...asked), [["/u/*/o/*", "request-id"]]);
});

test("more than 32 names in one place become one", () => {
  const asked = range(33).map(
    (index) =>
      `/wiki/Page_${"abcdefghijk".slice(0, 1 + (index % 11))}${index > 10 ? "x" : ""}${index > 21 ? "y" : ""}`,
  );
  assert.deepEqual(paths(...asked), [["/wiki/*", "request-many"]]);
  assert.equal(paths(...asked.slice(1)).length, 32);
});

test("what looks like a secret is in no path", () => {
  assert.deepEqual(
    paths(
      "/bot/xoxb-0123456789ab/send",
      "/reset-password/4f9a8b7c6d",
      "/hook/T0aB1cD2eF3gH4iJ5kL6mN",
      "/cb;token=abc/x",
      "/token/list",
    ),
    [
      ["/bot/*/send", "request-secret"],
      ["/cb;token=*/x", "request-secret"],
      ["/hook/*", "request-secret"],
      ["/reset-password/*", "request-secret"],
      ["/token/list", undefined],
    ],
  );
});

test("a path that reads like a pattern of ours is none", () => {
  assert.deepEqual(paths("/\0*"), [["/\0*", undefined]]);
});

test("whatever was asked for, its entry fits it, and their order makes no difference", () => {
  const part = fc.oneof(
    fc.nat(50).map(String),
    fc.constantFrom("a", "*", "token", "b\\"),
    fc.string(),
  );
  const path = fc
    .array(part, { maxLength: 4 })
    .map((parts) => `/${parts.join("/").replaceAll("\0", "")}`);
  fc.assert(
    fc.property(fc.array(path, { maxLength: 60, size: "max" }), (asked) => {
      const entries = generaliseRequests("GET", "h", asked);
      assert.deepEqual(generaliseRequests("GET", "h", [...asked].reverse()), entries);
      for (const one of asked) {
        const fits = entries.some(({ path: pattern, rule }) =>
          rule === undefined ? pattern === one : patternTest(pattern)(one),
        );
        assert.ok(fits, one);
      }
    }),
    { numRuns: 200 },
  );
});
