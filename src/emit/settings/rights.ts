/**
 * The privileges a container needs: capabilities, and programs that raise the caller's privileges.
 */
import type { Baseline, CapabilityEntry } from "../../model/baseline/baseline.js";
import { sortedBy } from "../../model/order.js";

/** A capability that was used, and what for. */
export interface NeededCapability {
  /** without `CAP_`, as engines take it */
  readonly name: string;
  readonly calls: readonly string[];
  readonly by: readonly string[];
}

/** null: unknown, so none may be dropped. */
export function neededCapabilities(baseline: Baseline): NeededCapability[] | null {
  if (lacks(baseline, "capabilities") || lacks(baseline, "earlier-recording")) return null;
  const used = baseline.capabilities.filter(({ use, name }) => use === "used" && NAME.test(name));
  return sortedBy(used.map(needed), ({ name }) => name);
}

/** The syntax of names. Engines have no name for a capability of a newer kernel. */
const NAME = /^CAP_[A-Z_]+$/u;

function needed({ name, calls, by }: CapabilityEntry): NeededCapability {
  return { name: name.replace(/^CAP_/u, ""), calls, by };
}

/**
 * Programs whose file gave them another user, group or capabilities, which no-new-privileges
 * prevents. null: unknown, because an earlier cxray that did not check recorded some of it.
 */
export function elevatedPrograms(baseline: Baseline): string[] | null {
  if (lacks(baseline, "earlier-recording")) return null;
  return baseline.executables.filter(({ elevated }) => elevated === true).map(({ path }) => path);
}

function lacks({ blindSpots }: Baseline, spot: Baseline["blindSpots"][number]["code"]): boolean {
  return blindSpots.some(({ code }) => code === spot);
}
