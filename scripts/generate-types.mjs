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
];

async function typesOf({ schema, type, file }) {
  const source = JSON.parse(readFileSync(join(ROOT, schema), "utf8"));
  const compiled = await compile(source, type, {
    bannerComment: [
      `/** Generated from ${schema} by scripts/generate-types.mjs: change the schema. */`,
      "/* eslint-disable @typescript-eslint/consistent-indexed-object-style, max-lines -- as it is generated */",
    ].join("\n"),
    customName: ({ $id }) => ($id === source.$id ? type : undefined),
    format: false,
    ignoreMinAndMaxItems: true,
    unreachableDefinitions: true,
  });
  const config = await prettier.resolveConfig(join(ROOT, file));
  return prettier.format(withReadonly(compiled), { ...config, parser: "typescript" });
}

/** Nobody changes a document: every member is `readonly`, and so is every array. */
function withReadonly(text) {
  const source = ts.createSourceFile("types.ts", text, ts.ScriptTarget.Latest, true);
  const places = [];
  const visit = (node) => {
    const isMember = ts.isPropertySignature(node) || ts.isIndexSignatureDeclaration(node);
    if (isMember || ts.isArrayTypeNode(node)) places.push(node.getStart(source));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return places
    .sort((a, b) => b - a)
    .reduce((result, at) => `${result.slice(0, at)}readonly ${result.slice(at)}`, text);
}

const isCheck = process.argv.includes("--check");
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
