import assert from "node:assert/strict";
import { test } from "node:test";
import { foldBaselines } from "../../../src/aggregate/fold.js";
import type { Baseline } from "../../../src/model/baseline/baseline.js";
import type {
  ConnectUnix,
  HttpRequest,
  NameAnswer,
  Send,
} from "../../../src/model/events/events.js";
import { baselineOfBehaviours, connect, container, fact, recording } from "../samples.js";

const LOCAL = { address: "172.17.0.2", port: 40_000 };
const SERVER = { address: "127.0.0.11", port: 53 };

function send(address: string, more: Partial<Send> = {}): Send {
  const remote = { address, port: 53 };
  return { kind: "send", family: "ipv4", transport: "udp", local: LOCAL, remote, ret: 0, ...more };
}

function answer(name: string, addresses: readonly string[], more: Partial<NameAnswer> = {}) {
  const shared = { kind: "name-answer", type: 1, aliases: [], code: 0, server: SERVER } as const;
  return { ...shared, name, addresses, ...more } as const;
}

function request(path: string, more: Partial<HttpRequest> = {}): HttpRequest {
  const remote = { address: "10.0.0.1", port: 80 };
  const kind = "http-request";
  return { kind, method: "GET", host: "web.test", path, remote, ...more };
}

function results({ destinations }: Baseline) {
  return destinations.map(({ transport, address, port, path, results: seen }) => [
    transport,
    address,
    port,
    path,
    seen,
  ]);
}

test("who was sent datagrams is a destination, with what became of them", () => {
  const baseline = baselineOfBehaviours(send("10.0.0.1"), send("10.0.0.1", { ret: -101 }));
  assert.deepEqual(results(baseline), [
    ["udp", "10.0.0.1", 53, undefined, ["ENETUNREACH", "sent"]],
  ]);
});

test("a UDP socket that was connected is a destination, but where addresses were put in order", () => {
  const to = (address: string, port: number) =>
    connect(address, { transport: "udp", remote: { address, port }, ret: 0 });
  const baseline = baselineOfBehaviours(
    to("192.0.2.1", 80), // to learn an address of its own
    to("192.0.2.1", 0),
    to("192.0.2.2", 443),
    connect("192.0.2.2", { remote: { address: "192.0.2.2", port: 443 } }),
    answer("a.example", ["192.0.2.3"]),
    to("192.0.2.3", 443),
    to("127.0.0.1", 443),
    send("192.0.2.4"),
    to("192.0.2.4", 53),
  );
  assert.deepEqual(
    results(baseline).filter(([transport]) => transport === "udp"),
    [
      ["udp", "192.0.2.1", 80, undefined, ["connected"]],
      ["udp", "192.0.2.4", 53, undefined, ["sent"]],
    ],
  );
});

test("answers of a UDP server are no destinations, however many clients ask", () => {
  const from = (port: number) => ({ local: { address: "172.17.0.2", port } });
  const to = (port: number) => ({ remote: { address: "10.0.0.7", port } });
  const bind = { kind: "bind", family: "ipv4", transport: "udp", ret: 0 } as const;
  const behaviours = [
    { ...bind, local: { address: "0.0.0.0", port: 53 } },
    { ...bind, local: { address: "0.0.0.0", port: 123 } },
    { ...bind, local: { address: "0.0.0.0", port: 45_000 }, ephemeral: true as const },
    { ...bind, local: { address: "0.0.0.0", port: 8125 }, ret: -98 },
    ...Array.from({ length: 51 }, (_, index) => send("", { ...from(53), ...to(40_000 + index) })),
    send("", { ...from(53), ...to(40_000), ret: -1 }),
    send("10.0.0.8", from(53)),
    send("10.0.0.8", { ...from(123), remote: { address: "10.0.0.8", port: 123 } }),
    send("", { ...from(45_000), ...to(8125) }),
    send("", { ...from(45_001), ...to(8125), ret: -111 }),
    send("", { ...from(8125), ...to(40_000) }),
  ];
  for (const order of [behaviours, [...behaviours].reverse()]) {
    const baseline = baselineOfBehaviours(...order);
    assert.deepEqual(results(baseline), [
      ["udp", "10.0.0.7", 8125, undefined, ["ECONNREFUSED", "sent"]],
      ["udp", "10.0.0.7", 40_000, undefined, ["sent"]],
      ["udp", "10.0.0.8", 53, undefined, ["sent"]],
      ["udp", "10.0.0.8", 123, undefined, ["sent"]],
    ]);
    assert.deepEqual(
      baseline.listeners.map(({ port }) => port),
      [53, 123],
    );
  }
});

