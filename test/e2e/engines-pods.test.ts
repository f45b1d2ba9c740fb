/** Pods of Podman without systemd: a cgroup for each, with those of its containers inside. */
import assert from "node:assert/strict";
import { existsSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import type { Container } from "../../src/model/recordings/recording.js";
import { findCgroup2 } from "../../src/record/containers/cgroup-tree.js";
import { openStore } from "../../src/store/open.js";
import { printedBy, runCommand } from "./harness/command.js";
import { startCxray } from "./harness/cxray.js";
import { docker, useEngine } from "./harness/engine.js";
import { enginesEnvironment, fillPodman, IMAGE, PODMAN } from "./harness/engines.js";
import { live } from "./harness/live.js";
import { eventsOf } from "./harness/recorded.js";
import { temporaryFolder } from "./harness/temporary.js";

const REFERENCE = `localhost/${IMAGE}:latest`;

describe("in a pod of Podman's", live, () => {
  useEngine();
  const folder = temporaryFolder();
  const db = join(folder, "cxray.db");
  const env = {
    ...enginesEnvironment(folder),
    CONTAINERS_CONF: join(folder, "containers.conf"),
  };
  const podman = async (...args: string[]): Promise<string> => {
    const [file = "", ...options] = PODMAN;
    return await printedBy(file, [...options, ...args], { env });
  };
  const pod = `pod-${String(process.pid)}`;
  let podId = "";

  const run = async (name: string, ...how: string[]): Promise<void> => {
    const script = `echo ${name} >/tmp/${name}; while sleep 0.1; do cat /tmp/${name}; done`;
    const options = ["--pod", pod, "--name", `${pod}-${name}`, "--network", "none", ...how];
    await podman(
      "run",
      ...options,
      REFERENCE,
      "sh",
      "-c",
      how.length > 0 ? script : `echo ${name}`,
    );
  };

  before(async () => {
    // Limits as elsewhere in these tests: a pod takes them from here.
    const limits = 'default_ulimits = ["nofile=1024:1024", "nproc=1000:1000"]';
    writeFileSync(env.CONTAINERS_CONF, `[containers]\n${limits}\n`);
    await docker("save", "-o", join(folder, "image.tar"), IMAGE);
    await fillPodman(folder);
    after(async () => {
      await runCommand("podman", ["pod", "rm", "--force", "--time", "0", pod], { env });
      // Beside cgroup v1 Podman leaves it in the tree of v2.
      const cgroup = join(findCgroup2() ?? "", "libpod_parent", podId);
      if (podId !== "" && existsSync(cgroup)) rmdirSync(cgroup);
    });
    const infra = ["--infra-image", REFERENCE, "--infra-command", "/bin/sleep 1000"];
    podId = await podman(
      "pod",
      "create",
      ...infra,
      "--network",
      "none",
      "--share",
      "ipc",
      "--name",
      pod,
    );
    await run("early", "--detach");
    const recorder = await startCxray(["record", "--db", db, "--container", `${pod}-*`], { env });
    await run("late", "--detach");
    await run("short");
    const { stderr } = await recorder.stop();
    assert.match(stderr, /recorded 3 containers/u);
  });

  const containers = (): Container[] => {
    const store = openStore(db, "read");
    const all = store.containers();
    store.close();
    return all;
  };

  it("each container is one of its own, of its image, and the pod is none", () => {
    const found = containers().map(({ name, engine, image, joinedLate }) => [
      ...[name.slice(pod.length + 1), engine, image?.reference, joinedLate],
    ]);
    assert.deepEqual(found.sort(), [
      ["early", "podman", REFERENCE, true],
      ["late", "podman", REFERENCE, false],
      ["short", "podman", REFERENCE, false],
    ]);
    assert.ok(containers().every(({ id }) => id !== podId));
  });

  it("what a container's own programs do is no session, and no other container's", () => {
    for (const { id, name } of containers().filter(({ joinedLate }) => !joinedLate)) {
      const execs = eventsOf(db, "exec").filter(({ containerId }) => containerId === id);
      assert.ok(execs.some(({ behaviour }) => behaviour.argv[0] === "sh"));
      for (const { actor, behaviour } of execs) {
        assert.equal(actor.origin, "main");
        assert.ok(!behaviour.argv.includes(name.endsWith("late") ? "/tmp/early" : "/tmp/late"));
      }
    }
  });
});
