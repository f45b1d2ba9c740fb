/** A container as the tracker keeps it. */
import type { TrackedContainer } from "../../src/record/containers/tracker.js";

/** Docker's container 111…, which is wanted and not described; `own` is what differs. */
export function trackedContainer(own: Partial<TrackedContainer> = {}): TrackedContainer {
  return {
    cgroup: 1n,
    id: "1".repeat(64),
    owner: 0,
    joinedLate: false,
    startedAt: 0,
    namedEngine: "docker",
    givenName: "",
    servedAt: null,
    stoppedAt: null,
    description: null,
    decision: "wanted",
    storeId: null,
    ...own,
  };
}
