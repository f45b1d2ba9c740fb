import assert from "node:assert/strict";
import { test } from "node:test";
import { FirstNames } from "../../../src/aggregate/evidence/first-names.js";

const LONG = 4000;

/** Names that begin with their number and are as long as a path can be. */
function longNames(count: number): string[] {
  return Array.from({ length: count }, (_, index) =>
    `${String(index).padStart(4, "0")}/`.padEnd(LONG, "x"),
  );
}

function kept(names: readonly string[]): string[] {
  const first = new FirstNames();
  for (const name of names) first.add(name);
  return first.sorted();
}

test("of long names only as many are gathered as a list may have, and one to tell of more", () => {
  const names = longNames(500);
  // 32 KiB hold 8 of them.
  assert.deepEqual(kept(names), names.slice(0, 9));
});

test("which names are gathered does not depend on the order in which they came", () => {
  const names = [
    ...longNames(200),
    ...Array.from({ length: 3000 }, (_, index) => `9${String(index)}`),
  ];
  assert.deepEqual(kept([...names].reverse()), kept(names));
});
