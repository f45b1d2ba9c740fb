/** What a program does is recorded as the kernel did it, whatever the program says of it. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import { packageFile } from "../../src/files/package-root.js";
import { openStore } from "../../src/store/open.js";
import { printedBy } from "./harness/command.js";
import { useEngine } from "./harness/engine.js";
import { live } from "./harness/live.js";
import { baselineOf, recordRun } from "./harness/pipeline.js";
import { eventsOf } from "./harness/recorded.js";
import { temporaryFolder } from "./harness/temporary.js";

useEngine();

describe("a program that hides what it does", live, () => {
  const folder = temporaryFolder();
  const program = join(folder, "program");
  const db = join(folder, "cxray.db");

  before(async () => {
    const source = packageFile("test/e2e/workloads/evasions.c");
    await printedBy("gcc", ["-static", "-pthread", "-o", program, source]);
    const mount = ["-v", `${program}:/program`];
    const { status, stderr } = await recordRun(db, ...mount, "cxray-test/busybox", "/program");
    assert.equal(status, 0, stderr); // the program's own checks: each thing really happened
  });

  const connects = () => eventsOf(db, "connect").map(({ behaviour }) => behaviour);

  it("can't hide a connection by taking the address away while it waits", () => {
    const hidden = eventsOf(db, "connect").filter(({ localPort }) => localPort === 6001);
    assert.deepEqual(
      hidden.map(({ behaviour: { remote, ret } }) => [remote.address, remote.port, ret]),
      [["127.0.0.1", 7001, 0]],
    );
  });

  it("can't hide a connection by opening it with its first data", () => {
    assert.equal(connects().filter(({ remote }) => remote.port === 7002).length, 1);
  });

  it("can't hide what it writes and sends through io_submit", () => {
    const written = eventsOf(db, "written").map(({ behaviour }) => behaviour);
    const [file] = written.filter(({ path }) => path === "/tmp/by-aio");
    assert.equal(file?.content, "script");
    const sent = eventsOf(db, "send").filter(({ behaviour }) => behaviour.remote.port === 7003);
    assert.equal(sent.length, 1);
  });

  it("can't have a name allowed that means something else to its call", () => {
    const opens = eventsOf(db, "open").map(({ behaviour }) => behaviour);
    const [confined] = opens.filter(({ asked }) => asked === "/secret");
    assert.deepEqual([confined?.path, confined?.name], ["/tmp/root/secret", null]);
  });

  it("can't pass off another file as the one that it changes by taking the name away", () => {
    const changes = eventsOf(db, "change").map(({ behaviour }) => behaviour);
    const cuts = changes.filter(({ operation }) => operation === "truncate");
    assert.deepEqual(
      cuts.map(({ from }) => [from.path, from.storage]),
      [
        ["/tmp/cut", "upper"], // by a descriptor, to make it longer
        [null, "unknown"],
      ],
    );
  });

  it("can't send anything unseen by taking the socket away while it waits", async () => {
    const lost = join(folder, "lost.db");
    const mount = ["-v", `${program}:/program`];
    const command = [...mount, "cxray-test/busybox", "/program", "take-socket"];
    const { status, stderr } = await recordRun(lost, ...command);
    assert.equal(status, 123, stderr);
    const store = openStore(lost, "read");
    const [recording] = store.recordings();
    store.close();
    // of the container that did it, so that no other image is thought incomplete
    const [loss, ...others] = recording?.losses ?? [];
    assert.deepEqual([loss?.what, loss?.count, others], ["send", 1, []]);
    assert.match(loss?.containerId ?? "", /^[0-9a-f]{64}$/u);
  });

  it("can't have an open recorded that its own filter answered", () => {
    const names = eventsOf(db, "open").map(({ behaviour }) => behaviour.asked);
    assert.ok(!names.includes("/etc/shadow-pretended"), names.join(" "));
  });
});

describe("a container that leaves its file system", live, () => {
  it("makes its baseline partial: paths out there are none of its own", async () => {
    const db = join(temporaryFolder(), "cxray.db");
    const script = `nsenter -t ${String(process.pid)} -m cat /etc/hostname`;
    const rights = ["SYS_ADMIN", "SYS_PTRACE"].flatMap((each) => ["--cap-add", each]);
    const options = [...rights, "--security-opt", "seccomp=unconfined", "--pid=host"];
    const command = ["cxray-test/debian", "sh", "-c", script];
    const { status, stderr } = await recordRun(db, ...options, ...command);
    assert.equal(status, 0, stderr);
    const opens = eventsOf(db, "open").map(({ behaviour }) => behaviour);
    const outside = opens.filter(({ path }) => path?.endsWith("etc/hostname"));
    assert.deepEqual(
      outside.map(({ path, truncated }) => [path, truncated]),
      [["etc/hostname", true]],
    );
    const { completeness } = await baselineOf(db);
    assert.deepEqual(
      completeness.reasons.map(({ code }) => code),
      ["paths-truncated"],
    );
  });
});
