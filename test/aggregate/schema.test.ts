import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { parseBaseline } from "../../src/aggregate/baseline-file.js";
import { baselineProblems, checkBaseline } from "../../src/aggregate/validate.js";
import type { Baseline } from "../../src/model/baseline/baseline.js";
import { CxrayError } from "../../src/model/errors.js";
import { packageFile } from "../../src/files/package-root.js";
import { CONTENTS, OPERATIONS } from "../../src/model/events/file-behaviours.js";
import { KIND_NAMES } from "../../src/model/events/kinds.js";
import { EVERY_BEHAVIOUR, EVERY_LIST } from "./every-list.js";

test("a baseline of every kind of behaviour fits the schema", () => {
  const kinds = new Set(EVERY_BEHAVIOUR.map(({ kind }) => kind));
  assert.deepEqual([...kinds].sort(), [...KIND_NAMES].sort());
  assert.deepEqual(baselineProblems(EVERY_LIST), []);
  checkBaseline(EVERY_LIST);
});

const EVERY_FILE = ["rule", "stars", "openedAs", "storage", "contents", "executable"];
/** What entries may lack, by part of the baseline. */
const OPTIONAL: Readonly<Record<string, readonly string[]>> = {
  executables: ["rule", "stars", "scripts", "elevated", "interprets"],
  filesRead: EVERY_FILE,
  filesWritten: EVERY_FILE,
  otherOpens: ["rule", "stars"],
  changes: [
    ...["rule", "stars", "to", "toRule", "toStars", "askedAs", "toAskedAs", "slashed", "toSlashed"],
    ...["modes", "owners", "texts"],
  ],
  destinations: [
    "port",
    "path",
    "names",
    "serverNames",
    "requests",
    "rule",
    "addresses",
    "stars",
    "ephemeral",
  ],
  listeners: ["port", "path", "ephemeral", "rule", "stars"],
  names: ["rule", "stars"],
  signals: ["target", "executable"],
  syscalls: ["x86_64"],
};

/** Every object and array of the document, to be broken, and the part that it is of. */
function* places(value: unknown, part = ""): IterableIterator<Place> {
  if (typeof value !== "object" || value === null) return;
  yield { part, place: value as Place["place"] };
  for (const [key, child] of Object.entries(value)) yield* places(child, part || key);
}

interface Place {
  readonly part: string;
  readonly place: Record<string, unknown> | unknown[];
}

test("a baseline with anything added, missing or of another type doesn't fit", () => {
  const count = [...places(EVERY_LIST)].length;
  for (let index = 0; index < count; index += 1) {
    const broken = structuredClone(EVERY_LIST);
    const { part, place } = [...places(broken)][index] ?? assert.fail();
    const isProblem = (what: string): void => {
      assert.notDeepEqual(baselineProblems(broken), [], `${what} in ${JSON.stringify(place)}`);
    };
    if (Array.isArray(place)) {
      place.push({});
      isProblem("an object");
      continue;
    }
    place["unknown"] = 1;
    isProblem("an unknown property");
    delete place["unknown"];
    for (const [key, value] of Object.entries(place)) {
      place[key] = 1.5;
      isProblem(`${key}: 1.5`);
      Reflect.deleteProperty(place, key);
      if (OPTIONAL[part]?.includes(key) !== true) isProblem(`no ${key}`);
      place[key] = value;
    }
  }
});

test("a baseline that doesn't fit is a defect, a document that is none a mistake", () => {
  const broken = { ...EVERY_LIST, architecture: 1 } as unknown as Baseline;
  const isCode = (code: string) => (error: unknown) =>
    error instanceof CxrayError && error.code === code;
  assert.throws(() => {
    checkBaseline(broken);
  }, isCode("invalid-output"));
  assert.throws(() => parseBaseline("{}", "x.json"), isCode("bad-baseline"));
  assert.throws(() => parseBaseline("{", "x.json"), isCode("bad-baseline"));
  assert.deepEqual(parseBaseline(JSON.stringify(EVERY_LIST), "x.json"), EVERY_LIST);
});

const WORDS = JSON.parse(readFileSync(packageFile("schemas/baseline.schema.json"), "utf8")) as {
  readonly $defs: Readonly<Record<string, { readonly enum?: readonly string[] }>>;
};

test("the schema has every word of the lists that numbers on the wire stand for", () => {
  assert.deepEqual(WORDS.$defs["operation"]?.enum, OPERATIONS);
  assert.deepEqual(WORDS.$defs["content"]?.enum, CONTENTS);
});
