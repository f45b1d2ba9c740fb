/** Builds of one image: Falco can't tell them apart, as it knows an image by its repository. */
import type { Baseline } from "../../model/baseline/baseline.js";
import { sortedBy, sortedTexts } from "../../model/order.js";
import { namesOf } from "./names.js";
import { groupBy } from "./parts.js";

/**
 * The baselines as one for each repository: what its tags do, each in the build that was recorded
 * last, is allowed together.
 */
export function joinBuilds(baselines: readonly Baseline[]): Baseline[] {
  return groupBy(baselines, ({ image }) => namesOf(image).key).map(([, group]) =>
    joinAll(newestByTag(group)),
  );
}

function newestByTag(group: readonly Baseline[]): Baseline[] {
  const newest = new Map<string, Baseline>();
  for (const baseline of sortedBy(group, lastSeen)) {
    for (const tag of tagsOf(baseline)) newest.set(tag, baseline);
  }
  return sortedBy(new Set(newest.values()), lastSeen);
}

function lastSeen({ runs, image }: Baseline): string {
  return `${runs.lastSeen} ${image.digest}`;
}

function tagsOf({ image }: Baseline): readonly string[] {
  return image.references.length > 0 ? image.references : [image.digest];
}

/** The lists of a baseline from which rules are made. */
const LISTS = [
  ...(["executables", "filesRead", "filesWritten", "otherOpens", "changes"] as const),
  ...(["destinations", "listeners", "names", "sockets", "privileges", "syscallArguments"] as const),
];

function joinAll(group: readonly Baseline[]): Baseline {
  const last = group.at(-1);
  if (last === undefined) throw new RangeError("there is no build to join");
  if (group.length === 1) return last;
  const lists = LISTS.map((list) => [list, group.flatMap((baseline) => [...baseline[list]])]);
  const workload = group.flatMap(({ syscalls }) => Object.entries(syscalls.workload));
  const reasons = group.flatMap(({ completeness }) => completeness.reasons);
  return {
    ...last,
    ...(Object.fromEntries(lists) as Pick<Baseline, (typeof LISTS)[number]>),
    image: {
      ...last.image,
      references: sortedTexts(group.flatMap(({ image }) => image.references)),
    },
    syscalls: {
      ...last.syscalls,
      workload: Object.fromEntries(
        groupBy(workload, ([abi]) => abi).map(([abi, each]) => [
          abi,
          each.flatMap(([, calls]) => calls),
        ]),
      ),
    },
    completeness: { state: reasons.length === 0 ? "complete" : "partial", reasons },
  };
}
