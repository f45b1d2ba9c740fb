/** Which rights a container needs: capabilities, and programs that give more than their caller has. */
import type { Baseline, CapabilityEntry } from "../../model/baseline/baseline.js";
import { sortedBy } from "../../model/order.js";

/** A capability that was used, and what for. */
export interface NeededCapability {
  /** without `CAP_`, as engines take it */
  readonly name: string;
  readonly calls: readonly string[];
  readonly by: readonly string[];
}

/** null: nothing is known of it, so that nothing may be taken away. */
export function neededCapabilities(baseline: Baseline): NeededCapability[] | null {
  if (lacks(baseline, "capabilities") || lacks(baseline, "earlier-recording")) return null;
  const used = baseline.capabilities.filter(({ use, name }) => use === "used" && NAME.test(name));
  return sortedBy(used.map(needed), ({ name }) => name);
}

/** A capability of a newer kernel has no name that an engine knows. */
const NAME = /^CAP_[A-Z_]+$/u;

function needed({ name, calls, by }: CapabilityEntry): NeededCapability {
  return { name: name.replace(/^CAP_/u, ""), calls, by };
}

/**
 * Programs whose file gave them another user, group or capabilities: with no-new-privileges it does
 * not. null: an earlier cxray recorded some of it, which didn't look.
 */
export function elevatedPrograms(baseline: Baseline): string[] | null {
  if (lacks(baseline, "earlier-recording")) return null;
  return baseline.executables.filter(({ elevated }) => elevated === true).map(({ path }) => path);
}

function lacks({ blindSpots }: Baseline, spot: Baseline["blindSpots"][number]["code"]): boolean {
  return blindSpots.some(({ code }) => code === spot);
}
