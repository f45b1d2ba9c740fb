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
import { findCgroup2 } from "../../src/record/containers/running.js";
import { openStore } from "../../src/store/open.js";
import { runCommand } from "./harness/command.js";
import { startCxray } from "./harness/cxray.js";
import { copyBusybox, useEngine } from "./harness/engine.js";
import { live } from "./harness/live.js";
import { eventsOf } from "./harness/recorded.js";
import { temporaryFolder } from "./harness/temporary.js";

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
];

/** What is no container: monitors, and ids that are too short. */
const OTHERS = ["machine.slice/libpod-conmon-ID.scope", "crio-conmon-ID.scope", "job/SHORT"];

describe("a container", live, () => {
  useEngine();
  const made: string[] = [];
  const ids = new Map<string, string>();
  const db = join(temporaryFolder(), "cxray.db");
  const image = temporaryFolder();

  const enter = async (path: string): Promise<void> => {
    const id = randomBytes(32).toString("hex");
    ids.set(path, id);
    const root = findCgroup2() ?? "";
    let folder = join(root, "cxray-test");
    for (const part of ["", ...path.replace("ID", id).replace("SHORT", id.slice(1)).split("/")]) {
      folder = join(folder, part);
      mkdirSync(folder, { recursive: true });
      if (!made.includes(folder)) made.push(folder);
    }
    const script = 'echo $$ >"$1/cgroup.procs" && exec chroot "$2" /bin/echo "$3"';
    const { status, stderr } = await runCommand("sh", ["-c", script, "sh", folder, image, path]);
    assert.equal(status, 0, stderr);
  };

  before(async () => {
    mkdirSync(join(image, "bin"));
    await copyBusybox(join(image, "bin/echo"));
    const recorder = await startCxray(["record", "--engine", "none", "--db", db]);
    for (const { path } of CASES) await enter(path);
    for (const path of OTHERS) await enter(path);
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

  it("is not what an engine's monitor, or any other cgroup, is", () => {
    const recorded = new Set(eventsOf(db, "exec").map(({ behaviour }) => behaviour.argv[1]));
    assert.deepEqual([...recorded].sort(), CASES.map(({ path }) => path).sort());
  });
});
