import assert from "node:assert/strict";
import { test } from "node:test";
import type { Behaviour } from "../../../src/model/events/events.js";
import { bytesFromText } from "../../../src/model/text.js";
import { ABIS, decodeBehaviour } from "../../../src/record/decode/decode.js";
import {
  inRing,
  KIND,
  socketRecord,
  syscallRecord,
  type SocketFields,
} from "../kernel/c-layout.js";

const UNIX = 1;
const INET = 2;
const INET6 = 10;
const LOOPBACK6 = [...new Array<number>(15).fill(0), 1];
const UDP = { type: 2, protocol: 17 };

function decode(kind: number, fields: SocketFields): Behaviour | null {
  return decodeBehaviour(inRing(socketRecord(kind, fields)), ABIS["x64"] ?? []);
}

test("a connection over IPv4 has both ends, ports in the order people write them", () => {
  const fields = {
    family: INET,
    localPort: 40_000,
    remotePort: 443,
    localAddress: [172, 17, 0, 2],
    remoteAddress: [93, 184, 216, 34],
  };
  assert.deepEqual(decode(KIND.connect, fields), {
    kind: "connect",
    family: "ipv4",
    transport: "tcp",
    local: { address: "172.17.0.2" },
    remote: { address: "93.184.216.34", port: 443 },
    ret: 0,
  });
});

test("a connection over IPv6 that is still under way has its result", () => {
  const remoteAddress = [0x20, 0x01, 0x0d, 0xb8, ...new Array<number>(11).fill(0), 0x53];
  const fields = { family: INET6, ret: -115, remotePort: 53, remoteAddress };
  assert.deepEqual(decode(KIND.connect, { ...fields, localAddress: LOOPBACK6, localPort: 1 }), {
    kind: "connect",
    family: "ipv6",
    transport: "tcp",
    local: { address: "::1" },
    remote: { address: "2001:db8::53", port: 53 },
    ret: -115,
  });
});

test("an IPv6 socket that calls an IPv4 address counts as IPv4", () => {
  const mapped = [...new Array<number>(10).fill(0), 0xff, 0xff, 10, 0, 0, 1];
  const connect = decode(KIND.connect, { family: INET6, remotePort: 80, remoteAddress: mapped });
  assert.ok(connect?.kind === "connect");
  assert.equal(connect.family, "ipv4");
  assert.deepEqual(connect.remote, { address: "10.0.0.1", port: 80 });
});

test("a refused connection tells whom it called", () => {
  const remoteAddress = [127, 0, 0, 1];
  const connect = decode(KIND.connect, { family: INET, ret: -111, remotePort: 1, remoteAddress });
  assert.ok(connect?.kind === "connect");
  assert.equal(connect.ret, -111);
  assert.deepEqual(connect.remote, { address: "127.0.0.1", port: 1 });
});

test("a vsock has the number of a machine, and a port of 32 bits", () => {
  const end = (context: number, port: number): number[] => [
    ...new Uint8Array(Uint32Array.of(context, port).buffer),
  ];
  const VSOCK = 40;
  const asked = { family: VSOCK, protocol: 0, ret: -110, remoteAddress: end(2, 70_002) };
  assert.deepEqual(decode(KIND.connect, asked), {
    kind: "connect",
    family: "vsock",
    transport: "vsock",
    local: { address: "0" },
    remote: { address: "2", port: 70_002 },
    ret: -110,
  });
  const waits = { family: VSOCK, protocol: 0, localAddress: end(0xffff_ffff, 5) };
  assert.deepEqual(decode(KIND.bind, waits), {
    kind: "bind",
    family: "vsock",
    transport: "vsock",
    local: { address: "any", port: 5 },
    ret: 0,
  });
});

test("UDP, MPTCP and what is neither are told apart", () => {
  const transport = (fields: Partial<SocketFields>): string => {
    const connect = decode(KIND.connect, { family: INET, ...fields });
    assert.ok(connect?.kind === "connect");
    return connect.transport;
  };
  assert.equal(transport(UDP), "udp");
  assert.equal(transport({ protocol: 262 }), "tcp"); // MPTCP is TCP with more paths
  assert.equal(transport({ type: 3, protocol: 1 }), "other"); // a raw socket, ICMP
});

test("a unix socket's path ends at its NUL", () => {
  const address = "/run/docker.sock\0garbage";
  assert.deepEqual(decode(KIND.connect, { family: UNIX, ret: -2, address }), {
    kind: "connect-unix",
    address: "/run/docker.sock",
    path: null,
    ret: -2,
  });
});

test("an abstract unix name begins with @ and may hold any byte", () => {
  const name = Buffer.from([0x61, 0x00, 0xff, 0x0a]);
  const address = Buffer.concat([Buffer.of(0), name]);
  const connect = decode(KIND.connect, { family: UNIX, address });
  assert.ok(connect?.kind === "connect-unix");
  assert.equal(connect.address[0], "@");
  assert.deepEqual(Buffer.from(bytesFromText(connect.address.slice(1))), name);
});

test("a listener has the address it waits at, for every address too", () => {
  const any4 = decode(KIND.listen, { family: INET, localPort: 8080 });
  assert.deepEqual(any4, {
    kind: "listen",
    family: "ipv4",
    transport: "tcp",
    local: { address: "0.0.0.0", port: 8080 },
  });
  const any6 = decode(KIND.listen, { family: INET6, localPort: 80 });
  assert.ok(any6?.kind === "listen");
  assert.deepEqual([any6.family, any6.local], ["ipv6", { address: "::", port: 80 }]);
  const sctp = decode(KIND.listen, { family: INET, protocol: 132 });
  assert.ok(sctp?.kind === "listen");
  assert.equal(sctp.transport, "other");
});

test("a system call belongs to the ABI it was made through", () => {
  const abiOf = (abi: number, machine: string): string => {
    const call = decodeBehaviour(inRing(syscallRecord(59, { abi })), ABIS[machine] ?? []);
    assert.ok(call?.kind === "syscall");
    assert.equal(call.nr, 59);
    return call.abi;
  };
  assert.deepEqual(
    [0, 1, 2].map((abi) => abiOf(abi, "x64")),
    ["x86_64", "x86", "x32"],
  );
  assert.deepEqual(
    [0, 1].map((abi) => abiOf(abi, "arm64")),
    ["arm64", "arm"],
  );
});

test("a system call that a filter refused tells its answer", () => {
  const record = syscallRecord(101, { ret: -1, abi: 0 }, KIND.refused);
  assert.deepEqual(decodeBehaviour(inRing(record), ABIS["x64"] ?? []), {
    kind: "syscall-refused",
    abi: "x86_64",
    nr: 101,
    ret: -1,
  });
});
