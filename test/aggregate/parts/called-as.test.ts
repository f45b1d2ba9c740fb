/** Whom a container calls, by what stays the same from run to run. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Behaviour, Connect } from "../../../src/model/events/events.js";
import { baselineOfBehaviours, connect } from "../samples.js";

type Shown = readonly [address: string, port: number | undefined, addresses?: readonly string[]];

function called(...behaviours: readonly Behaviour[]): Shown[] {
  return baselineOfBehaviours(...behaviours).destinations.map(({ address, port, addresses }) =>
    addresses === undefined ? [address, port] : [address, port, addresses],
  );
}

function endsOf(...behaviours: readonly Behaviour[]): unknown[] {
  return baselineOfBehaviours(...behaviours).destinations.map(({ address, port, ephemeral }) => [
    address,
    port,
    ephemeral,
  ]);
}

function answer(name: string, ...addresses: string[]): Behaviour {
  const server = { address: "10.0.0.53", port: 53 };
  return { kind: "name-answer", name, type: 1, aliases: [], addresses, code: 0, server };
}

const to = (address: string, port: number): Connect =>
  connect(address, { remote: { address, port } });

test("a name that led to an address is the destination, also one without a dot", () => {
  assert.deepEqual(
    called(answer("web", "172.20.0.5", "172.20.0.6"), to("172.20.0.5", 80), to("172.20.0.6", 80)),
    [["web", 80, ["172.20.0.5", "172.20.0.6"]]],
  );
});

test("of several names it is the one that was asked for there", () => {
  const hello: Behaviour = {
    kind: "tls-hello",
    serverName: "b.example.org",
    remote: { address: "203.0.113.5", port: 443 },
  };
  assert.deepEqual(
    called(
      answer("a.example.org", "203.0.113.5"),
      answer("b.example.org", "203.0.113.5"),
      to("203.0.113.5", 443),
      hello,
    ),
    [["b.example.org", 443, ["203.0.113.5"]]],
  );
});

test("a resolver is known by answering, and the loopback stays as it is", () => {
  const query = (address: string): Behaviour => ({
    kind: "send",
    family: "ipv4",
    transport: "udp",
    local: { address: "0.0.0.0", port: 0 },
    remote: { address, port: 53 },
    ret: 30,
  });
  assert.deepEqual(called(answer("x.org"), query("10.0.0.53"), query("10.9.9.9")), [
    ["(resolver)", 53, ["10.0.0.53"]],
    ["10.9.9.9", 53],
  ]);
});

test("an address of the container's own network is another in each run", () => {
  const near = connect("172.18.0.1", {
    local: { address: "172.18.0.3" },
    remote: { address: "172.18.0.1", port: 8080 },
  });
  const far = connect("198.51.100.7", { local: { address: "172.18.0.3" } });
  assert.deepEqual(called(near, far), [
    ["(own network)", 8080, ["172.18.0.1"]],
    ["198.51.100.7", 443],
  ]);
});

test("a port that the kernel chose for a listener of the same run is that listener", () => {
  const listen: Behaviour = {
    kind: "listen",
    family: "ipv4",
    transport: "tcp",
    local: { address: "127.0.0.1", port: 40123 },
    ephemeral: true,
  };
  const calls = [to("127.0.0.1", 40123), to("127.0.0.1", 5432)];
  assert.deepEqual(endsOf(listen, ...calls), [
    ["127.0.0.1", undefined, true],
    ["127.0.0.1", 5432, undefined],
  ]);
});

test("a connect that sends nothing is told where nobody calls that port, by the name", () => {
  const udp = (port: number): Behaviour => ({
    ...to("172.20.0.5", port),
    transport: "udp",
  });
  assert.deepEqual(called(answer("web", "172.20.0.5"), to("172.20.0.5", 80), udp(80), udp(9)), [
    ["web", 80, ["172.20.0.5"]],
    ["web", 9, ["172.20.0.5"]],
  ]);
});

test("names of unix sockets vary as those of files do, abstract ones too", () => {
  const id = "0123456789abcdef0123456789abcdef";
  const listening = (address: string, path: string | null): Behaviour => ({
    kind: "listen-unix",
    address,
    path,
  });
  const { listeners, destinations } = baselineOfBehaviours(
    listening(`@app/${id}`, null),
    listening(`/run/app/${id}.sock`, `/run/app/${id}.sock`),
    { kind: "connect-unix", address: `@app/${id}`, path: null, ret: 0 },
    { kind: "connect-unix", address: `/run/app/${id}.sock`, path: `/run/app/${id}.sock`, ret: 0 },
  );
  for (const list of [listeners, destinations]) {
    assert.deepEqual(
      list.map(({ address, rule, stars }) => [address, rule, stars]),
      [
        ["/run/app/*.sock", "unique-name", ["[0-9a-f]{32}"]],
        ["@app/*", "unique-name", ["[0-9a-f]{32}"]],
      ],
    );
  }
});

test("names asked of DNS are patterns where they hold a container's id or a random label", () => {
  const { names } = baselineOfBehaviours(
    answer("1".repeat(12)),
    answer("0b9c1f0e-5a3b-4c2d-9e8f-7a6b5c4d3e2f.probe.example.org"),
    answer("www.example.org"),
  );
  assert.deepEqual(
    names.map(({ name, rule }) => [name, rule]),
    [
      ["*", "container-id"],
      ["*.probe.example.org", "unique-name"],
      ["www.example.org", undefined],
    ],
  );
});

test("a UDP socket of the container whose port the kernel chose is called without its port", () => {
  const local = { address: "127.0.0.1", port: 46_849 };
  const bound: Behaviour = {
    kind: "bind",
    family: "ipv4",
    transport: "udp",
    local,
    ephemeral: true,
    ret: 0,
  };
  const sent: Behaviour = {
    kind: "send",
    family: "ipv4",
    transport: "udp",
    local: { address: "127.0.0.1", port: 56_083 },
    remote: local,
    ret: 10,
  };
  for (const order of [
    [bound, sent],
    [sent, bound],
  ]) {
    assert.deepEqual(endsOf(...order), [["127.0.0.1", undefined, true]]);
  }
});
