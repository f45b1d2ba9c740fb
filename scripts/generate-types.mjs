// Writes the types of documents from their JSON Schemas, so that neither is written twice.
//
//   node scripts/generate-types.mjs            writes the files
//   node scripts/generate-types.mjs --check    says whether they are fresh, and changes nothing
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { compile } from "json-schema-to-typescript";
import prettier from "prettier";
import ts from "typescript";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** What is generated: a type for the whole document, and one for each of the schema's `$defs`. */
const DOCUMENTS = [
  {
    schema: "schemas/config.schema.json",
    type: "Configuration",
    file: "src/model/configuration.ts",
  },
  {
    schema: "schemas/baseline.schema.json",
    type: "BaselineDocument",
    file: "src/model/baseline/document.ts",
  },
];

async function typesOf({ schema, type, file }) {
  const source = JSON.parse(readFileSync(join(ROOT, schema), "utf8"));
  const compiled = await compile(withNamedTypes(source), type, {
    bannerComment: [
      `/** Generated from ${schema} by scripts/generate-types.mjs: change the schema. */`,
      "/* eslint-disable -- as it is generated */",
    ].join("\n"),
    additionalProperties: false,
    customName: ({ $id }) => ($id === source.$id ? type : undefined),
    format: false,
    ignoreMinAndMaxItems: true,
    unreachableDefinitions: true,
  });
  const config = await prettier.resolveConfig(join(ROOT, file));
  const text = await prettier.format(withReadonly(withMappings(compiled)), {
    ...config,
    parser: "typescript",
  });
  return withShortComments(text);
}

/**
 * The schema as `compile` makes the types that one would write by hand: a reference is the name of
 * a type where what it stands for deserves one, and else what it stands for; what an entry has by
 * `allOf` it has by `extends`; and a pattern that begins with `word:` is a text that does.
 */
function withNamedTypes({ $defs, definitions = $defs, ...document }) {
  const isNamed = (name) => ["properties", "enum", "anyOf"].some((k) => k in definitions[name]);
  const convert = (value) => {
    if (Array.isArray(value)) return value.map(convert);
    if (typeof value !== "object" || value === null) return value;
    const { $ref, allOf, ...rest } = value;
    const prefix = /^\^(\w+:)\[/u.exec(rest.pattern ?? "")?.[1];
    if (prefix !== undefined) return { tsType: `\`${prefix}\${string}\`` };
    if ($ref !== undefined) {
      const name = $ref.split("/").at(-1);
      if (isNamed(name)) return { tsType: name[0].toUpperCase() + name.slice(1), ...rest };
      return convert({ ...definitions[name], ...rest });
    }
    const converted = Object.fromEntries(Object.entries(rest).map(([k, v]) => [k, convert(v)]));
    return allOf === undefined ? converted : { ...converted, extends: allOf };
  };
  const named = Object.entries(definitions).filter(([name]) => isNamed(name));
  return { ...convert(document), $defs: convert(Object.fromEntries(named)) };
}

/** What may lack any of its keys is no interface, so that `Object.values` knows what it gives. */
function withMappings(text) {
  const source = ts.createSourceFile("types.ts", text, ts.ScriptTarget.Latest, true);
  const mappings = source.statements.filter(
    (node) =>
      ts.isInterfaceDeclaration(node) && node.members.every(({ questionToken }) => questionToken),
  );
  return mappings.reduceRight((result, node) => {
    const at = node.getStart(source);
    const named = result.slice(at).replace(/^export interface (\w+)/u, "export type $1 =");
    return result.slice(0, at) + named;
  }, text);
}

/** Nobody changes a document: every member is `readonly`, and so is every array. */
function withReadonly(text) {
  const source = ts.createSourceFile("types.ts", text, ts.ScriptTarget.Latest, true);
  const insertions = [];
  const visit = (node) => {
    const isInArray = ts.isArrayTypeNode(node) && ts.isArrayTypeNode(node.parent);
    const isMember = ts.isPropertySignature(node) || ts.isIndexSignatureDeclaration(node);
    if (isMember || ts.isArrayTypeNode(node)) {
      insertions.push([node.getStart(source), isInArray ? "(readonly " : "readonly "]);
      if (isInArray) insertions.push([node.getEnd(), ")"]);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return insertions
    .reverse()
    .sort(([a], [b]) => b - a)
    .reduce((result, [at, word]) => result.slice(0, at) + word + result.slice(at), text);
}

/** Comments as one writes them, without what `compile` says of references and of the schema's limits. */
function withShortComments(text) {
  return text.replace(/^( *)\/\*\*\n((?: *\*(?: .*)?\n)+?) *\*\/\n/gmu, (_, indent, lines) => {
    const words = lines
      .split("\n")
      .map((line) => line.replace(/^ *\* ?/u, ""))
      .filter(
        (line) => !/^@m(?:in|ax)Items|^This .* was referenced by|^via the `definition`/u.test(line),
      )
      .flatMap((line) => line.split(" ").filter(Boolean));
    if (words.length === 0) return "";
    const line = `${indent}/** ${words.join(" ")} */\n`;
    return line.length <= WIDTH ? line : `${indent}/**\n${wrapped(words, indent)}${indent} */\n`;
  });
}

const WIDTH = 100;

function wrapped(words, indent) {
  const lines = [];
  for (const word of words) {
    const longer = `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && longer.length <= WIDTH) lines.splice(-1, 1, longer);
    else lines.push(`${indent} * ${word}`);
  }
  return `${lines.join("\n")}\n`;
}

/** The lists of a baseline by where they stand: arrays of what has evidence. */
function listsOf(schema) {
  const resolve = (node) => (node.$ref ? schema.$defs[node.$ref.split("/").at(-1)] : node);
  const isEntry = ({ allOf = [] }) => allOf.some(({ $ref }) => $ref === "#/$defs/evidence");
  const isList = (node) => node.items !== undefined && isEntry(resolve(node.items));
  const within = (node, path) => {
    const properties = Object.entries(resolve(node).properties ?? {});
    const isByAbi = properties.length > 0 && properties.every(([name]) => isAbi(name));
    if (isList(node) || isByAbi) return [path.join(".")];
    return properties.flatMap(([name, child]) => within(child, [...path, name]));
  };
  const isAbi = (name) => schema.$defs.abi.enum.includes(name);
  return within(schema, []);
}

/** What `kind` of cxray.yaml can be is what lists a baseline has. */
function writeKinds() {
  const read = (path) => readFileSync(join(ROOT, path), "utf8");
  const lists = listsOf(JSON.parse(read("schemas/baseline.schema.json")));
  const words = `\n${lists.map((list) => `        ${JSON.stringify(list)}`).join(",\n")}\n      `;
  const path = "schemas/config.schema.json";
  const written = read(path).replace(/(?<="kind": \{\s*"enum": \[)[^\]]*(?=\])/u, () => words);
  writeFileSync(join(ROOT, path), written);
}

const isCheck = process.argv.includes("--check");
if (!isCheck) writeKinds();
for (const document of DOCUMENTS) {
  const path = join(ROOT, document.file);
  const fresh = await typesOf(document);
  if (!isCheck) writeFileSync(path, fresh);
  else if (readFileSync(path, "utf8") !== fresh) {
    console.error(`${document.file} doesn't fit ${document.schema}.`);
    console.error("Run: node scripts/generate-types.mjs");
    process.exitCode = 1;
  }
}
