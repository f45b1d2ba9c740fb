import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { test } from "node:test";
import { packageFile } from "../../src/files/package-root.js";

const FOLDER = packageFile("schemas");

test("every schema has an id, whose number is the version of the document", () => {
  for (const file of readdirSync(FOLDER).filter((name) => name.endsWith(".schema.json"))) {
    const schema = JSON.parse(readFileSync(join(FOLDER, file), "utf8")) as {
      readonly $id: string;
      readonly properties: { readonly version?: { readonly const: number } };
    };
    const name = file.replace(".schema.json", "");
    const { name: named, version } =
      /^urn:cxray:(?<name>\w+):(?<version>\d+)$/u.exec(schema.$id)?.groups ?? {};
    assert.equal(named, name);
    const { version: declared } = schema.properties;
    if (declared !== undefined) assert.equal(Number(version), declared.const, file);
  }
});

test("the types of documents are those of their schemas", () => {
  const script = packageFile("scripts/generate-types.mjs");
  const { status, stderr } = spawnSync(process.execPath, [script, "--check"], { encoding: "utf8" });
  assert.equal(status, 0, stderr);
});
