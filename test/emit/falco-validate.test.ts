import assert from "node:assert/strict";
import { test } from "node:test";
import { renderBaseline } from "../../src/emit/emit.js";
import { parseCondition } from "../../src/emit/falco/condition.js";
import { expandLists } from "../../src/emit/falco/expand.js";
import { falco } from "../../src/emit/falco/falco.js";
import { file, sampleBaseline } from "./sample-baseline.js";

const baseline = sampleBaseline({ filesRead: [file("/etc/passwd"), file("/etc/group")] });
const rules = renderBaseline(falco, baseline).text;

/** The rules with one change, which must be there to be made. */
function changed(from: string | RegExp, to: string): string {
  const text = rules.replace(from, to);
  assert.notEqual(text, rules);
  return text;
}

const REFUSED: readonly [why: string, text: string, message: RegExp][] = [
  ["no YAML", "- rule: [", /./],
  ["a document that is no list", "rule: x", /list of entries/],
  [
    "a key Falco doesn't know",
    changed("  priority: CRITICAL", "  prio: CRITICAL"),
    /priority|prio/,
  ],
  ["a lower-case priority", changed("CRITICAL", "critical"), /no such priority/],
  [
    "a rule that is there twice",
    changed("rule: Unexpected write", "rule: Unexpected read"),
    /twice/,
  ],
  [
    "a desc without its period",
    changed("exists in memory only.", "exists in memory only"),
    /period/,
  ],
  ["a literal % in an output", changed("executed in container |", "executed 100% |"), /% has to/],
  ["a list that isn't defined", changed("- list: cxray_read:", "- list: cxray_other:"), /no list/],
  [
    "a macro that isn't defined",
    changed("- macro: cxray_read\n", "- macro: cxray_other\n"),
    /no macro/,
  ],
  ["a path that is missing", changed(`'"/etc/group"', `, ""), /doesn't hold/],
  ["a path that is too much", changed(`'"/etc/group"'`, `'"/etc/group"', '"/x"'`), /hold/],
  ["a path without quotes", changed(`'"/etc/group"'`, "/etc/group"), /doesn't hold/],
  ["an item that is two", changed(`'"/etc/group"'`, `'"/etc/group", "/x"'`), /doesn't hold/],
  ["an item that closes its list", changed(`'"/etc/group"'`, `'"/etc/group")'`), /end|expected/],
  [
    "a comment in a condition",
    changed("and proc.is_exe_upper_layer=false and not", "and evt.num>0 # why\n    and not"),
    /expected/,
  ],
];

for (const [why, text, message] of REFUSED) {
  test(`rules are refused for ${why}`, () => {
    assert.throws(() => falco.validate(text, baseline, {}), message);
  });
}

test("conditions are read with Falco's precedence: not, and, or", () => {
  assert.deepEqual(parseCondition("not a or b and (c or d)"), {
    kind: "or",
    children: [
      { kind: "not", child: { kind: "macro", name: "a" } },
      {
        kind: "and",
        children: [
          { kind: "macro", name: "b" },
          {
            kind: "or",
            children: [
              { kind: "macro", name: "c" },
              { kind: "macro", name: "d" },
            ],
          },
        ],
      },
    ],
  });
});

test("an unquoted comma splits an item in two, as it does in Falco", () => {
  const values = parseCondition("fd.name in (/a,b, '/c,d')");
  assert.ok(values.kind === "check");
  assert.deepEqual(
    values.values.map(({ text }) => text),
    ["/a", "b", "/c,d"],
  );
});

test("a quote after a backslash doesn't end a string, even if the backslash is escaped", () => {
  assert.throws(() => parseCondition('fd.name in ("/a\\\\")'), SyntaxError);
});

test("what is no condition is refused", () => {
  for (const text of ["", "a b", "(a", "a and", "fd.name", 'fd.name = "x', "fd.name in x"]) {
    assert.throws(() => parseCondition(text), SyntaxError, text);
  }
});

test("lists are pasted as text wherever their name stands between delimiters", () => {
  const lists = new Map([
    ["some_list", ['"/a"', "/b c"]],
    ["later", ["x"]],
  ]);
  assert.equal(expandLists("f in (some_list)", lists), 'f in ( "/a", "/b c" )');
  assert.equal(expandLists("f in ( later )", lists), "f in (  x  )");
  assert.equal(expandLists("f in (my_some_list)", lists), "f in (my_some_list)");
  assert.equal(expandLists('f = "a later b"', lists), 'f = "a  x  b"');
});
