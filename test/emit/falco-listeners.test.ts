/** Where an image may wait for connections and datagrams. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { raisedRules } from "./falco-evaluator.js";
import type { FalcoEvent } from "./falco-evaluator.js";
import { call, connect, CONTAINER, datagram, rulesFor } from "./falco-events.js";
import {
  destination,
  ephemeralListener,
  evidence,
  listener,
  unixListener,
} from "./sample-baseline.js";

test("ports that a program chose at random, and those of its own UDP sockets, may be others", () => {
  const udp = { transport: "udp", address: "0.0.0.0", ephemeral: true } as const;
  const { port: _port, ...loopback } = destination("udp", "127.0.0.1", 1);
  const own = { ...loopback, ephemeral: true } as const;
  const rules = rulesFor({ listeners: [{ ...evidence, ...udp }], destinations: [own] });
  const bound = (port: number): string[] =>
    raisedRules(rules, {
      ...connect({ "fd.l4proto": "udp", "fd.sip": "0.0.0.0", "fd.sport": port }),
      "evt.type": "bind",
    });
  assert.deepEqual(bound(59_771), []);
  assert.deepEqual(bound(67), ["Unexpected listener"]);
  const sent = (ip: string, port: number): string[] => raisedRules(rules, datagram(ip, port));
  assert.deepEqual(sent("127.0.0.1", 46_849), []);
  assert.deepEqual(sent("127.0.0.1", 53), ["Unexpected datagram"]);
  assert.deepEqual(sent("192.0.2.1", 46_849), ["Unexpected datagram"]);
});

test("where the kernel chose a port on the loopback, the loopback alone is allowed", () => {
  const rules = rulesFor({ listeners: [ephemeralListener("127.0.0.1")] });
  const listen = (name: string, more: FalcoEvent = {}): string[] =>
    raisedRules(rules, {
      ...CONTAINER,
      ...{ "evt.type": "listen", "fd.typechar": "4", "fd.name": name },
      ...more,
    });
  assert.deepEqual(listen("127.0.0.1:0"), []);
  for (const name of ["0.0.0.0:0", "172.17.0.2:0", ":::0", ""]) {
    assert.deepEqual(listen(name), ["Unexpected listener"], name);
  }
  assert.deepEqual(listen("0.0.0.0:40000", { "fd.sport": 40000 }), ["Unexpected listener"]);
});

test("a listener is judged by its port, and one without a known port is reported", () => {
  const rules = rulesFor();
  const listen = { ...CONTAINER, "evt.type": "listen", "fd.typechar": "4" };
  assert.deepEqual(raisedRules(rules, { ...listen, "fd.sport": 80 }), []);
  assert.deepEqual(raisedRules(rules, { ...listen, "fd.sport": 4444 }), ["Unexpected listener"]);
  assert.deepEqual(raisedRules(rules, listen), ["Unexpected listener"]);
  assert.deepEqual(raisedRules(rules, { ...listen, "fd.typechar": "u" }), []);
});

test("a UDP server may await datagrams on its port and answer anyone", () => {
  const rules = rulesFor({ listeners: [listener(53, "udp")] });
  const bind = (more: FalcoEvent): string[] =>
    raisedRules(rules, call("bind", {}, { "fd.typechar": "4", "fd.l4proto": "udp", ...more }));
  assert.deepEqual(bind({ "fd.sport": 53 }), []);
  assert.deepEqual(bind({}), [], "port 0 leaves the socket without a port");
  assert.deepEqual(bind({ "fd.sport": 5353 }), ["Unexpected listener"]);
  assert.deepEqual(raisedRules(rules, datagram("10.9.9.9", 40000, { "fd.cport": 53 })), []);
  const swapped = { "fd.cport": 40000 };
  assert.deepEqual(raisedRules(rules, datagram("172.17.0.2", 53, swapped)), []);
  const client = { "fd.cport": 41000 };
  assert.deepEqual(raisedRules(rules, datagram("10.9.9.9", 40000, client)), [
    "Unexpected datagram",
  ]);
});

test("ports of UDP and of TCP are allowed apart", () => {
  const listen = (port: number): object => ({ "evt.type": "listen", "fd.sport": port });
  const tcp = { ...CONTAINER, "fd.typechar": "4" };
  const rules = rulesFor({ listeners: [listener(53, "udp"), listener(80)] });
  assert.deepEqual(raisedRules(rules, { ...tcp, ...listen(53) }), ["Unexpected listener"]);
  const udp = { "fd.typechar": "4", "fd.l4proto": "udp" };
  const bound = call("bind", {}, { ...udp, "fd.sport": 80 });
  assert.deepEqual(raisedRules(rules, bound), ["Unexpected listener"]);
});

test("where the kernel chose a port all are allowed from which it chooses, and marked", () => {
  const rules = rulesFor({ listeners: [listener(80), ephemeralListener()] });
  const listen = { ...CONTAINER, "evt.type": "listen", "fd.typechar": "4" };
  for (const port of [80, 0, 32768, 60999]) {
    assert.deepEqual(raisedRules(rules, { ...listen, "fd.sport": port }), []);
  }
  assert.deepEqual(raisedRules(rules, listen), []);
  for (const port of [81, 32767, 61000]) {
    assert.deepEqual(raisedRules(rules, { ...listen, "fd.sport": port }), ["Unexpected listener"]);
  }
  assert.match(rules, /# +listened on: .*: the kernel chose the port/);
  assert.doesNotMatch(rulesFor(), /the kernel chose the port/);
});

test("a unix socket may be awaited at the addresses that were seen", () => {
  const rules = rulesFor({ listeners: [unixListener("/run/app.sock"), unixListener("@app")] });
  const bind = (address: string): string[] =>
    raisedRules(rules, call("bind", { addr: address }, { "fd.typechar": "u" }));
  assert.deepEqual(bind("/run/app.sock"), []);
  assert.deepEqual(bind("app"), []);
  assert.deepEqual(bind("/run/docker.sock"), ["Unexpected unix socket"]);
});
