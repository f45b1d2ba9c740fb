/** Compares what was refused under a policy with what was refused without it. */
import type { Fact } from "../../model/events/fact.js";
import { sortedBy } from "../../model/order.js";
import { refusedIn, type RefusedWhat } from "./refused-behaviours.js";

/** Something that was refused to one program. */
export interface Refusal extends RefusedWhat {
  /** the runtime was refused, before it executed the container's program */
  readonly isRuntime: boolean;
  /** the program that was refused, and its ancestors; empty: unknown */
  readonly programs: readonly string[];
  /** the kernel's name of the task */
  readonly comm: string;
  readonly count: number;
}

export interface Refusals {
  /** only under the policy */
  readonly byPolicy: readonly Refusal[];
  /** the number of kinds of refusals that the run without the policy had too */
  readonly inBoth: number;
}

/**
 * The refusals under the policy, without those of the run without it.
 * @param nameOf returns one name for paths that differ in each run
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

/**
 * No filter is loaded during a runtime's setup, and a `docker exec` session is not the workload.
 */
function isOfPolicy({ phase, origin }: Fact["actor"]): boolean {
  return phase !== "setup" && origin !== "session";
}
