import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import ts from "typescript";
import { parseBaselineDocument } from "../../src/aggregate/document.js";
import { baselineProblems, checkBaseline } from "../../src/aggregate/validate.js";
import type { Baseline } from "../../src/model/baseline.js";
import { CxrayError } from "../../src/model/errors.js";
import { packageFile } from "../../src/package/package-root.js";
import { baselineOfBehaviours, connect, exec, open } from "./samples.js";

const BASELINE = baselineOfBehaviours(
  exec("/bin/sh", { argv: ["sh", "--token=x"] }),
  open("/etc/hosts", { name: "/hosts" }),
  open("/tmp/x", { access: "write" }),
  connect("10.0.0.1"),
  { kind: "connect-unix", address: "@x", path: null, ret: 0 },
  { kind: "listen", family: "ipv4", transport: "tcp", local: { address: "::", port: 1 } },
  { kind: "syscall", abi: "x86_64", nr: 0 },
  { kind: "syscall-refused", abi: "x86", nr: 1, ret: -1 },
  { kind: "exec-failed", asked: "/x", ret: -2 },
);

test("a baseline of every kind of behaviour fits the schema", () => {
  assert.deepEqual(baselineProblems(BASELINE), []);
  checkBaseline(BASELINE);
});

/** Every object and array of the document, to be broken. */
function* places(value: unknown): IterableIterator<Record<string, unknown> | unknown[]> {
  if (typeof value !== "object" || value === null) return;
  yield value as Record<string, unknown> | unknown[];
  for (const child of Object.values(value)) yield* places(child);
}

test("a baseline with anything added, missing or of another type doesn't fit", () => {
  const optional = new Set(["rule", "openedAs", "port", "x86_64", "x86"]);
  const count = [...places(BASELINE)].length;
  for (let index = 0; index < count; index += 1) {
    const broken = structuredClone(BASELINE);
    const place = [...places(broken)][index] ?? [];
    const isProblem = (what: string): void => {
      assert.notDeepEqual(baselineProblems(broken), [], `${what} in ${JSON.stringify(place)}`);
    };
    if (Array.isArray(place)) {
      place.push(17);
      isProblem("a number");
      continue;
    }
    place["unknown"] = 1;
    isProblem("an unknown property");
    delete place["unknown"];
    for (const [key, value] of Object.entries(place)) {
      place[key] = true;
      isProblem(`${key}: true`);
      Reflect.deleteProperty(place, key);
      if (!optional.has(key)) isProblem(`no ${key}`);
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
  const file = packageFile("src/model/baseline.ts");
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
