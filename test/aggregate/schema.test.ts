import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import ts from "typescript";
import { parseBaselineDocument } from "../../src/aggregate/document.js";
import { foldBaselines } from "../../src/aggregate/fold.js";
import { baselineProblems, checkBaseline } from "../../src/aggregate/validate.js";
import type { Baseline } from "../../src/model/baseline/baseline.js";
import { CxrayError } from "../../src/model/errors.js";
import { packageFile } from "../../src/files/package-root.js";
import { EVENT_KINDS, type Behaviour } from "../../src/model/events/events.js";
import {
  changedPath,
  FILE_BEHAVIOURS,
  NETWORK_BEHAVIOURS,
  RIGHTS_BEHAVIOURS,
} from "../model/behaviours.js";
import { actor, connect, container, exec, fact, open, recording } from "./samples.js";

const LISTEN = {
  kind: "listen",
  family: "ipv4",
  transport: "tcp",
  local: { address: "::", port: 1 },
} as const;
const BEHAVIOURS: readonly Behaviour[] = [
  exec("/bin/sh", { argv: ["sh", "--token=x"] }),
  open("/etc/hosts", { name: "/hosts" }),
  open("/tmp/x", { access: "write" }),
  open("", { name: "/proc/7/fd/3", type: "fifo", storage: "memory" }),
  connect("10.0.0.1"),
  { kind: "connect-unix", address: "@x", path: null, ret: 0 },
  LISTEN,
  { kind: "syscall", abi: "x86_64", nr: 0 },
  { kind: "syscall-refused", abi: "x86", nr: 1, ret: -1 },
  { kind: "exec-failed", asked: "/x", ret: -2 },
  exec("/bin/python3", {
    argv: ["python3", "/data/x.py"],
    asked: "/data/run",
    script: "volume",
    elevated: true,
  }),
  {
    kind: "change",
    operation: "rename",
    from: changedPath("/run/a", { name: "/var/run/a", asked: "/var/run/a/" }),
    to: changedPath("/run/b", { name: "/var/run/b", asked: "/var/run/b/" }),
    ret: 0,
  },
  { kind: "change", operation: "chown", from: changedPath("/x"), uid: 33, ret: 0 },
  { kind: "change", operation: "chmod", from: changedPath("/x"), mode: 0o755, ret: -1 },
  { kind: "change", operation: "symlink", from: changedPath("/l"), text: "/x", ret: 0 },
  { kind: "connect-unix", address: "x.sock", path: "/run/x.sock", ret: 0 },
  { kind: "listen-unix", address: "x.sock", path: "/run/x.sock" },
  { ...LISTEN, local: { address: "::", port: 40_000 }, ephemeral: true },
  {
    kind: "http-request",
    method: "GET",
    host: null,
    path: "/token/12345678",
    remote: { address: "10.0.0.1", port: 443 },
  },
  ...FILE_BEHAVIOURS,
  ...NETWORK_BEHAVIOURS,
  ...RIGHTS_BEHAVIOURS,
];
const CONTAINER = container({
  kubernetes: {
    namespace: "shop",
    pod: "web-1",
    container: "web",
    owner: { kind: "ReplicaSet", name: "web" },
  },
});
const PYTHON = actor({ programs: ["/bin/python3"] });
const [BASELINE = assert.fail()] = foldBaselines(
  [recording()],
  [CONTAINER],
  [
    ...BEHAVIOURS.map((behaviour) => fact(behaviour)),
    fact(open("/data/x.py", { storage: "volume" }), { actor: PYTHON }),
  ],
);

