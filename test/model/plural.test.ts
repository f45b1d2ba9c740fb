import assert from "node:assert/strict";
import { test } from "node:test";
import { plural } from "../../src/model/plural.js";

test("one is not many, and large numbers are easy to read", () => {
  assert.deepEqual(
    [0, 1, 2, 1_234_567].map((count) => plural(count, "run")),
    ["0 runs", "1 run", "2 runs", "1,234,567 runs"],
  );
  assert.deepEqual([plural(1, "address"), plural(2, "address")], ["1 address", "2 addresses"]);
});
