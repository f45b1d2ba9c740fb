/** The view of a sample baseline, for tests. */
import { formatProfile, type ViewOptions } from "../../../src/cli/profile/view.js";
import type { Baseline } from "../../../src/model/baseline/baseline.js";
import { sampleBaseline } from "../../emit/sample-baseline.js";

export const OPTIONS: ViewOptions = {
  limit: 25,
  dockerDefault: new Set(["read", "write"]),
  dockerConditional: new Set(["clone", "personality"]),
  dockerDefaultCount: 348,
};

export function view(more: Partial<Baseline> = {}, options: Partial<ViewOptions> = {}): string {
  return formatProfile(sampleBaseline(more), { ...OPTIONS, ...options });
}
