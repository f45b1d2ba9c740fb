/** YAML documents: written and read back by a library, and validated against a schema. */
import { Ajv, type ValidateFunction } from "ajv";
import { dump, load } from "js-yaml";
import { readFileSync } from "node:fs";
import { packageFile } from "../files/package-root.js";
import { missingFrom } from "./containment.js";

/** A value as YAML: quotes where needed, one entry per line. */
export function yamlOf(value: unknown): string {
  return dump(value, { lineWidth: -1, noRefs: true }).trimEnd();
}

/**
 * Throws an Error unless the text is a single document that fits the schema (below
 * schemas/formats/) and contains `expected`.
 */
export function validateDocument(text: string, schema: string, expected: object): void {
  checkDocument(load(text), schema, expected);
}

/** The same for a document that is already parsed. */
export function checkDocument(document: unknown, schema: string, expected: object): void {
  const isValid = validatorOf(schema);
  if (!isValid(document)) {
    const [error] = isValid.errors ?? [];
    throw new Error(`${error?.instancePath ?? ""} ${error?.message ?? "is not valid"}`);
  }
  const missing = missingFrom(document, expected);
  if (missing !== null) throw new Error(`${missing} is not what the baseline says`);
}

const validators = new Map<string, ValidateFunction>();

function validatorOf(schema: string): ValidateFunction {
  const known = validators.get(schema);
  if (known !== undefined) return known;
  const file = packageFile(`schemas/formats/${schema}.schema.json`);
  const made = new Ajv().compile(JSON.parse(readFileSync(file, "utf8")) as object);
  validators.set(schema, made);
  return made;
}
