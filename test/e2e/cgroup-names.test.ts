/**
 * Containers are recognised by their cgroup's name, whatever engine made it. The
 * cgroups are made by hand, so that engines this machine lacks are covered too:
 * a process enters the cgroup, and then another root directory, as runtimes do.
 */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdirSync, rmdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { findCgroup2 } from "../../src/record/containers/cgroup-tree.js";
import { openStore } from "../../src/store/open.js";
import { runCommand } from "./harness/command.js";
import { startCxray } from "./harness/cxray.js";
import { copyBusybox, useEngine } from "./harness/engine.js";
import { live } from "./harness/live.js";
import { eventsOf } from "./harness/recorded.js";
import { temporaryFolder } from "./harness/temporary.js";

/** As Podman without systemd has them: each pod a cgroup, called by the pod's id. */
const [POD, POD_WITH_MONITOR] = [newId(), newId()];
/** Of a container, and of a cgroup in it that is called like another's. */
const [OUTER, INNER] = [newId(), newId()];

function newId(): string {
  return randomBytes(32).toString("hex");
}

interface Case {
  /** below the cgroup v2 root; `ID` stands for the container's id */
  readonly path: string;
  readonly engine: string;
}

const CASES: readonly Case[] = [
  { path: "docker/ID", engine: "docker" },
  { path: "system.slice/docker-ID.scope", engine: "docker" },
  { path: "kubepods-pod1.slice/cri-containerd-ID.scope", engine: "containerd" },
  { path: "kubepods-pod2.slice/crio-ID.scope", engine: "cri-o" },
  { path: "machine.slice/libpod-ID.scope/container", engine: "podman" },
  { path: "libpod_parent/libpod-ID", engine: "podman" },
  { path: "kubepods/besteffort/pod3/ID", engine: "unknown" },
  { path: `libpod_parent/${POD}/libpod-ID`, engine: "podman" },
  { path: `libpod_parent/${POD}/libpod-ID/container`, engine: "podman" },
];

/** What is no container: monitors, and ids that are too short. */
const OTHERS = [
  "machine.slice/libpod-conmon-ID.scope",
  "crio-conmon-ID.scope",
  "job/SHORT",
  `libpod_parent/${POD_WITH_MONITOR}/conmon`,
];

/** In a cgroup of its own ($4) that it makes itself and that is called like another container's. */
const DIGS_ITSELF_IN = `echo $$ >"$1/cgroup.procs" && mkdir "$4" && echo $$ >"$4/cgroup.procs" &&
  exec chroot "$2" /bin/echo "$3"`;

describe("a container", live, () => {
  useEngine();
  const made: string[] = [];
  const ids = new Map<string, string>();
  const db = join(temporaryFolder(), "cxray.db");
  const image = temporaryFolder();

  const enter = async (
    path: string,
    script = 'echo $$ >"$1/cgroup.procs" && exec chroot "$2" /bin/echo "$3"',
  ): Promise<void> => {
    const id = newId();
    ids.set(path, id);
    const root = findCgroup2() ?? "";
    let folder = join(root, "cxray-test");
    for (const part of ["", ...path.replace("ID", id).replace("SHORT", id.slice(1)).split("/")]) {
      folder = join(folder, part);
      mkdirSync(folder, { recursive: true });
      if (!made.includes(folder)) made.push(folder);
    }
    const inner = join(folder, INNER);
    if (script === DIGS_ITSELF_IN) made.push(inner);
    const args = ["-c", script, "sh", folder, image, path, inner];
    const { status, stderr } = await runCommand("sh", args);
    assert.equal(status, 0, stderr);
  };

  before(async () => {
    mkdirSync(join(image, "bin"));
    await copyBusybox(join(image, "bin/echo"));
    const recorder = await startCxray(["record", "--engine", "none", "--db", db]);
    for (const { path } of CASES) await enter(path);
    for (const path of OTHERS) await enter(path);
    await enter(`docker/${OUTER}`, DIGS_ITSELF_IN);
    // Made by the host, but of a container that has begun: its program could have asked for it.
    await enter(`docker/${OUTER}/ID`);
    await recorder.stop();
  });

  after(() => {
    for (const folder of made.reverse()) rmdirSync(folder);
  });

  for (const { path, engine } of CASES) {
    it(`is recognised at ${path}`, () => {
      const execs = eventsOf(db, "exec").filter(({ behaviour }) => behaviour.argv[1] === path);
      assert.deepEqual(
        execs.map(({ containerId }) => containerId),
        [ids.get(path)],
      );
      const store = openStore(db, "read");
      const container = store.containers().find(({ id }) => id === ids.get(path));
      store.close();
      assert.equal(container?.engine, engine);
      assert.equal(container.joinedLate, false);
      assert.equal(container.image, null); // kept, and marked as nobody's image
    });
  }

  it("stays itself, whatever is made in its cgroup by its own tasks or once it has begun", () => {
    const store = openStore(db, "read");
    const recorded = store.containers().map(({ id }) => id);
    store.close();
    assert.ok(recorded.includes(OUTER) && !recorded.includes(INNER));
    assert.ok(!recorded.includes(ids.get(`docker/${OUTER}/ID`) ?? ""));
    const inside = eventsOf(db, "exec").filter(({ containerId }) => containerId === OUTER);
    assert.deepEqual(
      inside.map(({ behaviour }) => behaviour.argv[1]),
      [`docker/${OUTER}`, `docker/${OUTER}/ID`],
    );
  });

  it("is no pod: it has no row, and its monitor's programs are not recorded", () => {
    const store = openStore(db, "read");
    const recorded = store.containers().map(({ id }) => id);
    store.close();
    assert.deepEqual(
      recorded.filter((id) => [POD, POD_WITH_MONITOR].includes(id)),
      [],
    );
  });

  it("is not what an engine's monitor, or any other cgroup, is", () => {
    const own = new Set(ids.keys());
    const recorded = eventsOf(db, "exec").map(({ behaviour }) => behaviour.argv[1] ?? "");
    assert.deepEqual(
      [...new Set(recorded)].filter((path) => own.has(path)).sort(),
      [...CASES.map(({ path }) => path), `docker/${OUTER}`, `docker/${OUTER}/ID`].sort(),
    );
  });
});
