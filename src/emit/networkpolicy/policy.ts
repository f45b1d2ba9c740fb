/**
 * A NetworkPolicy (networking.k8s.io/v1): the ports an image's containers listened on and the
 * destinations they called.
 */
import type { Baseline } from "../../model/baseline/baseline.js";
import { blockOf } from "../network/addresses.js";
import { metadataOf, selectorOf, type PolicyOptions } from "../network/options.js";
import { sortPorts, type Group, type Traffic } from "../network/traffic.js";
import type { OpenPort } from "../open-ports.js";

interface PolicyPort {
  readonly port: number;
  readonly protocol: string;
}

/** Rules without `from` or `to` match every peer. */
export function networkPolicy(
  baseline: Baseline,
  traffic: Traffic,
  options: PolicyOptions,
): object {
  const { listened, called, asksNames } = traffic;
  const anybody = sortPorts(called.filter(isOpen).flatMap(({ ports }) => ports));
  const egress = [
    ...(asksNames ? [{ ports: DNS_PORTS }] : []),
    ...(anybody.length === 0 ? [] : [{ ports: anybody.map(policyPort) }]),
    ...called
      .filter((group) => !isOpen(group))
      .map(({ values, ports }) => ({
        to: values.map((address) => ({ ipBlock: { cidr: blockOf(address) } })),
        ports: ports.map(policyPort),
      })),
  ];
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: metadataOf(baseline),
    spec: {
      podSelector: selectorOf(options),
      policyTypes: ["Ingress", "Egress"],
      ingress: listened.length === 0 ? [] : [{ ports: listened.map(policyPort) }],
      egress,
    },
  };
}

/** Peers that a NetworkPolicy cannot name: DNS names, and addresses that may be a Pod's. */
export function isOpen({ kind }: Group): boolean {
  return kind !== "public";
}

const DNS_PORTS: readonly PolicyPort[] = ["UDP", "TCP"].map((protocol) => ({ port: 53, protocol }));

function policyPort({ port, transport }: OpenPort): PolicyPort {
  return { port, protocol: transport.toUpperCase() };
}
