/** Nobody can forget a list: what PARTS says of each is compared with all that knows of lists. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { SECTIONS } from "../../../src/cli/profile/sections.js";
import { formatProfile } from "../../../src/cli/profile/view.js";
import { packageFile } from "../../../src/files/package-root.js";
import type { Baseline } from "../../../src/model/baseline/baseline.js";
import { documentOf, entriesOf, type Lists } from "../../../src/model/baseline/lists.js";
import {
  PART_NAMES,
  PARTS,
  describeEntry,
  titleOf,
  type PartName,
} from "../../../src/model/baseline/parts.js";
import { orderOf, hostileTexts, keyFields, keyOf } from "../../../src/model/baseline/same-entry.js";
import { EVERY_LIST } from "../../aggregate/every-list.js";
import { namesIn, readDocument } from "../../documentation/documents.js";
import { onlyBaseline, readRecorded, workloads } from "../../golden/stages.js";

const EVIDENCE = ["count", "runs", "firstSeen", "lastSeen", "when", "by", "accepted"];
const VIEW = {
  limit: 1000,
  dockerDefault: new Set<string>(),
  dockerConditional: new Set<string>(),
  dockerDefaultCount: 0,
};

type Properties = Readonly<Record<string, Schema>>;

interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly enum?: unknown;
  readonly const?: unknown;
  readonly pattern?: string;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly properties?: Properties;
  readonly $defs?: Readonly<Record<string, Schema>>;
}

const SCHEMA = JSON.parse(
  readFileSync(packageFile("schemas/baseline.schema.json"), "utf8"),
) as Schema;

function resolved(schema: Schema): Schema {
  const name = schema.$ref?.replace("#/$defs/", "");
  if (name !== undefined) return resolved(SCHEMA.$defs?.[name] ?? assert.fail(name));
  const more = (schema.allOf ?? []).map((each) => resolved(each).properties ?? {});
  return { ...schema, properties: Object.assign({}, schema.properties, ...more) as Properties };
}

/** The lists of entries with evidence, by where they stand; those by ABI are one. */
function* listsIn(schema: Schema, path: readonly string[]): IterableIterator<[string, Schema]> {
  const { properties = {}, items } = resolved(schema);
  const entry = items === undefined ? undefined : resolved(items);
  if (entry?.properties?.["by"] !== undefined) {
    yield [
      path.filter((name) => !["x86_64", "x86", "x32", "arm64", "arm"].includes(name)).join("."),
      entry,
    ];
  }
  for (const [name, child] of Object.entries(properties)) yield* listsIn(child, [...path, name]);
}

const ENTRY_SCHEMAS = new Map(listsIn(SCHEMA, []));

/** Goldens, and one in which no list is empty. */
const BASELINES: readonly (readonly [name: string, baseline: Baseline])[] = [
  ["every list", EVERY_LIST],
  ...workloads().map((name) => [name, onlyBaseline(readRecorded(name))] as const),
];

function allLists(baseline: Baseline): Lists {
  return Object.fromEntries(
    PART_NAMES.map((part) => [part, entriesOf(baseline, part)]),
  ) as unknown as Lists;
}

function without(baseline: Baseline, part: PartName): Baseline {
  return { ...baseline, ...documentOf({ ...allLists(baseline), [part]: [] }) };
}

describe("PARTS", () => {
  it("has a row for each list of the schema, in its order", () => {
    assert.deepEqual(PART_NAMES, [...ENTRY_SCHEMAS.keys()]);
  });

  for (const part of PART_NAMES) {
    const { title, noun, lists, fields } = PARTS[part];

    it(`says of ${part} what it lists, for a person and for the documentation`, () => {
      assert.equal(title.split("#").length, 2, title);
      assert.match(titleOf(part, 2), /^[A-Z].* 2 /u);
      assert.match(noun, /^[a-z ]+$/u);
      assert.match(lists, /^\S.*[^.]$/u);
    });

    it(`says of ${part} what each field of the schema is, in the schema's order`, () => {
      const { properties = {} } = ENTRY_SCHEMAS.get(part) ?? assert.fail();
      const names = Object.keys(properties).filter((name) => !EVIDENCE.includes(name));
      const own = Object.keys(fields).filter((name) => name in properties);
      assert.deepEqual([...own].sort(), [...names].sort());
      const others = Object.keys(fields).filter((name) => !(name in properties));
      assert.deepEqual(others, part.startsWith("syscalls.") ? ["abi"] : []);
    });

    it(`has an example of ${part} in the samples`, () => {
      assert.ok(entriesOf(EVERY_LIST, part).length > 0);
    });

    it(`is what the profile goes by to show ${part}`, () => {
      const shown = formatProfile(EVERY_LIST, VIEW);
      const isShown = shown !== formatProfile(without(EVERY_LIST, part), VIEW);
      assert.equal(isShown, SECTIONS[part] !== null);
    });

    it(`tells the entries of ${part} apart, gives their order, and has words for each`, () => {
      for (const [name, baseline] of BASELINES) {
        const entries = entriesOf(baseline, part);
        const keys = new Set(entries.map((entry) => keyOf(part, entry)));
        assert.equal(keys.size, entries.length, name);
        assert.deepEqual(entries, entries.toSorted(orderOf(part)));
        for (const entry of entries) assert.match(describeEntry(part, entry), /^\S(?:.*\S)?$/u);
      }
    });
  }

  it("is what a document's lists are read and written by", () => {
    for (const [, baseline] of BASELINES) {
      const written = JSON.stringify({ ...baseline, ...documentOf(allLists(baseline)) });
      assert.equal(written, JSON.stringify(baseline));
    }
  });

  it("is what docs/baseline.md lists", () => {
    const [, table = ""] = readDocument("docs/baseline.md").split(
      /<!-- (?:lists: .*|end of lists) -->/u,
    );
    const rows = table
      .split("\n")
      .filter((line) => line.startsWith("| `"))
      .map((line) => line.split("|").map((cell) => cell.trim()));
    assert.deepEqual(
      rows.map(([, name = "", lists, keys = ""]) => [...namesIn(name), lists, namesIn(keys)]),
      PART_NAMES.map((part) => [part, PARTS[part].lists, keyFields(part)]),
      "Run: node scripts/generate-baseline-page.mjs",
    );
  });
});

