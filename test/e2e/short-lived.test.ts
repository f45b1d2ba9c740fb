/** Containers that live for milliseconds, one after the other and at once. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, it } from "node:test";
import { openStore } from "../../src/store/open.js";
import { startCxray } from "./harness/cxray.js";
import { docker, engineEnvironment, useEngine } from "./harness/engine.js";
import { live } from "./harness/live.js";
import { eventsOf } from "./harness/recorded.js";
import { temporaryFolder } from "./harness/temporary.js";

const MANY = 200;
const AT_ONCE = 20;

describe("containers that live for milliseconds", live, () => {
  useEngine();

  const record = async (run: () => Promise<void>): Promise<string> => {
    const db = join(temporaryFolder(), "cxray.db");
    const recorder = await startCxray(["record", "--db", db], { env: engineEnvironment() });
    await run();
    const { status, stderr } = await recorder.stop();
    assert.equal(status, 0, stderr); // 3 would mean that events were lost
    return db;
  };

  const containersIn = (db: string) => {
    const store = openStore(db, "read");
    try {
      return store.containers();
    } finally {
      store.close();
    }
  };

  it(`are all recorded with their image, ${String(MANY)} in a row`, async () => {
    const db = await record(async () => {
      for (let index = 0; index < MANY; index++) {
        await docker("run", "--rm", "--network", "none", "cxray-test/busybox", "true");
      }
    });
    const execs = eventsOf(db, "exec");
    assert.equal(execs.length, MANY);
    assert.deepEqual(
      new Set(execs.map(({ behaviour }) => behaviour.asked)),
      new Set(["/bin/true"]),
    );
    assert.equal(new Set(execs.map(({ containerId }) => containerId)).size, MANY);
    const references = containersIn(db).map(({ image }) => image?.reference ?? "unknown");
    assert.deepEqual(references, new Array(MANY).fill("cxray-test/busybox"));
  });

  it(`are told apart, ${String(AT_ONCE)} of three images at once`, async () => {
    const images = ["cxray-test/busybox", "cxray-test/debian", "cxray-test/nginx"] as const;
    // The argument says which image it was run in, independently of what cxray says.
    const db = await record(async () => {
      await Promise.all(
        Array.from({ length: AT_ONCE }, async (_, index) => {
          const image = images[index % images.length] ?? "";
          await docker("run", "--rm", "--network", "none", image, "echo", image);
        }),
      );
    });
    const imageOf = new Map(containersIn(db).map(({ id, image }) => [id, image?.reference]));
    const execs = eventsOf(db, "exec");
    assert.equal(execs.length, AT_ONCE);
    for (const { containerId, behaviour } of execs) {
      assert.equal(imageOf.get(containerId), behaviour.argv.at(-1));
    }
  });
});
