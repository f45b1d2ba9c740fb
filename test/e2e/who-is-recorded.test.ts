/** What counts as a container's own behaviour, and which containers are recorded at all. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import type { Baseline } from "../../src/model/baseline/baseline.js";
import { openStore } from "../../src/store/open.js";
import { startCxray } from "./harness/cxray.js";
import { docker, engineEnvironment, useEngine } from "./harness/engine.js";
import { live } from "./harness/live.js";
import { baselineOf, ONLY_OURS } from "./harness/pipeline.js";
import { eventsOf } from "./harness/recorded.js";
import { temporaryFolder } from "./harness/temporary.js";
import { fetchPage } from "./harness/web.js";

const record = async (db: string, filter: readonly string[], run: () => Promise<void>) => {
  const recorder = await startCxray(["record", "--db", db, ...filter], {
    env: engineEnvironment(),
  });
  await run();
  const { status, stderr } = await recorder.stop();
  assert.equal(status, 0, stderr);
};

describe("what comes in through docker exec", live, () => {
  useEngine();
  const folder = temporaryFolder();
  const alone = join(folder, "alone.db");
  const visited = join(folder, "visited.db");
  /** In the background as well: what an exec session leaves behind is still no part of the image. */
  const VISIT = "id; cat /etc/hostname >/tmp/left; (curl -s http://127.0.0.1/ >/tmp/late) & wait";

  const serve = async (visit: boolean): Promise<void> => {
    const container = await docker("run", "-d", "cxray-test/nginx");
    const address = await docker(...["inspect", "-f", "{{.NetworkSettings.IPAddress}}", container]);
    await fetchPage(address, "/");
    if (visit) await docker("exec", container, "bash", "-c", VISIT);
    await fetchPage(address, "/");
    await docker("stop", container);
    await docker("rm", container);
  };

  before(async () => {
    await record(alone, ONLY_OURS, async () => serve(false));
    await record(visited, ONLY_OURS, async () => serve(true));
  });

  const entriesOf = (baseline: Baseline) => ({
    executables: baseline.executables.map(({ path, arguments: vectors }) => [path, vectors]),
    filesRead: baseline.filesRead.map(({ path, by }) => [path, by]),
    filesWritten: baseline.filesWritten.map(({ path, by }) => [path, by]),
    destinations: baseline.destinations.map(({ address, port }) => [address, port]),
    listeners: baseline.listeners.map(({ address, port }) => [address, port]),
  });

  it("is no behaviour of the image: the baseline is the one without the visit", async () => {
    const own = entriesOf(await baselineOf(alone));
    assert.deepEqual(
      own.executables.map(([path]) => path),
      ["/usr/sbin/nginx"],
    );
    assert.deepEqual(entriesOf(await baselineOf(visited)), own);
  });

  it("is recorded all the same, and counts with --include-sessions", async () => {
    const origins = new Set(eventsOf(visited, "exec").map(({ actor }) => actor.origin));
    assert.deepEqual([...origins].sort(), ["main", "session"]);
    const all = await baselineOf(visited, "--include-sessions");
    const programs = all.executables.map(({ path }) => path);
    for (const path of ["/usr/bin/bash", "/usr/bin/id", "/usr/bin/cat", "/usr/bin/curl"]) {
      assert.ok(programs.includes(path), path);
    }
    const written = all.filesWritten.map(({ path }) => path);
    assert.ok(written.includes("/tmp/left") && written.includes("/tmp/late"));
  });
});

describe("a filter", live, () => {
  useEngine();
  /** An argument is a word that is then searched for in all that was stored. */
  const run = async (image: string, name: string, word: string) => {
    await docker("run", "--rm", "--name", name, `cxray-test/${image}`, "echo", word);
  };
  const runThree = async () => {
    await Promise.all([
      run("busybox", "wanted-1", "word-of-wanted"),
      run("debian", "other-1", "word-of-other"),
      run("nginx", "other-2", "word-of-other"),
    ]);
  };
  const stored = (db: string): string => {
    const files = [db, `${db}-wal`].filter((file) => existsSync(file));
    return files.map((file) => readFileSync(file, "latin1")).join("");
  };

  for (const filter of [
    ["--image", "cxray-test/busybox"],
    ["--image", "cxray-test/b*:latest"],
    ["--container", "wanted-1"],
    ["--container", "wanted*", "--image", "cxray-test/*"],
  ]) {
    it(`${filter.join(" ")} stores nothing of other containers`, async () => {
      const db = join(temporaryFolder(), "cxray.db");
      await record(db, filter, runThree);
      const store = openStore(db, "read");
      const containers = store.containers().map(({ name, image }) => [name, image?.reference]);
      store.close();
      assert.deepEqual(containers, [["wanted-1", "cxray-test/busybox"]]);
      assert.match(stored(db), /word-of-wanted/u);
      assert.doesNotMatch(stored(db), /word-of-other/u);
    });
  }
});
