import assert from "node:assert/strict";
import { test } from "node:test";
import { ContainerLosses } from "../../src/record/container-losses.js";
import type { Decision, TrackedContainer } from "../../src/record/containers/tracker.js";
import { WIRE_KIND } from "../../src/record/kernel/wire-enums.js";
import { trackedContainer } from "./tracked-container.js";

const { EVENT_OPEN, EVENT_EXEC } = WIRE_KIND;

function tracked(cgroup: bigint, decision: Decision = "wanted"): TrackedContainer {
  return trackedContainer({ cgroup, id: `id-${String(cgroup)}`, decision });
}

/** The kernel's accounts, and the containers that are known. */
function setUp(...containers: TrackedContainer[]) {
  const accounts = new Map<bigint, number[]>();
  let charged = 0n;
  const lose = (cgroup: bigint, kind: number, count: number): void => {
    const lost = accounts.get(cgroup) ?? new Array<number>(23).fill(0);
    lost[kind] = (lost[kind] ?? 0) + count;
    accounts.set(cgroup, lost);
    charged += BigInt(count);
  };
  const losses = new ContainerLosses(
    {
      readCharged: () => charged,
      readAccounts: () => [...accounts].map(([cgroup, lost]) => [cgroup, [...lost]] as const),
      closeAccount: (cgroup) => {
        const lost = accounts.get(cgroup) ?? [];
        accounts.delete(cgroup);
        return lost;
      },
    },
    (cgroup) => containers.find((container) => container.cgroup === cgroup),
  );
  return { lose, losses };
}

const END = { isEnd: true };
const none = new Map<TrackedContainer, number>();

test("what a container lost is told with its id, whatever became of its account", () => {
  const { lose, losses } = setUp(tracked(1n), tracked(2n));
  assert.deepEqual(losses.list(none, END), []);
  lose(1n, EVENT_OPEN, 3);
  lose(2n, EVENT_EXEC, 1);
  const expected = [
    { what: "open", count: 3, containerId: "id-1" },
    { what: "exec", count: 1, containerId: "id-2" },
  ];
  assert.deepEqual(losses.list(none, END), expected);
  losses.close(1n);
  losses.close(1n);
  assert.deepEqual(losses.list(none, END), expected.toReversed());
  // a task that left the cgroup before it was removed
  lose(1n, EVENT_OPEN, 2);
  assert.deepEqual(losses.list(none, END)[1], { what: "open", count: 5, containerId: "id-1" });
});

test("what a container lost that is left out is no loss", () => {
  const { lose, losses } = setUp(tracked(1n, "unwanted"));
  lose(1n, EVENT_OPEN, 3);
  assert.deepEqual(losses.list(none, END), []);
});

test("what nobody has heard of may yet be heard of; at the end it is anybody's", () => {
  const { lose, losses } = setUp();
  lose(9n, EVENT_OPEN, 3);
  assert.deepEqual(losses.list(none, { isEnd: false }), []);
  assert.deepEqual(losses.list(none, END), [{ what: "open", count: 3 }]);
});

test("what could not be held back is its container's, and lives of one container are summed up", () => {
  const [first, second] = [tracked(1n), { ...tracked(2n), id: "id-1" }];
  const { lose, losses } = setUp(first, second);
  lose(1n, EVENT_OPEN, 1);
  lose(2n, EVENT_OPEN, 1);
  assert.deepEqual(losses.list(new Map([[second, 4]]), END), [
    { what: "open", count: 2, containerId: "id-1" },
    { what: "held-back", count: 4, containerId: "id-1" },
  ]);
});
