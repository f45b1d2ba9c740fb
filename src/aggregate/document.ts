import type { Baseline } from "../model/baseline/baseline.js";

/**
 * The baseline's JSON document, as it is stored, printed and committed. Pure ASCII
 * where texts are not valid UTF-8, so that no byte is lost on the way.
 */
export function baselineDocument(baseline: Baseline): string {
  return `${JSON.stringify(baseline, null, 2)}\n`;
}