test("a baseline of every kind of behaviour fits the schema", () => {
  const kinds = new Set(BEHAVIOURS.map(({ kind }) => kind));
  assert.deepEqual([...kinds].sort(), Object.keys(EVENT_KINDS).sort());
  for (const [part, entries] of Object.entries(BASELINE)) {
    if (Array.isArray(entries)) assert.ok(entries.length > 0, `no ${part}`);
  }
  assert.deepEqual(baselineProblems(BASELINE), []);
  checkBaseline(BASELINE);
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
  destinations: ["port", "path", "names", "serverNames", "requests", "rule"],
  listeners: ["port", "path", "ephemeral"],
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
  const count = [...places(BASELINE)].length;
  for (let index = 0; index < count; index += 1) {
    const broken = structuredClone(BASELINE);
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
  const broken = { ...BASELINE, architecture: 1 } as unknown as Baseline;
  const isCode = (code: string) => (error: unknown) =>
    error instanceof CxrayError && error.code === code;
  assert.throws(() => {
    checkBaseline(broken);
  }, isCode("invalid-output"));
  assert.throws(() => parseBaselineDocument("{}", "x.json"), isCode("bad-usage"));
  assert.throws(() => parseBaselineDocument("{", "x.json"), isCode("bad-usage"));
  assert.deepEqual(parseBaselineDocument(JSON.stringify(BASELINE), "x.json"), BASELINE);
});

interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly $defs?: Readonly<Record<string, Schema>>;
}

/** A schema's structure as text, in the words of `shapeOfType`. */
function shapeOfSchema(schema: Schema, root: Schema): string {
  if (schema.$ref !== undefined) {
    const target = root.$defs?.[schema.$ref.replace("#/$defs/", "")];
    assert.ok(target, schema.$ref);
    return shapeOfSchema(target, root);
  }
  if (schema.anyOf)
    return schema.anyOf
      .map((each) => shapeOfSchema(each, root))
      .sort()
      .join(" | ");
  if (schema.enum)
    return schema.enum
      .map((each) => JSON.stringify(each))
      .sort()
      .join(" | ");
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.items) return `[${shapeOfSchema(schema.items, root)}]`;
  if (schema.type !== "object") return schema.type === "integer" ? "number" : (schema.type ?? "?");
  const properties = Object.entries(schema.properties ?? {}).map(
    ([key, value]) =>
      `${key}${schema.required?.includes(key) === true ? "" : "?"}: ${shapeOfSchema(value, root)}`,
  );
  return `{ ${properties.sort().join("; ")} }`;
}

function shapeOfType(type: ts.Type, checker: ts.TypeChecker): string {
  if (type.isUnion())
    return type.types
      .map((each) => shapeOfType(each, checker))
      .sort()
      .join(" | ");
  if (type.isStringLiteral() || type.isNumberLiteral()) return JSON.stringify(type.value);
  if ((type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection)) === 0)
    return checker.typeToString(type);
  if (checker.isArrayType(type)) {
    const [item] = checker.getTypeArguments(type as ts.TypeReference);
    assert.ok(item);
    return `[${shapeOfType(item, checker)}]`;
  }
  const properties = checker.getPropertiesOfType(type).map((property) => {
    const isOptional = (property.flags & ts.SymbolFlags.Optional) !== 0;
    const of = checker.getTypeOfSymbol(property);
    const given = isOptional ? checker.getNonNullableType(of) : of;
    return `${property.name}${isOptional ? "?" : ""}: ${shapeOfType(given, checker)}`;
  });
  return `{ ${properties.sort().join("; ")} }`;
}

test("the schema and the type Baseline describe the same documents", () => {
  const file = packageFile("src/model/baseline/baseline.ts");
  const program = ts.createProgram([file], {
    strict: true,
    exactOptionalPropertyTypes: true,
    module: ts.ModuleKind.NodeNext,
    types: [],
  });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  assert.ok(source);
  const exported = checker.getExportsOfModule(checker.getSymbolAtLocation(source) ?? assert.fail());
  const symbol = exported.find(({ name }) => name === "Baseline") ?? assert.fail();
  const schema = JSON.parse(
    readFileSync(packageFile("schemas/baseline.schema.json"), "utf8"),
  ) as Schema;
  const lines = (shape: string): string[] => shape.split(/(?<=[;{}])/);
  assert.deepEqual(
    lines(shapeOfSchema(schema, schema)),
    lines(shapeOfType(checker.getDeclaredTypeOfSymbol(symbol), checker)),
  );
});
