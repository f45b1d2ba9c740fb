import assert from "node:assert/strict";
import { test } from "node:test";
import { RowCache } from "../../src/store/row-cache.js";

test("rows are loaded once, until they are too many or weigh too much", () => {
  const loaded: number[] = [];
  const load = (id: number): string => {
    loaded.push(id);
    return "x".repeat(id);
  };
  const cache = new RowCache(load, { rows: 3, weight: 100, weigh: ({ length }) => length });
  for (const id of [1, 2, 1, 2, 3, 4, 4, 1]) assert.equal(cache.get(id)?.length, id);
  assert.deepEqual(loaded, [1, 2, 3, 4, 1]);
  for (const id of [96, 2, 4]) cache.get(id);
  assert.deepEqual(loaded.slice(5), [96, 2, 4]);
});
