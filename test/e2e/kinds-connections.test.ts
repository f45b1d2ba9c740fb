/** What became of TCP connections, of which a call that does not wait for them can't tell. */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import { packageFile } from "../../src/files/package-root.js";
import { startCxray } from "./harness/cxray.js";
import { docker, engineEnvironment, useEngine } from "./harness/engine.js";
import { live } from "./harness/live.js";
import { baselineOf, ONLY_OURS } from "./harness/pipeline.js";
import { eventsOf } from "./harness/recorded.js";
import { temporaryFolder } from "./harness/temporary.js";

const EADDRNOTAVAIL = -99;
const ECONNREFUSED = -111;
const EINPROGRESS = -115;
const hasMultipath = (): boolean => existsSync("/proc/sys/net/mptcp/enabled");

describe("a program that does not wait for its connections", live, () => {
  useEngine();
  const db = join(temporaryFolder(), "cxray.db");

  before(async () => {
    const recorder = await startCxray(["record", "--db", db, ...ONLY_OURS], {
      env: engineEnvironment(),
    });
    const script = packageFile("test/e2e/workloads/connects.py");
    const container = await docker(
      ...["run", "--detach", "--sysctl", "net.ipv6.conf.all.disable_ipv6=0"],
      ...["-v", `${script}:/connects.py:ro`, "cxray-test/debian", "python3", "/connects.py"],
    );
    try {
      while (!(await docker("diff", container)).includes("/tmp/ready")) {
        // The program's own checks: each thing really happened.
        assert.equal(await docker("logs", container), "");
        assert.equal(await docker("inspect", "-f", "{{.State.Running}}", container), "true");
      }
    } finally {
      const { status, stderr } = await recorder.stop();
      await docker("rm", "--force", container);
      assert.equal(status, 0, stderr);
    }
  });

  const connects = () => eventsOf(db, "connect").map(({ behaviour }) => behaviour);
  const from = (port: number) =>
    eventsOf(db, "connect")
      .filter(({ localPort }) => localPort === port)
      .map(({ behaviour: { remote, ret } }) => [remote.address, remote.port, ret]);
  const to = (port: number) =>
    connects()
      .filter(({ remote }) => remote.port === port)
      .map(({ ret }) => ret);

  it("has each told once, with what became of it", () => {
    assert.deepEqual(from(6201), [["127.0.0.1", 8001, 0]]);
    assert.deepEqual(from(6202), [["127.0.0.1", 8002, ECONNREFUSED]]);
    assert.deepEqual(from(6205), [["::1", 8006, 0]]);
    assert.deepEqual(from(8007), [["127.0.0.1", 8007, 0]]); // to itself
  });

  it("has those under way that were given up, or had no answer when recording ended", () => {
    assert.deepEqual(from(6203), [["127.0.0.1", 8004, EINPROGRESS]]);
    assert.deepEqual(from(6204), [["127.0.0.1", 8004, EINPROGRESS]]);
  });

  it("has the error that only the call knew", () => {
    const found = from(6206).map(([, , ret]) => ret);
    assert.deepEqual(found, [0, EADDRNOTAVAIL]);
  });

  it("has those that begin with the first data, and one of several paths, told once each", () => {
    assert.deepEqual(to(8005), [0, 0]);
    assert.deepEqual(to(8008), hasMultipath() ? [0] : []);
  });

  it("has its requests of any method, and no other words taken for one", () => {
    const requests = eventsOf(db, "http-request").map(({ behaviour }) => behaviour);
    assert.deepEqual(
      requests.map(({ method, host, path }) => [method, host, path]),
      [
        ["PROPFIND", "dav.test", "/dav"],
        ["get", null, "/lower"],
        ["VERSION-CONTROL", "proxied.test", "/v"],
      ],
    );
  });

  it("has no connection under way in its baseline that was there or refused", async () => {
    const { destinations } = await baselineOf(db);
    const results = (port: number) => destinations.find((each) => each.port === port)?.results;
    assert.deepEqual(results(8001), ["EADDRNOTAVAIL", "connected"]);
    assert.deepEqual(results(8002), ["ECONNREFUSED"]);
    assert.deepEqual(results(8006), ["connected"]);
  });
});
