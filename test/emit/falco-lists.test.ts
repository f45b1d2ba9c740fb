/** A new list must not be left out of Falco's rules without a word. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { renderBaseline } from "../../src/emit/emit.js";
import { falco } from "../../src/emit/falco/falco.js";
import type { Baseline } from "../../src/model/baseline/baseline.js";
import { documentOf, entriesOf, type Lists } from "../../src/model/baseline/lists.js";
import { PART_NAMES, type PartName } from "../../src/model/baseline/parts.js";
import { EVERY_LIST } from "../aggregate/every-list.js";

/** Lists that no rule goes by, and why. */
const NOT_TOLD: Readonly<Partial<Record<PartName, string>>> = {
  names: "Falco sees no answers of DNS",
  capabilities: "Falco has no event for one",
  signals: "the rule goes by the call, and so by syscalls.workload",
  "syscalls.workload": "rules go by some calls alone, which the sample does not have",
  "syscalls.start": "what the runtime does is left out of the rules by its own name",
  syscallArguments: "rules go by those of clone alone, which the sample does not have",
  "refused.executables": "what was refused is not allowed",
  "refused.syscalls":
    "rules that test no result go by some calls alone, which the sample does not have",
};

function without(part: PartName): Baseline {
  const lists = Object.fromEntries(
    PART_NAMES.map((each) => [each, each === part ? [] : entriesOf(EVERY_LIST, each)]),
  ) as unknown as Lists;
  return { ...EVERY_LIST, ...documentOf(lists) };
}

/** Without comments, which may name what no rule goes by. */
function rulesOf(baseline: Baseline): string {
  const lines = renderBaseline(falco, baseline).text.split("\n");
  return lines.filter((line) => !line.startsWith("#")).join("\n");
}

for (const part of PART_NAMES) {
  test(`Falco's rules go by ${part}, or it is said why not`, () => {
    const isTold = rulesOf(EVERY_LIST) !== rulesOf(without(part));
    assert.equal(isTold, NOT_TOLD[part] === undefined, part);
  });
}
