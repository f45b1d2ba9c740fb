/**
 * A container that runs when recording begins, and whose image's name was given to another image
 * since: no one knows any longer what it is of, and it must not be taken for the other.
 */
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { openStore } from "../../src/store/open.js";
import { printedBy, runCommand } from "./harness/command.js";
import { startCxray } from "./harness/cxray.js";
import { docker, useEngine } from "./harness/engine.js";
import { enginesEnvironment, IMAGE, startContainerd } from "./harness/engines.js";
import { live } from "./harness/live.js";
import { temporaryFolder } from "./harness/temporary.js";

describe("a container of containerd's", live, () => {
  useEngine();
  const folder = temporaryFolder();
  const env = enginesEnvironment(folder);
  const db = join(folder, "cxray.db");
  const [early, late] = ["early", "late"].map((name) => `${name}-${String(process.pid)}`);
  const name = `docker.io/${IMAGE}:latest`;
  const ctr = (...args: string[]): Promise<string> => printedBy("ctr", args, { env });
  const run = async (id = ""): Promise<void> => {
    await ctr("run", "--detach", name, id, "sh", "-c", "while sleep 0.1; do :; done");
  };

  before(async () => {
    await docker("save", "-o", join(folder, "image.tar"), IMAGE);
    // Before containerd itself ends.
    after(async () => {
      for (const id of [early, late]) {
        await runCommand("ctr", ["task", "rm", "--force", id ?? ""], { env });
        await runCommand("ctr", ["container", "rm", id ?? ""], { env });
      }
    });
    await startContainerd(folder);
    await run(early);
    await docker("save", "-o", join(folder, "other.tar"), "cxray-test/debian");
    await ctr("images", "import", join(folder, "other.tar"));
    await ctr("images", "tag", "--force", "docker.io/cxray-test/debian:latest", name);
    await run(late);
    const recorder = await startCxray(["record", "--db", db], { env });
    await recorder.stop();
  });

  it("has no image where its name is another's now, and has one where it was made after that", () => {
    const store = openStore(db, "read");
    const containers = store.containers();
    store.close();
    const imageOf = (id = "") => containers.find((each) => each.name === id)?.image;
    assert.equal(imageOf(early), null);
    assert.equal(imageOf(late)?.reference, name);
  });
});
