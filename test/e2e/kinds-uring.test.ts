/** What is done through io_uring takes no system calls, and is recorded like what does. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import type { Event, Open } from "../../src/model/events/events.js";
import { packageFile } from "../../src/files/package-root.js";
import { openStore } from "../../src/store/open.js";
import { printedBy } from "./harness/command.js";
import { cxray } from "./harness/cxray.js";
import { engineEnvironment, useEngine } from "./harness/engine.js";
import { live } from "./harness/live.js";
import { ONLY_OURS } from "./harness/pipeline.js";
import { eventsOf } from "./harness/recorded.js";
import { temporaryFolder } from "./harness/temporary.js";

const ENOENT = -2;
const ECONNREFUSED = -111;
/** O_WRONLY | O_CREAT | O_TRUNC: how the program makes its files, with the system call */
const CREATED = 0o1101;
const FOLDER = /^\/(rings|dev\/shm)\//;

describe("a program that works through io_uring", live, () => {
  useEngine();
  const db = join(temporaryFolder(), "cxray.db");

  before(async () => {
    const program = join(temporaryFolder(), "program");
    const source = packageFile("test/e2e/workloads/rings.c");
    await printedBy("gcc", ["-static", "-o", program, source]);
    // Newer profiles of Docker refuse io_uring.
    const unconfined = ["--security-opt", "seccomp=unconfined"];
    const run = ["docker", "run", "--rm", ...unconfined, "-v", `${program}:/program`];
    const args = ["record", ...ONLY_OURS, "--db", db, "--"];
    const { status, stderr } = await cxray([...args, ...run, "cxray-test/busybox", "/program"], {
      env: engineEnvironment(),
    });
    assert.equal(status, 0, stderr); // the program's own checks: each thing really happened
  });

  /** What was opened through a ring, in order. */
  const opens = (): (Event & { readonly behaviour: Open })[] =>
    eventsOf(db, "open").filter(
      ({ behaviour }) => FOLDER.test(behaviour.name ?? "") && behaviour.flags !== CREATED,
    );

  it("has all its opens recorded, with results and resolved names", () => {
    const found = opens().map(({ behaviour: { asked, path, access, type } }) => {
      return [asked, path, access, type];
    });
    const file = (path: string): unknown[] => [path, path, "read", "file"];
    assert.deepEqual(found, [
      file("/rings/plain"),
      ["/rings/absent", null, "read", null],
      ["relative", "/rings/relative", "read", "file"], // to a descriptor
      file("/rings/worker"), // opened by a worker of the ring
      ["how", "/rings/how", "write", "file"], // openat2, relative to the working directory
      file("/dev/shm/first"),
      file("/dev/shm/second"),
      file("/dev/shm/first"), // closed, and its descriptor given away, before the ring answers
      file("/dev/shm/second"),
      file("/rings/direct"), // into the ring's own table of files
      file("/rings/plain"), // no answer asked for
      file("/rings/overflown"), // no room for the answer
      file("/rings/plain"),
      file("/rings/worker"),
      ["/rings/created", "/rings/created", "write", "file"], // where another request was
      file("/rings/polled"), // submitted by a thread of the kernel
    ]);
  });

  it("has a failed open recorded with its error", () => {
    const failed = opens().find(({ behaviour }) => behaviour.asked === "/rings/absent");
    assert.equal(failed?.behaviour.ret, ENOENT);
  });

  it("is named as the one who acts, also where its ring's threads act for it", () => {
    for (const { actor, containerId } of opens()) {
      assert.deepEqual(
        [actor.comm, actor.tid, actor.phase, actor.origin, actor.programs[0]],
        ["program", actor.pid, "workload", "main", "/program"],
      );
      assert.equal(containerId, opens()[0]?.containerId);
    }
  });

  it("has its connections recorded with their results, once each", () => {
    const found = eventsOf(db, "connect").map(({ behaviour: { remote, ret }, localPort }) => {
      return [localPort, remote.address, remote.port, ret];
    });
    assert.deepEqual(found, [
      [6101, "127.0.0.1", 7101, 0],
      [6102, "127.0.0.1", 7102, ECONNREFUSED],
      [6103, "127.0.0.1", 7101, 0], // by a worker of the ring
    ]);
  });

  it("has its connections to unix sockets recorded", () => {
    const found = eventsOf(db, "connect-unix").map(({ behaviour: { address, ret } }) => {
      return [address, ret];
    });
    assert.deepEqual(found, [
      ["/rings/socket", 0],
      ["/rings/no-socket", ENOENT],
    ]);
  });

  it("has its changes of files recorded, relative to any folder", () => {
    const [made, ...found] = eventsOf(db, "change").map(({ behaviour }) => {
      const { operation, from, to, text, mode, ret } = behaviour;
      return [operation, from.asked, from.path, to?.asked, to?.path, text ?? mode, ret];
    });
    assert.deepEqual(made?.slice(0, 2), ["mkdir", "/rings"]); // by the system call
    const none = [undefined, undefined];
    assert.deepEqual(found, [
      ["mkdir", "made", "/rings/made", ...none, 0o750, 0],
      ["rmdir", "/rings/made", "/rings/made", ...none, undefined, 0],
      ["rename", "/rings/old", "/rings/old", "new", "/rings/new", undefined, 0],
      ["link", "/rings/new", "/rings/new", "hard", "/rings/hard", undefined, 0],
      ["symlink", "soft", "/rings/soft", ...none, "says\n", 0],
      ["unlink", "soft", "/rings/soft", ...none, undefined, 0],
      ["unlink", "/rings/absent", "/rings/absent", ...none, undefined, ENOENT],
      ["unlink", "/rings/hard", "/rings/hard", ...none, undefined, 0],
    ]);
  });

  it("has the closing of what it wrote recorded, and no content that it wrote over", () => {
    const found = eventsOf(db, "written").filter(({ behaviour }) => {
      return behaviour.path === "/rings/written";
    });
    assert.deepEqual(
      found.map(({ behaviour }) => behaviour.content),
      ["unknown"],
    );
  });

  it("has what can't be looked at counted", () => {
    const store = openStore(db, "read");
    try {
      const [recording] = store.recordings();
      assert.deepEqual(recording?.blindSpots, [
        { code: "contents-not-seen", count: 1 }, // what the ring wrote
        // The send, the command, and the open whose answer was skipped: one program's.
        { code: "io-uring-operations", count: 1 },
      ]);
      assert.deepEqual(recording.losses, []);
    } finally {
      store.close();
    }
  });
});
