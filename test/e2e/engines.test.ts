/**
 * The same workload in the same file system, run by every engine that can be had: Docker, Podman,
 * containerd through ctr, and bundles that runc and crun run by hand.
 */
import assert from "node:assert/strict";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import type { Baseline } from "../../src/model/baseline/baseline.js";
import type { Container } from "../../src/model/recordings/recording.js";
import { openStore } from "../../src/store/open.js";
import { runCommand, startCommand, type Started } from "./harness/command.js";
import { cxray, startCxray } from "./harness/cxray.js";
import { useEngine } from "./harness/engine.js";
import { enginesEnvironment, startEngines, type TestEngine } from "./harness/engines.js";
import { live } from "./harness/live.js";
import { baselineOf } from "./harness/pipeline.js";
import { eventsOf } from "./harness/recorded.js";
import { temporaryFolder } from "./harness/temporary.js";

/** Reads, writes, changes, executes, listens, and connects to itself; httpd returns when it listens. */
const WORKLOAD = [
  "cat /etc/passwd >/tmp/copy; chmod 600 /tmp/copy; mv /tmp/copy /tmp/moved; mkdir /tmp/d",
  "cp /bin/busybox /tmp/d/id; /tmp/d/id id; ls /nowhere; /nothing",
  "httpd -p 127.0.0.1:8080 -h /etc",
  "printf 'GET /group HTTP/1.0\\r\\n\\r\\n' | nc 127.0.0.1 8080 >/tmp/page",
  "rm /tmp/moved; sleep 1", // the server has something to do yet
].join("\n");

describe("the same workload", live, () => {
  useEngine();
  const folder = temporaryFolder();
  const env = (): Record<string, string> => enginesEnvironment(folder);
  const database = ({ name }: TestEngine): string => join(folder, `${name.replace(" ", "-")}.db`);
  const nameIn = ({ engine }: TestEngine): string => `engines-${engine}-${String(process.pid)}`;
  let engines: TestEngine[] = [];

  before(async () => {
    engines = await startEngines(folder);
    for (const engine of engines) {
      const command = engine.run(nameIn(engine), WORKLOAD);
      const options = ["--db", database(engine), "--container", nameIn(engine)];
      const { status, stderr } = await cxray(["record", ...options, "--", ...command], {
        env: env(),
      });
      assert.equal(status, 0, `${engine.name}: ${stderr}`);
    }
  });

  const containerOf = (db: string): Container => {
    const store = openStore(db, "read");
    const [container, ...others] = store.containers();
    store.close();
    assert.ok(container !== undefined && others.length === 0);
    return container;
  };

  it("is attributed to its image, by every engine that has one to the same", () => {
    for (const engine of engines) {
      const { name, engine: recorded, image, runtime } = containerOf(database(engine));
      assert.deepEqual([name, recorded], [nameIn(engine), engine.engine]);
      assert.equal(image?.reference, engine.reference);
      assert.equal(runtime?.name, engine.engine === "crun" ? "crun" : "runc", engine.name);
    }
    const ids = engines.map((engine) => containerOf(database(engine)).image?.imageId ?? "");
    assert.equal(new Set(ids.filter((id) => id.startsWith("sha256:"))).size, 1);
    const bundles = ["runc", "crun"].map((runtime) => `bundle:${join(folder, runtime)}`);
    assert.deepEqual(ids.slice(3), bundles);
  });

  it("holds under Podman too, by its seccomp profile and by its settings", async () => {
    const podman = engines.find(({ engine }) => engine === "podman");
    assert.ok(podman !== undefined);
    const options = ["--db", database(podman), "--image", podman.reference];
    const command = podman.run(nameIn(podman), WORKLOAD);
    // The settings name the profile.
    const verified = await cxray(["verify", ...options, "-f", "container", "--", ...command], {
      env: env(),
    });
    assert.equal(verified.status, 0, verified.stdout + verified.stderr);
    assert.match(verified.stdout, /HELD[^]*tried on +podman, runc/u);
    const [other = "", ...rest] = podman.run(nameIn(podman), "echo b >/etc/b");
    const refused = await cxray(["verify", ...options, "-f", "container", "--", other, ...rest], {
      env: env(),
    });
    assert.equal(refused.status, 1, refused.stdout + refused.stderr);
    assert.match(refused.stdout, /! open to write \/etc\/b: EROFS/u);
  });

  it("gives the same baseline, apart from names and what the runtime did", async () => {
    const [first, ...others] = engines;
    assert.ok(first !== undefined);
    const expected = withoutNames(await baselineOf(database(first)));
    for (const engine of others) {
      assert.deepEqual(withoutNames(await baselineOf(database(engine))), expected, engine.name);
    }
  });
});

describe("what comes in later, by each engine's exec", live, () => {
  useEngine();
  const folder = temporaryFolder();
  const db = join(folder, "cxray.db");
  const UNTIL_VISITED = "until [ -e /tmp/end ]; do sleep 0.1; done";
  let engines: TestEngine[] = [];
  const nameIn = ({ engine }: TestEngine): string => `visited-${engine}-${String(process.pid)}`;

  /** Again and again until the container is up, but not when it is over. */
  const visit = async (
    engine: TestEngine,
    env: Record<string, string>,
    { child, output }: Started,
  ) => {
    const [file = "", ...args] = engine.visit(nameIn(engine), "cat /etc/group >/tmp/end");
    for (;;) {
      const { status, stderr } = await runCommand(file, args, { env });
      if (status === 0) return;
      assert.equal(child.exitCode, null, `${engine.name}: ${output.stderr}, ${stderr}`);
    }
  };

  before(async () => {
    engines = await startEngines(folder);
    const env = enginesEnvironment(folder);
    const recorder = await startCxray(["record", "--db", db, "--container", "visited-*"], { env });
    for (const engine of engines) {
      const [file = "", ...args] = engine.run(nameIn(engine), UNTIL_VISITED);
      const container = startCommand(file, args, { env });
      await visit(engine, env, container);
      await container.ended;
    }
    const { status, stderr } = await recorder.stop();
    assert.equal(status, 0, stderr);
  });

  it("is told apart from the container's own programs", () => {
    const store = openStore(db, "read");
    const containers = store.containers();
    store.close();
    const execs = eventsOf(db, "exec");
    for (const engine of engines) {
      const container = containers.find(({ name }) => name === nameIn(engine));
      const programs = (origin: string): string[] => [
        ...new Set(
          execs
            .filter((each) => each.containerId === container?.id && each.actor.origin === origin)
            .map(({ behaviour }) => behaviour.argv[0] ?? ""),
        ),
      ];
      assert.deepEqual(programs("main").sort(), ["sh", "sleep"], engine.name);
      assert.deepEqual(programs("session").sort(), ["cat", "sh"], engine.name);
    }
  });
});

/**
 * Left out: what the image is called, who ran it and when, how often the workload had to look
 * whether it listens, and the runtime's own calls. The client goes on while the server accepts its
 * connection, so what it does then is before the first answer in one run and after it in another.
 */
function withoutNames(baseline: Baseline): unknown {
  const { image: _image, runs: _runs, syscalls, ...rest } = baseline;
  const text = JSON.stringify({ ...rest, syscalls: syscalls.workload }, (key, value: unknown) =>
    ["firstSeen", "lastSeen", "count", "when"].includes(key) ? undefined : value,
  );
  return JSON.parse(text) as unknown;
}
