/** A format of the user's own: a template that is given the baseline as its document has it. */
import type { Baseline } from "../../model/baseline/baseline.js";
import { loadOwnTemplate } from "../render.js";
import { OWN_HELPERS } from "./helpers.js";

/** Nothing is checked: what the text has to be, only its owner knows. Throws `bad-template`. */
export function renderOwn(baseline: Baseline, template: string): string {
  return loadOwnTemplate(template, OWN_HELPERS)(baseline);
}
