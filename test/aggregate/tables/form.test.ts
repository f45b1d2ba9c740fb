import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { readForm, type Form } from "../../../src/aggregate/tables/form.js";

function form(text: string): Form {
  const read = readForm(text);
  assert.ok(typeof read !== "string", `${text}: ${typeof read === "string" ? read : ""}`);
  return read;
}

test("a form is text and parts, and has to fit the whole name", () => {
  const { partsOf } = form("job-[0-9]{4}_[a-z]+.log");
  assert.deepEqual(partsOf("job-1234_abc.log"), [
    { start: 4, end: 8, expression: "[0-9]{4}" },
    { start: 9, end: 12, expression: "[a-z]+" },
  ]);
  for (const name of [
    "job-123_abc.log",
    "xjob-1234_abc.log",
    "job-1234_abc.log\n",
    "job-1234_.log",
    "job-1234_abcxlog",
  ]) {
    assert.equal(partsOf(name), null, name);
  }
  assert.notEqual(form("c++-[0-9]{1,3}").partsOf("c++-77"), null);
  assert.notEqual(form("[A-Za-z0-9_.-]{32}").partsOf("a_.-".repeat(8)), null);
});

test("a name of which a comparison could take long has no form that is taken", () => {
  for (const text of [
    "a[0-9]+[0-9]+b",
    "a[0-9]+[0-9]{3}",
    "a[a-z]+b",
    "a[a-z]{1,9}[0-9]{2}[a-z]+[a-z]{1}",
    "(a+)+",
    "a[^b]+c",
    "[a-z]+|b",
    "a.*b\\d+",
    "a[0-9]?",
    "a[0-9]",
    "a[z-a]{2}",
    "a[0-9]{0}",
    "a[0-9]{256}",
    "a/[0-9]{2}",
    "[0-9]{1}a[0-9]{1}b[0-9]{1}c[0-9]{1}d[0-9]{1}",
  ]) {
    assert.equal(typeof readForm(text), "string", text);
  }
});

const CLASS = fc.constantFrom("[0-9]", "[a-f]", "[A-Z]", "[a-z0-9_]", "[x.-]");
const TIMES = fc.constantFrom("{1}", "{3}", "{1,3}", "+");
const PIECE = fc.oneof(
  fc.tuple(CLASS, TIMES).map((both) => both.join("")),
  fc.constantFrom("-", "a", "Z9", "."),
);

test("whatever form is taken, a name fits it in one way alone", () => {
  fc.assert(
    fc.property(
      fc.array(PIECE, { minLength: 1, maxLength: 6 }),
      fc.stringMatching(/^[0-9a-fxyzAZ_.-]{0,12}$/u),
      (pieces, name) => {
        const read = readForm(pieces.join(""));
        if (typeof read === "string") return;
        const parts = read.partsOf(name);
        const lazy = new RegExp(`^${read.source.replace(/\+|\{\d+,\d+\}/gu, "$&?")}$`, "su");
        const grouped = new RegExp(
          lazy.source.replace(/\[[^\]]+\](?:\{[\d,]+\}|\+)\??/gu, "($&)"),
          "su",
        );
        assert.equal(grouped.test(name), parts !== null);
        assert.deepEqual(
          grouped.exec(name)?.slice(1),
          parts?.map(({ start, end }) => name.slice(start, end)),
        );
      },
    ),
  );
});
