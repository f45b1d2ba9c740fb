/** One socket call of each kind in a real container, and its event with every field right. */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import { packageFile } from "../../src/files/package-root.js";
import type { Endpoint } from "../../src/model/events/events.js";
import { useEngine } from "./harness/engine.js";
import { live } from "./harness/live.js";
import { recordRun } from "./harness/pipeline.js";
import { eventsOf } from "./harness/recorded.js";
import { temporaryFolder } from "./harness/temporary.js";

/** A listener of MPTCP, whose port was asked for. */
const MULTIPATH = {
  kind: "listen",
  family: "ipv4",
  transport: "tcp",
  local: { address: "127.0.0.1", port: 5012 },
} as const;
const hasMultipath = (): boolean => existsSync("/proc/sys/net/mptcp/enabled");

const end = ({ address, port }: Endpoint): string => `${address} ${String(port)}`;

describe("a program that uses sockets of all kinds", live, () => {
  useEngine();
  const db = join(temporaryFolder(), "cxray.db");
  let chosen: readonly [udp: number, tcp: number];
  let hasVsock = false;

  before(async () => {
    const script = packageFile("test/e2e/workloads/sockets.py");
    const { status, stdout, stderr } = await recordRun(
      db,
      ...["--sysctl", "net.ipv6.conf.all.disable_ipv6=0"],
      ...["-v", `${script}:/sockets.py:ro`, "cxray-test/debian", "python3", "/sockets.py"],
    );
    assert.equal(status, 0, stderr); // the program's own checks: each thing really happened
    const [, udp = "", tcp = ""] = /chosen (\d+) (\d+)/.exec(stdout) ?? [];
    chosen = [Number(udp), Number(tcp)];
    hasVsock = /^vsock$/m.test(stdout);
  });

  it("has its own UDP ports recorded, told apart by who chose them, and what was refused", () => {
    const all = eventsOf(db, "bind").map(({ behaviour }) => behaviour);
    const binds = all.filter(({ transport }) => transport !== "vsock");
    const udp = { kind: "bind", transport: "udp" };
    assert.deepEqual(binds, [
      { ...udp, family: "ipv4", local: { address: "127.0.0.1", port: 5001 }, ret: 0 },
      {
        ...udp,
        family: "ipv6",
        local: { address: "::1", port: chosen[0] },
        ephemeral: true,
        ret: 0,
      },
      { ...udp, family: "ipv4", local: { address: "127.0.0.1", port: 5001 }, ret: -98 },
      {
        kind: "bind",
        transport: "other",
        family: "ipv4",
        local: { address: "127.0.0.2", port: 0 },
        ret: 0,
      },
    ]);
  });

  it("has whom it asked and where it waited over vsock", () => {
    const isVsock = ({ transport }: { transport: string }): boolean => transport === "vsock";
    const binds = eventsOf(db, "bind").map(({ behaviour }) => behaviour);
    const connects = eventsOf(db, "connect").map(({ behaviour }) => behaviour);
    const found = [
      ...binds.filter(isVsock).map(({ local }) => ["waited", local]),
      ...connects.filter(isVsock).map(({ remote }) => ["asked", remote]),
    ];
    const wanted = [
      ["waited", { address: "any", port: 70_001 }],
      ["asked", { address: "2", port: 70_002 }],
    ];
    assert.deepEqual(found, hasVsock ? wanted : []);
  });

  it("has a listener whose port the kernel chose marked", () => {
    const listens = eventsOf(db, "listen").map(({ behaviour }) => behaviour);
    assert.deepEqual(listens, [
      {
        kind: "listen",
        family: "ipv4",
        transport: "tcp",
        local: { address: "0.0.0.0", port: chosen[1] },
        ephemeral: true,
      },
      ...(hasMultipath() ? [MULTIPATH] : []),
    ]);
  });

  const sends = () => eventsOf(db, "send").map(({ behaviour }) => behaviour);
  const sentTo = (wanted: string) => sends().filter(({ remote }) => end(remote) === wanted);

  it("has each destination of its datagrams recorded once, whatever call sent them", () => {
    for (const port of [5001, 5003, 5004, 5007, 5008, 5009, 5010, 5011, 5100, 5139]) {
      const found = sentTo(`127.0.0.1 ${String(port)}`);
      assert.equal(found.length, 1, String(port));
      const { family, transport, ret } = found[0] ?? {};
      assert.deepEqual([family, transport, ret], ["ipv4", "udp", 0], String(port));
    }
    const [v6] = sentTo("::1 5005");
    assert.deepEqual([v6?.family, v6?.transport, v6?.ret], ["ipv6", "udp", 0]);
    assert.equal(v6?.local.address, "::");
  });

  it("has every message of one call recorded", () => {
    const ports = sends().map(({ remote }) => remote.port);
    const many = ports.filter((port) => port >= 5100 && port < 5140);
    assert.deepEqual(
      many,
      Array.from({ length: 40 }, (_, index) => 5100 + index),
    );
  });

  it("has what could not be sent recorded with its error", () => {
    const failed = sends().filter(({ ret }) => ret < 0);
    assert.deepEqual(
      failed.map(({ remote, ret }) => [end(remote), ret]),
      [
        ["0.0.0.0 0", -89], // EDESTADDRREQ: it named nobody
        ["255.255.255.255 5006", -13],
      ],
    );
  });

  it("reached nobody by only connecting a UDP socket", () => {
    const connects = eventsOf(db, "connect").map(({ behaviour }) => behaviour);
    const silent = connects.filter(({ remote }) => remote.port === 5099);
    assert.deepEqual(
      silent.map(({ transport, ret }) => [transport, ret]),
      [["udp", 0]],
    );
    assert.deepEqual(sentTo("127.0.0.1 5099"), []);
  });

  it("has the address and the file of each unix socket that waits", () => {
    const found = eventsOf(db, "listen-unix").map(({ behaviour }) => [
      behaviour.address,
      behaviour.path,
    ]);
    assert.deepEqual(found, [
      ["link/stream", "/tmp/deep/er/stream"],
      ["@ab\0s\udcfft", null],
      ["er/datagrams", "/tmp/deep/er/datagrams"],
    ]);
  });

  it("has each unix socket it reached as it was asked for, and its file as the kernel knows it", () => {
    const found = eventsOf(db, "connect-unix")
      .map(({ behaviour }) => behaviour)
      .filter(({ address }) => !address.includes("nscd"))
      .map(({ address, path, ret }) => [address, path, ret]);
    assert.deepEqual(found, [
      ["deep/er/../er/stream", "/tmp/deep/er/stream", 0],
      ["@ab\0s\udcfft", null, 0],
      ["deep/nobody", null, -2],
      ["deep/er/datagrams", "/tmp/deep/er/datagrams", 0],
      ["deep/link/datagrams", null, 0],
      ["/nowhere", null, -2],
    ]);
  });

  it("has its unusual sockets recorded, also those that were refused", () => {
    const found = eventsOf(db, "socket").map(({ behaviour: { family, type, protocol, ret } }) => {
      return [family, type, protocol, ret];
    });
    assert.deepEqual(found.slice(0, 5), [
      [2, 3, 1, 0], // raw, ICMP
      [17, 3, 0x0300, 0], // packet, every protocol (ETH_P_ALL in network order)
      [16, 3, 0, 0], // netlink, the flag left out
      [40000, 1, 0, -97],
      [65535, 1, 0, -97], // 70001 would be taken for another
    ]);
    const [icmp] = sends().filter(({ transport }) => transport === "other");
    assert.deepEqual(icmp?.remote, { address: "127.0.0.1", port: 0 });
  });
});
