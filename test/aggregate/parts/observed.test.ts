/** What is observed is told apart by one text, whatever names a container chooses. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { keyOf } from "../../../src/model/baseline/same-entry.js";
import { planOf, textOf } from "../../../src/aggregate/parts/observed.js";

/** Texts that try to look like what stands between two texts. */
const nasty = fc.stringMatching(/^[a\0\u0001/01"\\]{0,6}$/u);

const place = fc.record(
  {
    transport: fc.constantFrom("unix" as const, "tcp" as const),
    address: nasty,
    port: fc.nat({ max: 11 }),
    path: nasty,
  },
  { requiredKeys: ["transport", "address"] },
);

test("two places have one text only where they are one", () => {
  const plan = planOf("destinations");
  fc.assert(
    fc.property(place, place, (a, b) => {
      const isSame = keyOf("destinations", a) === keyOf("destinations", b);
      assert.equal(textOf(plan, a) === textOf(plan, b), isSame);
    }),
    {
      numRuns: 3000,
      examples: [
        [
          { transport: "unix", address: "@a\0" },
          { transport: "unix", address: "@a\u00010" },
        ],
      ],
    },
  );
});

test("the texts of numbers sort as the numbers do", () => {
  const plan = planOf("syscallArguments");
  const textFor = (value: number): string =>
    textOf(plan, { abi: "x86_64", call: "ioctl", values: [value] });
  assert.ok(textFor(9) < textFor(10));
  assert.ok(textFor(4_294_967_295) < textFor(4_294_967_296));
});
