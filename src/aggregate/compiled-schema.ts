/** The schema of baselines as a validator function. The build compiles it, because that is slow. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Ajv2020, CodeOptions, ValidateFunction } from "ajv/dist/2020.js";
import type { Baseline } from "../model/baseline/baseline.js";
import { packageFile } from "../files/package-root.js";

type Validate = ValidateFunction<Baseline>;

/** A file beside the code, written by `scripts/write-validator.mjs`. */
export const VALIDATOR_FILE = "aggregate/baseline-validator.cjs";

const CODE = dirname(dirname(fileURLToPath(import.meta.url)));
const require = createRequire(import.meta.url);
const schemaText = (): string => readFileSync(packageFile("schemas/baseline.schema.json"), "utf8");

/** The digest of the current schema: a validator compiled from another schema is not used. */
export function schemaDigest(text = schemaText()): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

export function compileSchema(code: CodeOptions = {}): { ajv: Ajv2020; validate: Validate } {
  const ajv2020 = require("ajv/dist/2020.js") as { Ajv2020: typeof Ajv2020 };
  const ajv = new ajv2020.Ajv2020({ allErrors: true, strict: true, code });
  return { ajv, validate: ajv.compile<Baseline>(JSON.parse(schemaText()) as object) };
}

let loaded: Validate | undefined;

/** Validates documents; its `errors` describe the last one. */
export function validator(): Validate {
  loaded ??= compiledByBuild() ?? compileSchema().validate;
  return loaded;
}

/** Null: the code was not compiled by our build, or the schema has changed since. */
function compiledByBuild(): Validate | null {
  try {
    const validate = require(join(CODE, VALIDATOR_FILE)) as Validate & { schemaDigest: string };
    return validate.schemaDigest === schemaDigest() ? validate : null;
  } catch {
    return null;
  }
}
