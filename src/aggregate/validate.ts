import type { ErrorObject } from "ajv";
import type { Baseline } from "../model/baseline/baseline.js";
import { CxrayError } from "../model/errors.js";
import { validator } from "./compiled-schema.js";

/** The problems of a document as a baseline, one line each; empty: it is valid. */
export function baselineProblems(document: unknown): string[] {
  const validate = validator();
  if (validate(document)) return [];
  return (validate.errors ?? []).map(describe);
}

function describe({ instancePath, message, params }: ErrorObject): string {
  const given = params as Readonly<Record<string, string>>;
  const name = given["additionalProperty"] ?? given["unevaluatedProperty"];
  const wrong = name === undefined ? (message ?? "is wrong") : `has a field too many (${name})`;
  return `${instancePath === "" ? "the document" : instancePath} ${wrong}`;
}

/**
 * Checks that a baseline fits `schemas/baseline.schema.json`.
 * @throws CxrayError invalid-output
 */
export function checkBaseline(baseline: Baseline): void {
  const problems = baselineProblems(baseline);
  if (problems.length === 0) return;
  throw new CxrayError(
    "invalid-output",
    `the baseline of ${baseline.image.name} doesn't fit its schema`,
    problems.slice(0, 5),
  );
}
