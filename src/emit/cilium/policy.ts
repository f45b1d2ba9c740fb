/**
 * A CiliumNetworkPolicy (cilium.io/v2): the ports an image's containers listened on and the
 * destinations they called.
 */
import type { Baseline } from "../../model/baseline/baseline.js";
import { blockOf } from "../network/addresses.js";
import { metadataOf, selectorOf, type PolicyOptions } from "../network/options.js";
import { sortPorts, type Group, type Traffic } from "../network/traffic.js";
import type { OpenPort } from "../open-ports.js";

/** The most ports that one list may hold. */
const MOST_PORTS = 40;

interface PortRule {
  readonly ports: readonly { readonly port: string; readonly protocol: string }[];
}

/**
 * An empty rule: it allows nobody, and makes the policy deny everything that no other rule allows.
 */
const NOBODY = {};

export function ciliumPolicy(baseline: Baseline, traffic: Traffic, options: PolicyOptions): object {
  const { listened, called, asksNames } = traffic;
  const named = called.filter(({ kind }) => kind === "name");
  const inside = called.filter(({ kind }) => kind === "private" || kind === "local");
  const addresses = called.filter(({ kind }) => kind === "public" || kind === "private");
  const egress: object[] = [
    ...(asksNames || named.length > 0 ? [DNS] : []),
    ...named.map(({ values, ports }) => ({ toFQDNs: values.map(fqdn), toPorts: portRules(ports) })),
    ...addresses.map(({ values, ports }) => ({
      toCIDR: values.map(blockOf),
      toPorts: portRules(ports),
    })),
    ...clusterRules(inside),
  ];
  return {
    apiVersion: "cilium.io/v2",
    kind: "CiliumNetworkPolicy",
    metadata: metadataOf(baseline),
    spec: {
      endpointSelector: selectorOf(options),
      ingress:
        listened.length === 0
          ? [NOBODY]
          : [{ fromEntities: ["all"], toPorts: portRules(listened) }],
      egress: egress.length === 0 ? [NOBODY] : egress,
    },
  };
}

/**
 * Cilium learns addresses from DNS answers, which its proxy sees only through this rule. Queries
 * for any name are allowed, because resolvers try the domains of the search list first.
 */
const DNS = {
  toPorts: [{ ports: [{ port: "53", protocol: "ANY" }], rules: { dns: [{ matchPattern: "*" }] } }],
};

function fqdn(name: string): object {
  return name.includes("*") ? { matchPattern: name } : { matchName: name };
}

/**
 * The cluster is allowed as a whole: in Cilium no address matches a Pod, and no DNS name matches a
 * service.
 */
function clusterRules(inside: readonly Group[]): object[] {
  if (inside.length === 0) return [];
  const ports = sortPorts(inside.flatMap((group) => group.ports));
  return [{ toEntities: ["cluster"], toPorts: portRules(ports) }];
}

function portRules(ports: readonly OpenPort[]): PortRule[] {
  const rules: PortRule[] = [];
  for (let at = 0; at < ports.length; at += MOST_PORTS) {
    const some = ports.slice(at, at + MOST_PORTS);
    rules.push({
      ports: some.map(({ port, transport }) => ({
        port: String(port),
        protocol: transport.toUpperCase(),
      })),
    });
  }
  return rules;
}
