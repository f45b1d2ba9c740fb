import assert from "node:assert/strict";
import { test } from "node:test";
import { ENGINE_APIS, ENGINE_ROWS, engineTitles } from "../../../src/model/recordings/engines.js";
import { parseCgroupPath } from "../../../src/record/containers/cgroup-path.js";

const ID = "a".repeat(64);

test("a cgroup that is called as an engine's row says is that engine's", () => {
  for (const [engine, { scopes, cgroupFolder }] of ENGINE_ROWS) {
    for (const scope of scopes) {
      assert.deepEqual(parseCgroupPath(`/any/${scope}${ID}.scope`), { id: ID, engine });
    }
    if (cgroupFolder !== null) {
      assert.deepEqual(parseCgroupPath(`/${cgroupFolder}/${ID}`), { id: ID, engine });
    }
  }
});

test("no two engines claim the same cgroups, sockets or folders", () => {
  const claims = ENGINE_ROWS.flatMap(([, { scopes, cgroupFolder, states, namespaces, api }]) => [
    ...[...scopes, cgroupFolder ?? []].flat(),
    ...states.map((state) => `state ${state}`),
    ...namespaces,
    ...(api?.sockets ?? []),
  ]);
  assert.deepEqual([...new Set(claims)], claims);
});

test("whoever shares an environment variable is asked in the same way", () => {
  const variables = new Set(ENGINE_APIS.map(([, { variable }]) => variable));
  for (const variable of variables) {
    const sharing = ENGINE_APIS.filter(([, api]) => api.variable === variable);
    const ways = new Set(sharing.map(([, { mustAnswer }]) => mustAnswer));
    assert.equal(ways.size, 1, variable);
  }
});

test("the titles of engines make a sentence", () => {
  assert.equal(
    engineTitles(({ leavesFiles }) => leavesFiles),
    "Podman, CRI-O, runc and crun",
  );
});
