/** NetworkPolicy and CiliumNetworkPolicy: whom they allow to be called, and what they leave open. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "js-yaml";
import { cilium } from "../../src/emit/cilium/cilium.js";
import { renderBaseline } from "../../src/emit/emit.js";
import type { EmitOptions } from "../../src/emit/format.js";
import { placeOf } from "../../src/emit/network/addresses.js";
import { trafficOf } from "../../src/emit/network/traffic.js";
import { networkpolicy } from "../../src/emit/networkpolicy/networkpolicy.js";
import type { Baseline } from "../../src/model/baseline/baseline.js";
import { CxrayError } from "../../src/model/errors.js";
import {
  destination,
  ephemeralListener,
  HOSTILE_PATHS,
  listener,
  nameEntry,
  sampleBaseline,
  unixListener,
} from "./sample-baseline.js";

interface Policy {
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly spec: {
    readonly podSelector?: object;
    readonly endpointSelector?: object;
    readonly policyTypes?: readonly string[];
    readonly ingress: readonly object[];
    readonly egress: readonly object[];
  };
}

const NO_NETWORK: Partial<Baseline> = { destinations: [], listeners: [], names: [] };

function policyOf(
  format: typeof cilium,
  more: Partial<Baseline>,
  given: EmitOptions = {},
): Policy & { readonly text: string } {
  const baseline = sampleBaseline({ ...NO_NETWORK, ...more });
  const { text } = renderBaseline(format, baseline, given);
  return { ...(load(text) as Policy), text };
}

const tcp = (port: number) => ({ port, protocol: "TCP" });
const toPorts = (...ports: number[]) => [
  { ports: ports.map((port) => ({ port: String(port), protocol: "TCP" })) },
];
const DNS = { ports: ["UDP", "TCP"].map((protocol) => ({ port: 53, protocol })) };
const CILIUM_DNS = {
  toPorts: [{ ports: [{ port: "53", protocol: "ANY" }], rules: { dns: [{ matchPattern: "*" }] } }],
};

test("what did nothing in the network may do nothing in it", () => {
  const { spec } = policyOf(networkpolicy, {});
  assert.deepEqual(spec.policyTypes, ["Ingress", "Egress"]);
  assert.deepEqual([spec.ingress, spec.egress], [[], []]);
  // in Cilium an empty list says nothing, and an empty rule that there is none
  const other = policyOf(cilium, {}).spec;
  assert.deepEqual([other.ingress, other.egress], [[{}], [{}]]);
});

test("ports that others can reach are open, whoever calls", () => {
  const local = { ...listener(9000), address: "127.0.0.1" };
  const listeners = [listener(443), listener(80), local, ephemeralListener(), unixListener("/a")];
  assert.deepEqual(policyOf(networkpolicy, { listeners }).spec.ingress, [
    { ports: [tcp(80), tcp(443)] },
  ]);
  assert.deepEqual(policyOf(cilium, { listeners }).spec.ingress, [
    { fromEntities: ["all"], toPorts: toPorts(80, 443) },
  ]);
});

test("public addresses are named, and whoever may be a Pod is not", () => {
  const destinations = [
    destination("tcp", "203.0.113.5", 443),
    destination("tcp", "203.0.113.4", 443),
    destination("tcp", "2001:db8::1", 8443),
    destination("tcp", "10.0.0.7", 5432),
    destination("tcp", "127.0.0.1", 6379),
    destination("unix", "/run/x"),
  ];
  const { spec, text } = policyOf(networkpolicy, { destinations });
  const blocks = (...cidrs: string[]) => cidrs.map((cidr) => ({ ipBlock: { cidr } }));
  assert.deepEqual(spec.egress, [
    { ports: [tcp(5432)] },
    { to: blocks("203.0.113.4/32", "203.0.113.5/32"), ports: [tcp(443)] },
    { to: blocks("2001:db8::1/128"), ports: [tcp(8443)] },
  ]);
  assert.match(text, /^# {3}tcp 5432: 10\.0\.0\.7$/mu);
  assert.deepEqual(policyOf(cilium, { destinations }).spec.egress, [
    { toCIDR: ["10.0.0.7/32"], toPorts: toPorts(5432) },
    { toCIDR: ["203.0.113.4/32", "203.0.113.5/32"], toPorts: toPorts(443) },
    { toCIDR: ["2001:db8::1/128"], toPorts: toPorts(8443) },
    { toEntities: ["cluster"], toPorts: toPorts(5432) },
  ]);
});

test("names are in Cilium's policy, whose proxy has to read the answers of DNS", () => {
  const destinations = [
    destination("tcp", "api.Example.com", 443),
    { ...destination("tcp", "node-*.example.com", 443), rule: "varying-name" as const },
    destination("udp", "(resolver)", 53),
    destination("tcp", "db", 5432),
    destination("tcp", "cache.prod.svc.cluster.local", 6379),
    destination("tcp", "(own network)", 8080),
  ];
  const names = [nameEntry("api.example.com", ["203.0.113.5"])];
  assert.deepEqual(policyOf(cilium, { destinations, names }).spec.egress, [
    CILIUM_DNS,
    {
      toFQDNs: [{ matchName: "api.example.com" }, { matchPattern: "node-*.example.com" }],
      toPorts: toPorts(443),
    },
    { toEntities: ["cluster"], toPorts: toPorts(5432, 6379, 8080) },
  ]);
  const { spec, text } = policyOf(networkpolicy, { destinations, names });
  assert.deepEqual(spec.egress, [DNS, { ports: [443, 5432, 6379, 8080].map(tcp) }]);
  assert.match(text, /^# {3}tcp 443: api\.example\.com, node-\*\.example\.com$/mu);
});

test("names of containers' choice get into no policy, and their number is told", () => {
  const plain = /^[a-z0-9_-]+$/u;
  const hostile = HOSTILE_PATHS.filter((name) => !plain.test(name));
  const destinations = hostile.map((name) => destination("tcp", name, 443));
  const { left, called } = trafficOf(sampleBaseline({ ...NO_NETWORK, destinations }));
  assert.deepEqual([left, called], [hostile.length, []]);
  const { spec, text } = policyOf(cilium, { destinations });
  assert.deepEqual(spec.egress, [{}]);
  assert.match(text, new RegExp(`^# ${String(hostile.length)} destinations were left out`, "mu"));
  const pattern = { ...destination("tcp", "*) or (*", 443), rule: "varying-name" as const };
  assert.equal(trafficOf(sampleBaseline({ destinations: [pattern] })).left, 1);
});

test("no list of ports is longer than Cilium takes", () => {
  const destinations = Array.from({ length: 95 }, (_, at) =>
    destination("tcp", "203.0.113.5", 1000 + at),
  );
  const [rule] = policyOf(cilium, { destinations }).spec.egress as { toPorts: { ports: [] }[] }[];
  assert.deepEqual(
    rule?.toPorts.map(({ ports }) => ports.length),
    [40, 40, 15],
  );
});

test("a policy is for no Pod until its labels are given", () => {
  for (const format of [networkpolicy, cilium]) {
    const selector = (given: EmitOptions): object | undefined => {
      const { spec } = policyOf(format, {}, given);
      return spec.podSelector ?? spec.endpointSelector;
    };
    const placeholder = { matchLabels: { "cxray/replace-me": "with-labels-of-your-pods" } };
    assert.deepEqual(selector({}), placeholder);
    assert.match(policyOf(format, {}).text, /^# REPLACE the labels of the selector/mu);
    assert.equal(renderBaseline(format, sampleBaseline()).warnings.length, 1);
    const labels = { "pod-labels": "app=web,example.com/tier=front" };
    assert.deepEqual(selector(labels), {
      matchLabels: { app: "web", "example.com/tier": "front" },
    });
    assert.doesNotMatch(policyOf(format, {}, labels).text, /REPLACE/u);
    for (const wrong of ["", "app", "app=a b", "a=b=c", "=x", "app=web,", "A B=c", "app=\n"]) {
      assert.throws(
        () => selector({ "pod-labels": wrong }),
        (error: unknown) => error instanceof CxrayError && error.code === "bad-usage",
        wrong,
      );
    }
  }
});

test("the namespace is that of all Pods that were recorded", () => {
  const pod = (namespace: string) => ({ namespace, container: "web", owner: null });
  const namespace = (...names: string[]): string | undefined =>
    policyOf(networkpolicy, { kubernetes: names.map(pod) }).metadata.namespace;
  assert.equal(namespace("prod", "prod"), "prod");
  assert.equal(namespace("prod", "test"), undefined);
  assert.equal(namespace("a: b"), undefined);
  assert.equal(namespace(), undefined);
});

test("addresses are told apart by where they can lie", () => {
  const places = {
    public: ["8.8.8.8", "169.254.169.254", "2606:4700::1", "172.32.0.1"],
    private: ["10.1.2.3", "172.16.0.1", "192.168.1.1", "100.64.0.1", "fd00::1"],
    nobody: ["127.0.0.2", "::1", "0.0.0.0", "224.0.0.1", "fe80::1", "fe80::1%eth0", "x", ""],
  };
  for (const [place, addresses] of Object.entries(places)) {
    for (const each of addresses) assert.equal(placeOf(each) ?? "nobody", place, each);
  }
});
