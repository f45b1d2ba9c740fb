// Compiles the schema of baselines to code: node scripts/write-validator.mjs FOLDER, the folder of the
// compiled code. A step of a build: compiling takes longer than most commands do.
import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import process from "node:process";
import standalone from "ajv/dist/standalone/index.js";

const [, , folder = "dist"] = process.argv;
const code = resolve(folder);
const { compileSchema, schemaDigest, VALIDATOR_FILE } = await import(
  `${code}/aggregate/compiled-schema.js`
);
const { ajv, validate } = compileSchema({ source: true, lines: true });
const digest = `module.exports.schemaDigest = ${JSON.stringify(schemaDigest())};`;
writeFileSync(`${code}/${VALIDATOR_FILE}`, `${standalone.default(ajv, validate)}\n${digest}\n`);
