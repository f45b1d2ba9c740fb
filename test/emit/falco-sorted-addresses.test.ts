/** Connects that put the addresses of a name in order reach nobody, and what looks like them does. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { raisedRules } from "./falco-evaluator.js";
import type { FalcoEvent } from "./falco-evaluator.js";
import { connect, rulesFor } from "./falco-events.js";
import { destination, evidence } from "./sample-baseline.js";

test("to put addresses in order glibc connects UDP sockets to each, and is not reported", () => {
  const rules = rulesFor({
    destinations: [destination("tcp", "192.0.2.1", 443), destination("tcp", "127.0.0.1", 5432)],
    names: [
      { ...evidence, name: "a.example", aliases: [], addresses: ["192.0.2.1", "2001:db8::1"] },
    ],
  });
  const sort = (ip: string, port: number): string[] =>
    raisedRules(rules, connect({ "fd.sip": ip, "fd.sport": port, "fd.l4proto": "udp" }));
  assert.deepEqual(sort("192.0.2.1", 443), []);
  assert.deepEqual(sort("2001:db8::1", 443), []);
  assert.deepEqual(sort("::1", 5432), []);
  assert.deepEqual(sort("192.0.2.1", 53), ["Unexpected datagram"]);
  assert.deepEqual(sort("2001:db8::2", 443), ["Unexpected datagram"]);
});

test("a connect that is refused at once has no transport, and IPv4 on an IPv6 socket has none", () => {
  const rules = rulesFor({
    destinations: [destination("tcp", "10.0.0.1", 443), destination("udp", "10.0.0.53", 53)],
  });
  const none = (more: FalcoEvent): FalcoEvent => {
    const { "fd.l4proto": _transport, ...event } = connect(more);
    return event;
  };
  const refused = (address: string): string[] =>
    raisedRules(rules, none({ "evt.failed": true, "evt.arg.addr": address }));
  for (const address of ["10.0.0.1:443", "::ffff:10.0.0.1:443"]) {
    assert.deepEqual(refused(address), [], address);
  }
  assert.deepEqual(refused("::ffff:10.0.0.1:80"), ["Unexpected connection"]);
  const mapped = (ip: string, port: number): string[] =>
    raisedRules(rules, none({ "fd.typechar": "6", "fd.sip": ip, "fd.sport": port }));
  assert.deepEqual(mapped("10.0.0.1", 443), []);
  assert.deepEqual(mapped("10.0.0.53", 53), [], "a UDP socket of that kind looks the same");
  assert.deepEqual(mapped("10.0.0.53", 54), ["Unexpected connection"]);
});

test("a UDP socket that is connected to port 0, or in vain, reaches nobody", () => {
  const rules = rulesFor({ destinations: [] });
  // each connect gives the socket another name
  const changed = { "fd.name_changed": true };
  const udp = { "fd.l4proto": "udp", "fd.sip": "127.0.0.1", "fd.sport": 59781, ...changed };
  const to = (address: string, failed = false): string[] =>
    raisedRules(
      rules,
      connect({ ...udp, "evt.failed": failed, "fd.name": `127.0.0.1:59781->${address}` }),
    );
  assert.deepEqual(to("127.0.0.1:0"), [], "getaddrinfo of a name without a port");
  assert.deepEqual(to("2001:db8::1:53", true), []);
  assert.deepEqual(to("127.0.0.1:59781"), ["Unexpected datagram"]);
  assert.deepEqual(to("192.0.2.1:100"), ["Unexpected datagram"]);
});

test("connects by which Go and servers put addresses of the container in order reach nobody", () => {
  const listener = { ...evidence, transport: "tcp", address: "::", port: 5432 } as const;
  const rules = rulesFor({ destinations: [], listeners: [listener] });
  const udp = (ip: string, port: number): string[] =>
    raisedRules(rules, connect({ "fd.l4proto": "udp", "fd.sip": ip, "fd.sport": port }));
  // Falco takes the program's own port for the server's
  const named = (end: string): string[] =>
    raisedRules(rules, {
      ...connect({ "fd.l4proto": "udp", "fd.sip": "127.0.0.1", "fd.sport": 44_164 }),
      "fd.name_changed": true,
      "fd.name": `127.0.0.1:44164->${end}`,
    });
  assert.deepEqual(named("127.0.0.1:9"), []);
  assert.deepEqual(named("::1:9"), []);
  assert.deepEqual(named("192.0.2.1:9"), ["Unexpected datagram"]);
  assert.deepEqual(udp("0.0.0.0", 5432), []);
  assert.deepEqual(udp("192.0.2.1", 5432), ["Unexpected datagram"]);
  // Falco has no transport of IPv4 on an IPv6 socket
  const { "fd.l4proto": _transport, ...mapped } = connect({ "fd.sip": "127.0.0.1" });
  assert.deepEqual(raisedRules(rules, { ...mapped, "fd.sport": 5432 }), []);
  assert.deepEqual(raisedRules(rules, { ...mapped, "fd.sport": 5433 }), ["Unexpected connection"]);
});

test("connects by which getaddrinfo puts IPv6 addresses in order are not reported where there is no IPv6", () => {
  const rules = rulesFor({ destinations: [destination("tcp", "127.0.0.1", 7010)] });
  const none = (more: FalcoEvent): string[] => {
    const { "fd.l4proto": _transport, "fd.sip": _ip, "fd.sport": _port, ...event } = connect({});
    return raisedRules(rules, { ...event, ...more });
  };
  const failed = (address: string, res: string): string[] =>
    none({ "evt.failed": true, "evt.res": res, "evt.arg.addr": address });
  assert.deepEqual(failed("::1:7010", "EADDRNOTAVAIL"), []);
  assert.deepEqual(failed("2001:db8::1:443", "ENETUNREACH"), []);
  const disconnect = { "evt.failed": false, "evt.res": "SUCCESS", "fd.sport": 0 };
  assert.deepEqual(none({ ...disconnect, "fd.sip": "0.0.0.0" }), [], "AF_UNSPEC");

  const reported = ["Unexpected connection"];
  assert.deepEqual(failed("2001:db8::1:443", "ECONNREFUSED"), reported);
  assert.deepEqual(failed("192.0.2.1:443", "ENETUNREACH"), reported, "IPv4 is there");
  const after = { "fd.sip": "0.0.0.0", "fd.sport": 0, "evt.arg.addr": "192.0.2.1:443" };
  assert.deepEqual(none({ ...after, "evt.failed": true, "evt.res": "ECONNREFUSED" }), reported);
});
