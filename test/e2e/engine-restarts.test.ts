/** Docker's daemon is ended and started again while its containers are recorded. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, it } from "node:test";
import { setTimeout } from "node:timers/promises";
import { openStore } from "../../src/store/index.js";
import { printedBy } from "./harness/command.js";
import { startCxray } from "./harness/cxray.js";
import { startOwnEngine, useEngine } from "./harness/engine.js";
import { live } from "./harness/live.js";
import { ONLY_OURS } from "./harness/pipeline.js";
import { temporaryFolder } from "./harness/temporary.js";

const IMAGE = "cxray-test/busybox";
const WORK = "trap exit TERM; while :; do cat /etc/group >/dev/null; usleep 50000; done";

/** Every container with its image, and how often it read while the recording went on. */
function recorded(db: string): Map<string, { image: string | undefined; reads: number }> {
  const store = openStore(db, "read");
  try {
    const events = [...store.events()].filter(
      ({ behaviour }) => behaviour.kind === "open" && behaviour.path === "/etc/group",
    );
    return new Map(
      store.containers().map(({ id, name, image }) => {
        const reads = events.filter(({ containerId }) => containerId === id).length;
        return [name, { image: image?.reference, reads }];
      }),
    );
  } finally {
    store.close();
  }
}

/** Waits until so many lives of containers are in the database, each with its image. */
async function described(db: string, lives: number): Promise<void> {
  const known = (): number => {
    const store = openStore(db, "read");
    try {
      return store.containers().filter(({ image }) => image !== null).length;
    } finally {
      store.close();
    }
  };
  for (const end = Date.now() + 20_000; known() < lives;) {
    assert.ok(Date.now() < end, `${known()} of ${lives} lives have an image after 20 s`);
    await setTimeout(50);
  }
}

describe("a Docker daemon that is restarted while recording goes on", live, () => {
  useEngine();

  it("keeps recording the containers that live on, and finds those to come", async () => {
    const { env, restart } = await startOwnEngine(IMAGE, "--live-restore");
    const docker = async (...args: string[]) => await printedBy("docker", args, { env });
    const db = join(temporaryFolder(), "cxray.db");
    const recorder = await startCxray(["record", "--db", db, ...ONLY_OURS], { env });
    await docker("run", "-d", "--name", "kept", IMAGE, "sh", "-c", WORK);
    await described(db, 1);
    await restart("KILL");
    await docker("run", "-d", "--name", "between", IMAGE, "sh", "-c", WORK);
    await docker("restart", "-t", "0", "kept"); // another life of the same container
    await described(db, 3);
    await restart("TERM");
    await docker("run", "--rm", "--name", "after", IMAGE, "cat", "/etc/group");
    await docker("kill", "kept", "between");
    const { status, stderr } = await recorder.stop();
    assert.equal(status, 0, stderr);
    assert.match(stderr, /recorded 4 containers .* 0 lost$/mu);
    const containers = recorded(db);
    assert.deepEqual([...containers.keys()].sort(), ["after", "between", "kept"]);
    for (const [name, { image, reads }] of containers) {
      assert.equal(image, IMAGE, name);
      assert.ok(reads > 0, name);
    }
  });

  it("without live-restore: what it starts by itself before it answers has its image", async () => {
    const { env, restart } = await startOwnEngine(IMAGE);
    const docker = async (...args: string[]) => await printedBy("docker", args, { env });
    const db = join(temporaryFolder(), "cxray.db");
    const recorder = await startCxray(["record", "--db", db, ...ONLY_OURS], { env });
    await docker("run", "-d", "--restart", "always", "--name", "always", IMAGE, "sh", "-c", WORK);
    await described(db, 1);
    await restart("TERM");
    await described(db, 2); // before it is removed, when the engine forgets it
    await docker("rm", "-f", "always");
    const { status, stderr } = await recorder.stop();
    assert.equal(status, 0, stderr);
    assert.match(stderr, /recorded 2 containers? .* 0 lost$/mu);
    assert.deepEqual(
      [...recorded(db).values()].map(({ image }) => image),
      [IMAGE],
    );
  });
});
