import assert from "node:assert/strict";
import { test } from "node:test";
import type { Baseline } from "../../src/model/baseline/baseline.js";
import { foldBaselines } from "../../src/aggregate/fold.js";
import { container, exec, fact, image, recording } from "./samples.js";

const [ROOTS, USERS, OTHERS] = ["1", "2", "3"].map((digit) => digit.repeat(64));

/** Each container executes a program that is called like its owner; each has a recording. */
function baselines(
  owners: readonly (readonly [id: string | undefined, owner: number])[],
): Baseline[] {
  const containers = owners.map(([id, owner], index) =>
    container({
      id: id ?? "",
      owner,
      recordingId: index + 1,
      image: image({ reference: `name-of-${String(owner)}` }),
    }),
  );
  const facts = containers.map(({ id, owner, recordingId }) =>
    fact(exec(`/bin/of-${String(owner)}`), { containerId: id, recordingId }),
  );
  const recordings = containers.map(({ recordingId }) => recording({ id: recordingId }));
  return foldBaselines(recordings, containers, facts);
}

test("a user's containers teach nothing of an image that root runs", () => {
  const all = [
    [USERS, 1000],
    [ROOTS, 0],
    [OTHERS, 1001],
  ] as const;
  for (const owners of [all, all.toReversed()]) {
    const [baseline, ...others] = baselines(owners);
    assert.deepEqual(others, []);
    assert.deepEqual(
      baseline?.executables.map(({ path }) => path),
      ["/bin/of-0"],
    );
    assert.deepEqual(baseline.image.references, ["name-of-0"]);
    assert.deepEqual([baseline.runs.count, baseline.runs.recordings], [1, 1]);
    assert.equal(baseline.completeness.state, "complete"); // or a user could make it partial
  }
});

test("an image that only users run is learnt from them", () => {
  const [baseline] = baselines([
    [USERS, 1000],
    [OTHERS, 1001],
  ]);
  assert.deepEqual(
    baseline?.executables.map(({ path }) => path),
    ["/bin/of-1000", "/bin/of-1001"],
  );
});