/** Free texts of the schema that no container can choose: cxray, the kernel or an engine names them. */
const NAMES_OF_OURS: Readonly<Partial<Record<PartName, readonly string[]>>> = {
  executables: ["stars"],
  filesRead: ["stars"],
  filesWritten: ["stars"],
  otherOpens: ["stars"],
  changes: ["stars", "toStars", "results"],
  destinations: ["stars", "addresses", "results"],
  listeners: ["stars"],
  names: ["stars", "addresses"],
  sockets: ["family", "type", "protocol", "results"],
  capabilities: ["calls"],
  privileges: ["call", "what", "results"],
  signals: ["signal", "results"],
  "syscalls.workload": ["name"],
  "syscalls.start": ["name"],
  syscallArguments: ["call", "meaning"],
  "refused.executables": ["stars", "error"],
  "refused.syscalls": ["name", "error"],
};

function isFreeText(given: Schema): boolean {
  const schema = resolved(given);
  if (schema.items !== undefined) return isFreeText(schema.items);
  const inner = [...(schema.anyOf ?? []), ...Object.values(schema.properties ?? {})];
  if (inner.length > 0) return inner.some(isFreeText);
  return schema.type === "string" && schema.enum === undefined && schema.pattern === undefined;
}

describe("hostile texts", () => {
  for (const part of PART_NAMES) {
    it(`of ${part} are all that the schema leaves open`, () => {
      const { properties = {} } = ENTRY_SCHEMAS.get(part) ?? assert.fail();
      const free = Object.keys(properties).filter(
        (name) => name !== "by" && isFreeText(properties[name] ?? assert.fail()),
      );
      const hostile = Object.entries(PARTS[part].fields)
        .filter(([, { isHostile }]) => isHostile)
        .map(([name]) => name);
      const ours = NAMES_OF_OURS[part] ?? [];
      assert.deepEqual(
        free.filter((name) => !EVIDENCE.includes(name)).sort(),
        [...hostile, ...ours].sort(),
      );
    });
  }

  it("never reach a terminal as they are", () => {
    const nasty = "\u001b[31m\n\u202e";
    const spoilt = JSON.parse(JSON.stringify(EVERY_LIST), (_, value: unknown) =>
      typeof value === "string" && isHostileText(value) ? value + nasty : value,
    ) as Baseline;
    assert.doesNotMatch(formatProfile(spoilt, VIEW), /[\u001b\u202e]|\[31m$/mu);
    for (const part of PART_NAMES) {
      const words = entriesOf(spoilt, part).map((entry) => describeEntry(part, entry));
      for (const each of words) assert.doesNotMatch(each, /[\u001b\n\u202e]/u);
    }
  });
});

/** Words within hostile fields that only cxray chooses, such as where an interpreted file lay. */
const WORDS: ReadonlySet<string> = new Set(
  Object.values(SCHEMA.$defs ?? {}).flatMap((schema) => (schema.enum ?? []) as string[]),
);

const HOSTILE_TEXTS = new Set(
  PART_NAMES.flatMap((part) =>
    entriesOf(EVERY_LIST, part).flatMap((entry) => hostileTexts(part, entry)),
  ).filter((text) => !WORDS.has(text)),
);

function isHostileText(text: string): boolean {
  return HOSTILE_TEXTS.has(text);
}
