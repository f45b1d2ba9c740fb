import assert from "node:assert/strict";
import { test } from "node:test";
import type { Behaviour, Bind, Listen } from "../../../src/model/events/events.js";
import { baselineOfBehaviours } from "../samples.js";

function bind(port: number, more: Partial<Bind> = {}): Bind {
  const local = { address: "0.0.0.0", port };
  return { kind: "bind", family: "ipv4", transport: "udp", local, ret: 0, ...more };
}

function listen(port: number, more: Partial<Listen> = {}): Listen {
  const local = { address: "::", port };
  return { kind: "listen", family: "ipv6", transport: "tcp", local, ...more };
}

function listed(...behaviours: readonly Behaviour[]) {
  return baselineOfBehaviours(...behaviours).listeners.map(
    ({ transport, address, port, ephemeral, path, count }) => [
      transport,
      address,
      port ?? ephemeral ?? path,
      count,
    ],
  );
}

test("a UDP server listens on its port, and a client on none", () => {
  assert.deepEqual(
    listed(
      bind(53),
      bind(40_000, { ephemeral: true }),
      bind(67, { ret: -13 }),
      bind(0, { transport: "other" }),
    ),
    [["udp", "0.0.0.0", 53, 1]],
  );
});

test("ports that the kernel chose are one entry without a port", () => {
  assert.deepEqual(
    listed(listen(34_567, { ephemeral: true }), listen(45_678, { ephemeral: true }), listen(80)),
    [
      ["tcp", "::", 80, 1],
      ["tcp", "::", true, 2],
    ],
  );
});

test("UDP ports that a program chose at random, as name servers do, are one entry without a port", () => {
  const random = Array.from({ length: 16 }, (_, index) => bind(33_000 + ((index * 7919) % 27_000)));
  assert.deepEqual(listed(...random, bind(53)), [
    ["udp", "0.0.0.0", 53, 1],
    ["udp", "0.0.0.0", true, 16],
  ]);
  assert.equal(listed(...random.slice(1)).length, 15, "too few to tell");
  const range = Array.from({ length: 40 }, (_, index) => bind(10_000 + 2 * index));
  assert.equal(listed(...range).length, 40, "a range that it was given");
});

test("unix sockets listen by their address, with their file where that differs", () => {
  assert.deepEqual(
    listed(
      { kind: "listen-unix", address: "app.sock", path: "/run/app.sock" },
      { kind: "listen-unix", address: "/run/b.sock", path: "/run/b.sock" },
      { kind: "listen-unix", address: "@abstract", path: null },
    ),
    [
      ["unix", "/run/b.sock", undefined, 1],
      ["unix", "@abstract", undefined, 1],
      ["unix", "app.sock", "/run/app.sock", 1],
    ],
  );
});
