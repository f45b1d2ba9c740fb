/** Each example of a rule of names does what its row says. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import type { GeneraliseRule } from "../../../src/model/baseline/baseline.js";
import { NAME_RULES, RULE_NAMES } from "../../../src/model/baseline/name-rules.js";
import type { NameExample } from "../../../src/model/baseline/name-rule.js";
import type { Change } from "../../../src/model/events/events.js";
import type { Fact } from "../../../src/model/events/fact.js";
import { foldBaselines } from "../../../src/aggregate/fold.js";
import { actor, at, container, exec, fact, open, recording } from "../samples.js";

const O_CREAT = 0o100;
const O_EXCL = 0o200;
const OWN = `0123456789ab${"0".repeat(52)}`;

function change(operation: Change["operation"], path: string, to?: string): Change {
  const end = (name: string) => ({ path: name, asked: name, name, storage: "upper" }) as const;
  return {
    kind: "change",
    operation,
    from: end(path),
    ...(to === undefined ? {} : { to: end(to) }),
    ret: 0,
  };
}

function factsOf({ path, beside = [], made, pid, at: when, renamedTo }: NameExample): Fact[] {
  const moment = when === undefined ? at(5) : BigInt(Date.parse(when)) * 1_000_000n;
  const about = {
    containerId: OWN,
    first: moment,
    last: moment,
    actor: actor(pid === undefined ? {} : { containerPid: pid }),
  };
  const flags = made === undefined ? 0 : made === "anyhow" ? O_CREAT : O_CREAT | O_EXCL;
  const access = made === undefined ? "read" : "write";
  return [
    fact(open(path, { flags, access, storage: "upper" }), about),
    ...beside.map((name) => fact(open(name, { storage: "upper" }), about)),
    ...(made === "passing" ? [fact(change("unlink", path), about)] : []),
    ...(renamedTo === undefined ? [] : [fact(change("rename", path, renamedTo), about)]),
  ];
}

for (const name of RULE_NAMES) {
  test(`${name}: its examples become what they say, and say what they let in`, () => {
    const examples: readonly NameExample[] = NAME_RULES[name].examples;
    assert.ok(examples.some(({ pattern }) => pattern !== undefined));
    assert.ok(examples.some(({ pattern }) => pattern === undefined));
    for (const example of examples) {
      const [baseline] = foldBaselines([recording()], [container({ id: OWN })], factsOf(example));
      assert.ok(baseline !== undefined);
      const files = example.made === undefined ? baseline.filesRead : baseline.filesWritten;
      const found = files.map(({ path, rule, stars }) => ({ path, rule, stars }));
      const { path, pattern, stars } = example;
      const expected =
        pattern === undefined
          ? { path, rule: undefined, stars: undefined }
          : { path: pattern, rule: name, stars };
      assert.ok(
        found.some((each) => JSON.stringify(each) === JSON.stringify(expected)),
        `${path}: ${JSON.stringify(found)} ${JSON.stringify(expected)}`,
      );
    }
  });
}

for (const name of RULE_NAMES) {
  test(`${name}: switched off, no entry goes by it, and its examples stay as they are`, () => {
    const examples: readonly NameExample[] = NAME_RULES[name].examples;
    const options = { patterns: { off: RULE_NAMES.slice(RULE_NAMES.indexOf(name)) } };
    for (const example of examples) {
      const facts = factsOf(example);
      const own = [container({ id: OWN })];
      const [only] = foldBaselines([recording()], own, facts, { patterns: { off: [name] } });
      assert.ok(only !== undefined && !JSON.stringify(only).includes(`"rule":"${name}"`));
      const [baseline] = foldBaselines([recording()], own, facts, options);
      const files = example.made === undefined ? baseline?.filesRead : baseline?.filesWritten;
      if (example.pattern === undefined) continue;
      assert.ok(files?.some(({ path, rule }) => path === example.path && rule === undefined));
    }
  });
}

test("without the rule container-id an id stays in arguments and names of hosts, too", () => {
  const id = OWN.slice(0, 12);
  const own = { containerId: OWN };
  const facts = [
    fact(exec("/bin/x", { argv: ["/bin/x", id] }), own),
    fact(
      {
        kind: "name-answer",
        name: id,
        type: 1,
        aliases: [],
        addresses: [],
        code: 0,
        server: { address: "127.0.0.11", port: 53 },
      },
      own,
    ),
  ];
  const fold = (off: readonly GeneraliseRule[]): string => {
    const options = { patterns: { off } };
    const [baseline] = foldBaselines([recording()], [container({ id: OWN })], facts, options);
    return JSON.stringify([baseline?.executables[0]?.arguments, baseline?.names[0]?.name]);
  };
  assert.equal(fold(["container-id"]), JSON.stringify([[["/bin/x", id]], id]));
  assert.doesNotMatch(fold([]), new RegExp(id, "u"));
});

test("the baseline's schema knows the rules", () => {
  const schema = JSON.parse(readFileSync("schemas/baseline.schema.json", "utf8")) as {
    $defs: { builtInRule: { enum: readonly string[] } };
  };
  assert.deepEqual(schema.$defs.builtInRule.enum, RULE_NAMES);
});

test("the baseline's page has the rows", () => {
  const page = readFileSync("docs/patterns.md", "utf8").replace(/ +/gu, " ");
  for (const name of RULE_NAMES) {
    const { does, letsIn } = NAME_RULES[name];
    const isThere = page.includes(`| \`${name}\` | ${does} | ${letsIn} |`);
    assert.ok(isThere, `${name}: Run: node scripts/generate-baseline-page.mjs`);
  }
});
