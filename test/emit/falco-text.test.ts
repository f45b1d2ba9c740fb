import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { load } from "js-yaml";
import { commentText } from "../../src/emit/comment.js";
import { renderBaseline } from "../../src/emit/emit.js";
import { parseCondition } from "../../src/emit/falco/condition.js";
import { falco } from "../../src/emit/falco/falco.js";
import { listName, imageNames } from "../../src/emit/falco/names.js";
import {
  asFalcoSees,
  globLiteral,
  isQuotable,
  quote,
  yamlScalar,
} from "../../src/emit/falco/text.js";
import { textFromBytes } from "../../src/model/text.js";
import { matchesGlob, raisedRules } from "./falco-evaluator.js";
import { file, HOSTILE_PATHS, ID, program, sampleBaseline } from "./sample-baseline.js";

/** Any bytes a path can hold, with those that matter to YAML and Falco more often. */
const hostileText = fc
  .array(
    fc.oneof(
      fc.constantFrom(..."\\\"'(),= \n#:-!&*?[]{}%@|>~".split("")).map((each) => Buffer.from(each)),
      fc.uint8Array({ minLength: 1, maxLength: 4 }).map((bytes) => Buffer.from(bytes)),
      fc.string({ unit: "binary", maxLength: 3 }).map((text) => Buffer.from(text)),
    ),
    { minLength: 1, maxLength: 30 },
  )
  .map((parts) => textFromBytes(Buffer.concat(parts).filter((byte) => byte !== 0)))
  .filter((text) => text !== "");

function reads(path: string): object {
  return {
    "container.image.id": ID,
    "evt.type": "open",
    "evt.is_open_read": true,
    "fd.num": 3,
    "fd.typechar": "f",
    "fd.name": path,
    "proc.exepath": "/usr/sbin/nginx",
    "container.image.repository": "nginx",
  };
}

for (const path of HOSTILE_PATHS) {
  test(`the file ${JSON.stringify(path.slice(0, 40))} is allowed, and nothing else with it`, () => {
    const baseline = sampleBaseline({
      filesRead: [file(path), file("/etc/passwd")],
      executables: [program(path), program("/usr/sbin/nginx")],
    });
    const rules = renderBaseline(falco, baseline).text;
    assert.deepEqual(raisedRules(rules, { ...reads(asFalcoSees(path)) }), []);
    for (const other of ["/srv/shadow", `${asFalcoSees(path)}x`, "", "x", "/"]) {
      const raised = raisedRules(rules, { ...reads(other) });
      assert.match(raised.join(), /^Unexpected read(?: of secrets or configuration)?$/, other);
    }
  });
}

test("whatever a file is called, the rules allow it and no other name", () => {
  fc.assert(
    fc.property(hostileText, hostileText, (path, other) => {
      const rules = renderBaseline(falco, sampleBaseline({ filesRead: [file(path)] })).text;
      assert.deepEqual(raisedRules(rules, { ...reads(asFalcoSees(path)) }), []);
      const isSame = asFalcoSees(other) === asFalcoSees(path);
      assert.equal(raisedRules(rules, { ...reads(asFalcoSees(other)) }).length, isSame ? 0 : 1);
    }),
    { numRuns: 150 },
  );
});

test("any text comes back from a YAML scalar, and from a string of a condition in it", () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      const seen = asFalcoSees(text);
      assert.deepEqual(load(`- ${yamlScalar(seen)}`), [seen]);
      if (!isQuotable(seen)) return;
      const [condition] = load(`- ${yamlScalar(`fd.name in (${quote(seen)})`)}`) as [string];
      assert.deepEqual(parseCondition(condition), {
        kind: "check",
        field: "fd.name",
        operator: "in",
        values: [{ text: seen, quoted: true }],
      });
    }),
    { numRuns: 1000 },
  );
});

test("a glob made of any text matches that text, and can be quoted", () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      const seen = asFalcoSees(text);
      const pattern = globLiteral(seen);
      assert.ok(isQuotable(pattern));
      assert.ok(matchesGlob(pattern, seen));
      assert.ok(!matchesGlob(pattern, `${seen}/below`));
    }),
    { numRuns: 1000 },
  );
});

test("any text in a comment stays in its comment", () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      assert.deepEqual(load(`- a\n# ${commentText(text)}\n- b`), ["a", "b"]);
    }),
    { numRuns: 1000 },
  );
});

test("a path that Falco can't show as it is, is marked with what was recorded", () => {
  const rules = renderBaseline(falco, sampleBaseline({ filesRead: [file("/a\n\udcff")] })).text;
  assert.match(rules, /^# +read: \/a\\n\\xff: Falco shows its control characters/m);
});

test("a file named like a list to come can't be replaced by that list's items", () => {
  const name = listName("written", imageNames(sampleBaseline().image));
  const trap = `/x ${name} y`;
  const rules = renderBaseline(falco, sampleBaseline({ filesRead: [file(trap)] })).text;
  assert.deepEqual(raisedRules(rules, { ...reads(trap) }), []);
  assert.deepEqual(raisedRules(rules, { ...reads("/srv/shadow") }), ["Unexpected read"]);
  // nor by a list that the user loads beside them
  const others = "- list: shell_binaries\n  items: [sh, bash]\n";
  const other = "/x shell_binaries y";
  const both = `${others}${renderBaseline(falco, sampleBaseline({ filesRead: [file(other)] })).text}`;
  assert.deepEqual(raisedRules(both, { ...reads(other) }), []);
  assert.deepEqual(raisedRules(both, { ...reads("/x sh, bash y") }), ["Unexpected read"]);
});
