import type { Baseline } from "../model/baseline/baseline.js";
import { CxrayError } from "../model/errors.js";
import { baselineProblems } from "./validate.js";

/**
 * The baseline's JSON document, as it is stored, printed and committed. Pure ASCII
 * where texts are not valid UTF-8, so that no byte is lost on the way.
 */
export function baselineDocument(baseline: Baseline): string {
  return `${JSON.stringify(baseline, null, 2)}\n`;
}

/**
 * The baseline of a document, such as one that was committed.
 * @param name what to call it in an error
 * @throws CxrayError bad-usage
 */
export function parseBaselineDocument(document: string, name: string): Baseline {
  const parsed = parseJson(document, name);
  const problems = baselineProblems(parsed);
  if (problems.length === 0) return parsed as Baseline;
  throw new CxrayError("bad-usage", `${name} is not a baseline`, problems.slice(0, 5));
}

function parseJson(document: string, name: string): unknown {
  try {
    return JSON.parse(document);
  } catch (error) {
    const advice = "Write one with cxray profile --json.";
    throw new CxrayError("bad-usage", `${name} is not JSON`, advice, { cause: error });
  }
}
