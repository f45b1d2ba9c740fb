import assert from "node:assert/strict";
import { test } from "node:test";
import { raisedRules } from "./falco-evaluator.js";
import { connect, CONTAINER, rulesFor } from "./falco-events.js";
import { destination } from "./sample-baseline.js";

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

test("a UDP socket that is connected is not reported: baselines don't hold those", () => {
  const call = connect({ "fd.sip": "8.8.8.8", "fd.sport": 53, "fd.l4proto": "udp" });
  assert.deepEqual(raisedRules(rulesFor(), call), []);
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
