/** A SeccompProfile object of the Security Profiles Operator (v1), around a seccomp profile. */
import type { Baseline, SyscallsByAbi } from "../../model/baseline/baseline.js";
import { countRuns, uniteRuns } from "../../model/baseline/run-set.js";
import { sortedBy } from "../../model/order.js";
import { objectName } from "../image-names.js";
import type { SeccompProfile } from "../seccomp/profile.js";

/** The operator's own annotation: the number of recordings in which a call was seen. */
const COVERAGE = "spo.x-k8s.io/syscall-coverage";

export function operatorObject(baseline: Baseline, profile: SeccompProfile): object {
  const { image, runs, completeness } = baseline;
  return {
    apiVersion: "security-profiles-operator.x-k8s.io/v1",
    kind: "SeccompProfile",
    metadata: {
      name: objectName(image),
      annotations: {
        [COVERAGE]: JSON.stringify({
          version: "v1",
          total: runs.each.length,
          syscalls: coverageOf(baseline.syscalls.workload),
        }),
        "cxray/completeness": completeness.state,
      },
    },
    spec: {
      defaultAction: profile.defaultAction,
      architectures: profile.architectures,
      syscalls: profile.syscalls.map(({ names, action, errnoRet, args }) => ({
        action,
        names,
        ...(errnoRet === undefined ? {} : { errnoRet }),
        ...(args === undefined ? {} : { args }),
      })),
    },
  };
}

/** The number of runs in which each call was seen, in any ABI. */
function coverageOf(byAbi: SyscallsByAbi): Record<string, number> {
  const runs = new Map<string, string>();
  for (const { name, runs: seen } of Object.values(byAbi).flat()) {
    const known = runs.get(name);
    runs.set(name, known === undefined ? seen : uniteRuns(known, seen));
  }
  const sorted = sortedBy(runs, ([name]) => name);
  return Object.fromEntries(sorted.map(([name, seen]) => [name, countRuns(seen)]));
}
