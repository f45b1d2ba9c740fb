import type { Baseline } from "../model/baseline/baseline.js";

/** The same function, computed once for each baseline. */
export function oncePer<T>(make: (baseline: Baseline) => T): (baseline: Baseline) => T {
  const known = new WeakMap<Baseline, { readonly value: T }>();
  return (baseline) => {
    const made = known.get(baseline) ?? { value: make(baseline) };
    known.set(baseline, made);
    return made.value;
  };
}
