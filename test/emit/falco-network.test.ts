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

test("a listener is judged by its port, and one without a known port is reported", () => {
  const rules = rulesFor();
  const listen = { ...CONTAINER, "evt.type": "listen", "fd.typechar": "4" };
  assert.deepEqual(raisedRules(rules, { ...listen, "fd.sport": 80 }), []);
  assert.deepEqual(raisedRules(rules, { ...listen, "fd.sport": 4444 }), ["Unexpected listener"]);
  assert.deepEqual(raisedRules(rules, listen), ["Unexpected listener"]);
  assert.deepEqual(raisedRules(rules, { ...listen, "fd.typechar": "u" }), []);
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
