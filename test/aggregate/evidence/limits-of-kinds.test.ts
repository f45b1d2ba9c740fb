/** A container chooses how much it does: no list grows without bounds, and what is cut is counted. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Behaviour } from "../../../src/model/events/events.js";
import { changedPath } from "../../model/behaviours.js";
import { baselineOf, exec, fact } from "../samples.js";

const REMOTE = { address: "10.0.0.1", port: 80 };

function pad(index: number): string {
  return String(index).padStart(6, "0");
}

/** The baseline of so many behaviours, and whether it is the same in the other order. */
function flooded(count: number, make: (index: number) => Behaviour) {
  const facts = Array.from({ length: count }, (_, index) => fact(make(index)));
  const forwards = baselineOf([fact(exec("/bin/sh")), ...facts]);
  assert.deepEqual(baselineOf([fact(exec("/bin/sh")), ...facts].reverse()), forwards);
  return forwards;
}

function cut({ completeness }: ReturnType<typeof baselineOf>) {
  return completeness.reasons.map(({ code, count }) => [code, count]);
}

test("a flood of names leaves the first of them", () => {
  const baseline = flooded(20_003, (index) => ({
    kind: "name-answer",
    type: 1,
    name: `${pad(index)}.test`,
    aliases: [],
    addresses: [],
    code: 3,
    server: REMOTE,
  }));
  assert.equal(baseline.names.at(-1)?.name, "019999.test");
  assert.deepEqual(cut(baseline), [["entries-capped", 3]]);
});

test("a name with a flood of addresses, and a link with a flood of targets, keep a thousand", () => {
  const answers = flooded(1500, (index) => ({
    kind: "name-answer",
    type: 1,
    name: "a.test",
    aliases: [],
    addresses: [`10.${pad(index)}`],
    code: 0,
    server: REMOTE,
  }));
  assert.equal(answers.names[0]?.addresses.length, 1000);
  assert.deepEqual(cut(answers), [["entries-capped", 1]]);
  const links = flooded(1500, (index) => ({
    kind: "change",
    operation: "symlink",
    from: changedPath("/l"),
    text: `/${pad(index)}`,
    ret: 0,
  }));
  assert.equal(links.changes[0]?.texts?.length, 1000);
  assert.deepEqual(cut(links), [["entries-capped", 1]]);
});

test("a flood of requests to one destination becomes few of them", () => {
  const { destinations } = flooded(3000, (index) => ({
    kind: "http-request",
    method: "GET",
    host: "web.test",

    path: `/${index % 2 === 0 ? "users" : "pages"}/${pad(index)}/x${pad(index)}`,
    remote: REMOTE,
  }));
  assert.deepEqual(
    destinations[0]?.requests?.map(({ path }) => path),
    ["/pages/*/*", "/users/*/*"],
  );
});

test("a flood of one call's arguments leaves room for those of another", () => {
  const baseline = flooded(5_003, (index) =>
    index === 0
      ? { kind: "argument", abi: "x86_64", nr: 41, values: [2, 1, 0] }
      : { kind: "argument", abi: "x86_64", nr: 16, values: [index] },
  );
  const calls = baseline.syscallArguments.map(({ call }) => call);
  assert.equal(calls.filter((call) => call === "ioctl").length, 5_000);
  assert.deepEqual(calls.at(-1), "socket");
  assert.deepEqual(cut(baseline), [["entries-capped", 2]]);
});
