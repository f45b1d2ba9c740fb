/** A format of the user's own: a template whose view is the baseline document. */
import type { Baseline } from "../../model/baseline/baseline.js";
import { loadOwnTemplate } from "../render.js";
import { OWN_HELPERS } from "./helpers.js";

/**
 * The text is not validated: only the template's owner knows what it must be. Throws
 * `bad-template`.
 */
export function renderOwn(baseline: Baseline, template: string): string {
  return loadOwnTemplate(template, OWN_HELPERS)(baseline);
}