test("a port that one run awaited datagrams on is a client's own in another", () => {
  const two = container({ id: "2".repeat(64) });
  const local = { address: "0.0.0.0", port: 5300 };
  const answering = send("", { local, remote: { address: "10.0.0.7", port: 40_000 } });
  const [baseline] = foldBaselines(
    [recording()],
    [container(), two],
    [
      fact({ kind: "bind", family: "ipv4", transport: "udp", local, ret: 0 }),
      fact(answering),
      fact(answering, { containerId: two.id, count: 3 }),
    ],
  );
  assert.deepEqual(
    baseline?.destinations.map(({ port, count, runs }) => [port, count, runs]),
    [[40_000, 3, "2"]],
  );
});

test("a unix socket is known by the name that was asked for, and by its file", () => {
  const baseline = baselineOfBehaviours(
    { kind: "connect-unix", address: "run.sock", path: "/app/run.sock", ret: 0 },
    { kind: "connect-unix", address: "/run/a.sock", path: "/run/a.sock", ret: 0 },
    { kind: "connect-unix", address: "@abstract", path: null, ret: -111 },
  );
  assert.deepEqual(results(baseline), [
    ["unix", "/run/a.sock", undefined, undefined, ["connected"]],
    ["unix", "@abstract", undefined, undefined, ["ECONNREFUSED"]],
    ["unix", "run.sock", undefined, "/app/run.sock", ["connected"]],
  ]);
});

test("a unix socket of a database that knows no files is known by its name", () => {
  const old = { kind: "connect-unix", address: "/run/a.sock", ret: 0 } as ConnectUnix;
  const [destination] = baselineOfBehaviours(old).destinations;
  assert.equal(destination?.address, "/run/a.sock");
  assert.ok(!("path" in destination));
});

test("a destination has the names whose answers held its address, whenever they came", () => {
  const behaviours = [
    connect("10.0.0.1"),
    answer("web.test", ["10.0.0.1", "10.0.0.2"], { aliases: ["lb.test"] }),
    answer("www.test", ["10.0.0.1"]),
    answer("other.test", ["10.0.0.3"]),
    answer("gone.test", [], { code: 3 }),
  ];
  for (const order of [behaviours, [...behaviours].reverse()]) {
    const { destinations, names } = baselineOfBehaviours(...order);
    assert.deepEqual(
      destinations.map((entry) => entry.names),
      [["web.test", "www.test"]],
    );
    assert.deepEqual(
      names.map(({ name, aliases, addresses }) => [name, aliases, addresses]),
      [
        ["gone.test", [], []],
        ["other.test", [], ["10.0.0.3"]],
        ["web.test", ["lb.test"], ["10.0.0.1", "10.0.0.2"]],
        ["www.test", [], ["10.0.0.1"]],
      ],
    );
  }
});

test("what one container was told names no address that only another one called", () => {
  const two = container({ id: "2".repeat(64) });
  const facts = [
    fact(connect("10.0.0.1")),
    fact(answer("elsewhere.test", ["10.0.0.1"]), { containerId: two.id }),
  ];
  const [baseline] = foldBaselines([recording()], [container(), two], facts);
  assert.equal(baseline?.destinations[0]?.names, undefined);
  assert.equal(baseline?.names.length, 1);
});

test("greetings and requests belong to the address and port that they were sent to", () => {
  const remote = { address: "10.0.0.1", port: 443 };
  const { destinations } = baselineOfBehaviours(
    connect("10.0.0.1"),
    connect("10.0.0.1", { remote: { address: "10.0.0.1", port: 80 } }),
    { kind: "tls-hello", serverName: "web.test", remote },
    { kind: "tls-hello", serverName: null, remote },
    request("/b"),
    request("/a", { method: "POST" }),
    request("/a"),
    request("/a", { host: null }),
  );
  assert.deepEqual(
    destinations.map(({ port, serverNames, requests, count }) => [
      port,
      serverNames,
      requests?.map(({ method, host, path }) => [host, path, method]),
      count,
    ]),
    [
      [
        80,
        undefined,
        [
          ["", "/a", "GET"],
          ["web.test", "/a", "GET"],
          ["web.test", "/a", "POST"],
          ["web.test", "/b", "GET"],
        ],
        1,
      ],
      [443, ["web.test"], undefined, 1],
    ],
  );
});

test("what was sent over a connection that nobody saw begin is a destination all the same", () => {
  const baseline = baselineOfBehaviours(request("/"));
  assert.deepEqual(results(baseline), [["tcp", "10.0.0.1", 80, undefined, ["sent"]]]);
  assert.equal(baseline.destinations[0]?.requests?.length, 1);
});
