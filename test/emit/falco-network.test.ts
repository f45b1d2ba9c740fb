/** Connections and datagrams: whom an image may call, or send to. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { raisedRules } from "./falco-evaluator.js";
import type { FalcoEvent } from "./falco-evaluator.js";
import { call, connect, datagram, rulesFor } from "./falco-events.js";
import { destination, listener } from "./sample-baseline.js";

test("address and port are allowed together, not each with every other", () => {
  const rules = rulesFor({
    destinations: [
      destination("tcp", "10.0.0.1", 443),
      destination("tcp", "10.0.0.2", 80),
      destination("tcp", "2001:db8::1", 443),
    ],
  });
  const raised = (ip: string, port: number): string[] =>
    raisedRules(rules, connect({ "fd.sip": ip, "fd.sport": port }));
  assert.deepEqual(raised("10.0.0.1", 443), []);
  assert.deepEqual(raised("10.0.0.2", 80), []);
  assert.deepEqual(raised("2001:db8::1", 443), []);
  assert.deepEqual(raised("10.0.0.1", 80), ["Unexpected connection"]);
  assert.deepEqual(raised("2001:db8::1", 80), ["Unexpected connection"]);
});

test("a UDP socket that is connected is reported: what is written to it is no event", () => {
  const to = (ip: string, port: number): FalcoEvent =>
    connect({ "fd.sip": ip, "fd.sport": port, "fd.l4proto": "udp" });
  const seen = { ...destination("udp", "192.0.2.1", 80), results: ["connected"] };
  const rules = rulesFor({ destinations: [seen, destination("udp", "10.0.0.53", 53)] });
  assert.deepEqual(raisedRules(rules, to("8.8.8.8", 53)), ["Unexpected datagram"]);
  assert.deepEqual(raisedRules(rules, to("8.8.8.8", 0)), [], "nothing can be sent to port 0");
  for (const [ip, port] of [
    ["192.0.2.1", 80],
    ["10.0.0.53", 53],
  ] as const) {
    assert.deepEqual(raisedRules(rules, to(ip, port)), []);
  }
  assert.deepEqual(raisedRules(rules, datagram("192.0.2.1", 80)), ["Unexpected datagram"]);
});

test("a service on a user's network may have any address of it, where the engine's DNS told it", () => {
  const web = { ...destination("tcp", "172.18.0.3", 80), names: ["web"] };
  const outside = { ...destination("tcp", "198.51.100.1", 443), names: ["api.example.org"] };
  const resolver = destination("udp", "127.0.0.11", 53);
  const rules = rulesFor({ destinations: [web, outside, resolver] });
  const to = (ip: string, port: number, more: FalcoEvent = {}): string[] =>
    raisedRules(rules, connect({ "fd.sip": ip, "fd.sport": port, ...more }));
  assert.deepEqual(to("172.18.7.9", 80), []);
  assert.deepEqual(to("172.18.7.9", 80, { "fd.l4proto": "udp" }), [], "addresses put in order");
  assert.deepEqual(to("172.18.7.9", 81), ["Unexpected connection"]);
  assert.deepEqual(to("172.19.0.3", 80), ["Unexpected connection"]);
  assert.deepEqual(to("198.51.100.2", 443), ["Unexpected connection"]);
  const refused = (addr: string): string[] =>
    raisedRules(rules, connect({ "evt.failed": true, "evt.arg.addr": addr }));
  assert.deepEqual(refused("172.18.7.9:80"), []);
  assert.deepEqual(refused("::ffff:172.18.7.9:80"), []);
  assert.deepEqual(refused("172.19.7.9:80"), ["Unexpected connection"]);
  const alone = rulesFor({ destinations: [web] });
  const other = connect({ "fd.sip": "172.18.7.9", "fd.sport": 80 });
  assert.deepEqual(raisedRules(alone, other), ["Unexpected connection"], "no such resolver");
  assert.match(rules, /# +called: 172\.18\.0\.3 port 80: the engine's own DNS/);
});

test("each destination of datagrams is reported once, not each datagram", () => {
  const again = { "fd.name_changed": false };
  assert.deepEqual(raisedRules(rulesFor(), datagram("8.8.8.8", 53)), ["Unexpected datagram"]);
  assert.deepEqual(raisedRules(rulesFor(), datagram("8.8.8.8", 53, again)), []);
});

test("what a TCP server sends is no datagram, though Falco missed its socket and takes it for one", () => {
  const rules = rulesFor({ listeners: [listener(8080), listener(5353, "udp")] });
  const sent = (more: FalcoEvent): string[] =>
    raisedRules(rules, datagram("10.9.9.9", 40000, more));
  assert.deepEqual(sent({ "fd.cport": 8080 }), []);
  assert.deepEqual(sent({ "fd.cport": 8081 }), ["Unexpected datagram"]);
  assert.deepEqual(raisedRules(rules, datagram("10.9.9.9", 8080)), ["Unexpected datagram"]);
  const bound = { "fd.typechar": "4", "fd.l4proto": "udp", "fd.sport": 8080 };
  assert.deepEqual(raisedRules(rules, call("bind", {}, bound)), ["Unexpected listener"]);
});

test("data that goes with a TCP connect is judged by where it goes, once", () => {
  const rules = rulesFor({ destinations: [destination("tcp", "10.0.0.1", 443)] });
  const sent = (ip: string, port: number, more: FalcoEvent = {}): string[] =>
    raisedRules(rules, datagram(ip, port, { "fd.l4proto": "tcp", ...more }));
  for (const type of ["sendto", "sendmsg", "sendmmsg"]) {
    assert.deepEqual(sent("10.0.0.1", 443, { "evt.type": type }), []);
    assert.deepEqual(sent("8.8.8.8", 443, { "evt.type": type }), ["Unexpected connection"]);
  }
  assert.deepEqual(sent("8.8.8.8", 443, { "fd.name_changed": false }), []);
  assert.deepEqual(sent("8.8.8.8", 443, { "fd.l4proto": "raw" }), []);
  assert.deepEqual(sent("8.8.8.8", 443, { "evt.failed": true }), []);
});

test("an abstract socket is allowed by its name with whatever Falco shows behind it", () => {
  const rules = rulesFor({
    destinations: [destination("unix", "@app"), destination("unix", "@odd\u0001\udcff")],
  });
  const raised = (address: string): string[] =>
    raisedRules(rules, connect({ "fd.typechar": "u", "evt.arg.addr": address }));
  assert.deepEqual(raised("app/var/run/stale"), []);
  assert.deepEqual(raised("odd\u0001\udcffstale"), []);
  assert.deepEqual(raised("other"), ["Unexpected unix socket"]);
});

test("a connect that fails is judged by the address that was asked for", () => {
  const rules = rulesFor({
    destinations: [destination("tcp", "10.0.0.1", 443), destination("tcp", "2001:db8::1", 80)],
  });
  const raised = (address: string): string[] =>
    raisedRules(rules, connect({ "evt.failed": true, "evt.arg.addr": address }));
  assert.deepEqual(raised("10.0.0.1:443"), []);
  assert.deepEqual(raised("2001:db8::1:80"), []);
  assert.deepEqual(raised("[2001:db8::1]:80"), []);
  assert.deepEqual(raised("10.0.0.1:4444"), ["Unexpected connection"]);
});

test("a unix socket is allowed by its address, an abstract one too", () => {
  const rules = rulesFor({
    destinations: [destination("unix", "/run/app.sock"), destination("unix", "@abstract")],
  });
  const raised = (address: string): string[] =>
    raisedRules(rules, connect({ "fd.typechar": "u", "evt.arg.addr": address }));
  assert.deepEqual(raised("/run/app.sock"), []);
  assert.deepEqual(raised("abstract"), []);
  assert.deepEqual(raised("/run/docker.sock"), ["Unexpected unix socket"]);
});

test("a datagram is judged by address and port, over a socket that is connected too", () => {
  const rules = rulesFor({ destinations: [destination("udp", "10.0.0.53", 53)] });
  for (const type of ["sendto", "sendmsg", "sendmmsg"]) {
    const sent = { "evt.type": type };
    assert.deepEqual(raisedRules(rules, datagram("10.0.0.53", 53, sent)), []);
    for (const [ip, port] of [
      ["10.0.0.53", 54],
      ["8.8.8.8", 53],
    ] as const) {
      assert.deepEqual(raisedRules(rules, datagram(ip, port, sent)), ["Unexpected datagram"]);
    }
  }
  assert.deepEqual(raisedRules(rules, datagram("8.8.8.8", 53, { "evt.failed": true })), []);
});

test("where datagrams may go, connections may not, and the other way round", () => {
  const udp = rulesFor({ destinations: [destination("udp", "10.0.0.1", 443)] });
  const tcp = rulesFor({ destinations: [destination("tcp", "10.0.0.1", 443)] });
  const connected = connect({ "fd.sip": "10.0.0.1", "fd.sport": 443 });
  assert.deepEqual(raisedRules(udp, connected), ["Unexpected connection"]);
  assert.deepEqual(raisedRules(tcp, datagram("10.0.0.1", 443)), ["Unexpected datagram"]);
});

test("what was called by a name of DNS may be called by it at another address, and is marked", () => {
  const entry = { ...destination("tcp", "10.0.0.1", 443), names: ["api.example.org", "db"] };
  const rules = rulesFor({ destinations: [entry] });
  const raised = (more: object): string[] =>
    raisedRules(rules, connect({ "fd.sip": "10.7.7.7", "fd.sport": 443, ...more }));
  assert.deepEqual(raised({ "fd.sip": "10.0.0.1" }), []);
  assert.deepEqual(raised({ "fd.sip.name": "api.example.org" }), []);
  assert.deepEqual(raised({ "fd.sip.name": "api.example.org", "fd.sport": 80 }), [
    "Unexpected connection",
  ]);
  assert.deepEqual(raised({ "fd.sip.name": "other.example.org" }), ["Unexpected connection"]);
  // a name without a dot means nothing to the host that Falco asks
  assert.deepEqual(raised({ "fd.sip.name": "db" }), ["Unexpected connection"]);
  assert.match(rules, /# +called: .*: allowed by the name api\.example\.org too/);
});

test("names that only look like names are left out", () => {
  const names = [
    'a.b") or evt.num>0',
    "-a.example",
    "a..b",
    "1.2.3.4",
    "x".repeat(64) + ".org",
    "",
  ];
  const entry = { ...destination("udp", "10.0.0.1", 53), names };
  assert.doesNotMatch(rulesFor({ destinations: [entry] }), /fd\.sip\.name/);
});
