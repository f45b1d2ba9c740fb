/** What was refused under a policy, and what the same workload was refused without it. */
import type { Fact } from "../../model/events/fact.js";
import { sortedBy } from "../../model/order.js";
import { refusedIn, type RefusedWhat } from "./refused-behaviours.js";

/** One thing that was refused to one program. */
export interface Refusal extends RefusedWhat {
  /** the container's program has not been executed yet: its runtime was refused */
  readonly isRuntime: boolean;
  /** the program that was refused, and what led to it; empty: not known */
  readonly programs: readonly string[];
  /** as the kernel knows the task */
  readonly comm: string;
  readonly count: number;
}

export interface Refusals {
  /** under the policy alone */
  readonly byPolicy: readonly Refusal[];
  /** kinds of refusals that the free run met as well */
  readonly inBoth: number;
}

/**
 * What was refused under the policy, without what the free run was refused too.
 * @param nameOf  what a path is called that has another name in each run
 */
export function findRefusals(
  free: Iterable<Fact>,
  under: Iterable<Fact>,
  nameOf: (path: string) => string,
): Refusals {
  const keyOf = ({ kind, call, object }: RefusedWhat): string =>
    JSON.stringify([kind, call, nameOf(object)]);
  const known = new Set<string>();
  for (const { behaviour, actor } of free) {
    const what = actor.origin === "session" ? null : refusedIn(behaviour);
    if (what !== null) known.add(keyOf(what));
  }
  const refusals = new Map<string, Refusal>();
  const both = new Set<string>();
  for (const { behaviour, actor, count } of under) {
    const what = isOfPolicy(actor) ? refusedIn(behaviour) : null;
    if (what === null) continue;
    const own = keyOf(what);
    if (known.has(own)) {
      both.add(own);
      continue;
    }
    const { programs, comm, phase } = actor;
    const key = JSON.stringify([own, what.error, phase, programs[0] ?? comm]);
    const sum = count + (refusals.get(key)?.count ?? 0);
    refusals.set(key, { ...what, isRuntime: phase !== "workload", programs, comm, count: sum });
  }
  return {
    byPolicy: sortedBy(refusals, ([key]) => key).map(([, each]) => each),
    inBoth: both.size,
  };
}

/** No filter is loaded yet in a runtime's set-up, and a visitor is not the workload. */
function isOfPolicy({ phase, origin }: Fact["actor"]): boolean {
  return phase !== "setup" && origin !== "session";
}
