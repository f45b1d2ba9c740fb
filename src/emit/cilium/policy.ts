/** A CiliumNetworkPolicy (cilium.io/v2) of what an image's containers listened on and called. */
import type { Baseline } from "../../model/baseline/baseline.js";
import { blockOf } from "../network/addresses.js";
import { metadataOf, selectorOf, type PolicyOptions } from "../network/options.js";
import { sortPorts, type Group, type Traffic } from "../network/traffic.js";
import type { OpenPort } from "../open-ports.js";

/** What one list of ports may hold. */
const MOST_PORTS = 40;

interface PortRule {
  readonly ports: readonly { readonly port: string; readonly protocol: string }[];
}

/** Whom an empty list of rules is for: nobody, once the policy has one rule. */
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
 * Names are learnt from the answers, which only the proxy of this rule reads. Any name may be asked
 * for: resolvers try the domains of a search list first.
 */
const DNS = {
  toPorts: [{ ports: [{ port: "53", protocol: "ANY" }], rules: { dns: [{ matchPattern: "*" }] } }],
};

function fqdn(name: string): object {
  return name.includes("*") ? { matchPattern: name } : { matchName: name };
}

/** No address stands for a Pod, and no name for a service of the cluster. */
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
