/** Containers that live for milliseconds, one after the other and at once. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { openStore } from "../../src/store/open.js";
import { startCxray } from "./harness/cxray.js";
import { docker, engineEnvironment, useEngine } from "./harness/engine.js";
import { live } from "./harness/live.js";
import { ONLY_OURS } from "./harness/pipeline.js";
import { eventsOf } from "./harness/recorded.js";
import { temporaryFolder } from "./harness/temporary.js";

const MANY = 200;
const AT_ONCE = 20;

describe("containers that live for milliseconds", live, () => {
  useEngine();

  const record = async (run: () => Promise<void>): Promise<string> => {
    const db = join(temporaryFolder(), "cxray.db");
    const recorder = await startCxray(["record", "--db", db, ...ONLY_OURS], {
      env: engineEnvironment(),
    });
    await run();
    const { status, stderr } = await recorder.stop();
    assert.equal(status, 0, stderr); // 3 would mean that events were lost
    return db;
  };

  /** Runs a container to its end; gives the id that docker gave it. */
  const runContainer = async (image: string, ...command: string[]): Promise<string> => {
    const idFile = join(temporaryFolder(), "id");
    await docker("run", "--rm", "--network", "none", "--cidfile", idFile, image, ...command);
    return readFileSync(idFile, "utf8");
  };

  /**
   * The recorded containers' images. One whose image the engine could not tell would be left out by
   * the filter, and missing here.
   */
  const imagesById = (db: string): Record<string, string | undefined> => {
    const store = openStore(db, "read");
    try {
      return Object.fromEntries(store.containers().map(({ id, image }) => [id, image?.reference]));
    } finally {
      store.close();
    }
  };

  it(`are all recorded with their image, ${String(MANY)} in a row`, async () => {
    const run: Record<string, string> = {};
    const db = await record(async () => {
      for (let index = 0; index < MANY; index++) {
        run[await runContainer("cxray-test/busybox", "true")] = "cxray-test/busybox";
      }
    });
    assert.equal(Object.keys(run).length, MANY);
    assert.deepEqual(imagesById(db), run);
    const execs = eventsOf(db, "exec");
    assert.deepEqual(execs.map(({ containerId }) => containerId).sort(), Object.keys(run).sort());
    assert.deepEqual(
      new Set(execs.map(({ behaviour }) => behaviour.asked)),
      new Set(["/bin/true"]),
    );
  });

  it(`are told apart, ${String(AT_ONCE)} of three images at once`, async () => {
    const images = ["cxray-test/busybox", "cxray-test/debian", "cxray-test/nginx"] as const;
    const run: Record<string, string> = {};
    // The argument says which image it was run in, independently of what cxray says.
    const db = await record(async () => {
      await Promise.all(
        Array.from({ length: AT_ONCE }, async (_, index) => {
          const image = images[index % images.length] ?? "";
          run[await runContainer(image, "echo", image)] = image;
        }),
      );
    });
    assert.deepEqual(imagesById(db), run);
    const execs = eventsOf(db, "exec");
    assert.equal(execs.length, AT_ONCE);
    for (const { containerId, behaviour } of execs) {
      assert.equal(run[containerId], behaviour.argv.at(-1));
    }
  });
});
