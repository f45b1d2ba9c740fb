/**
 * Destinations on a user's own network of the engine: each redeployment gives its containers other
 * addresses, so that they are allowed by the network and the port.
 */
import type { Baseline, DestinationEntry } from "../../model/baseline/baseline.js";
import { sortedTexts } from "../../model/order.js";
import { isOneOf } from "./allowance.js";

/** Docker's own resolver, which only containers on a user's network have. */
const RESOLVER = "127.0.0.11";

/** Of private addresses (RFC 1918) the prefix that Docker gives a network unless it is told another. */
const PREFIXES: readonly [address: RegExp, bits: number][] = [
  [/^172\.(?:1[6-9]|2\d|3[01])\./, 16],
  [/^192\.168\./, 20],
  [/^10\./, 24],
];

/**
 * The networks of these destinations: none but of those whose name came from the engine's resolver.
 * A name without a dot means something on such a network alone.
 */
export function subnetsOf(entries: readonly DestinationEntry[], baseline: Baseline): string[] {
  if (!hasResolver(baseline)) return [];
  const named = entries.filter(({ names = [] }) => names.some((name) => !name.includes(".")));
  return sortedTexts(named.flatMap(({ address }) => subnetOf(address)));
}

const known = new WeakMap<Baseline, boolean>();

/** Asked of every destination, and found out once. */
function hasResolver(baseline: Baseline): boolean {
  const has =
    known.get(baseline) ??
    baseline.destinations.some(({ address, port }) => address === RESOLVER && port === 53);
  known.set(baseline, has);
  return has;
}

function subnetOf(address: string): string[] {
  const bits = PREFIXES.find(([fits]) => fits.test(address))?.[1];
  if (bits === undefined) return [];
  const [a = "", b = "", c = ""] = address.split(".");
  const third = bits === 16 ? 0 : bits === 20 ? Number(c) & 0xf0 : Number(c);
  return [`${a}.${b}.${third}.0/${bits}`];
}

export function allowSubnets(subnets: readonly string[]): string {
  return isOneOf("fd.snet", subnets).replace(/^fd\.snet=(.*)$/, "fd.snet in ($1)");
}

/** A refused connect tells its address as text: the addresses of a network, with a port. */
export function attemptPattern(subnet: string, port: string): string {
  const [network = "", bits = "24"] = subnet.split("/");
  const [a = "", b = "", c = ""] = network.split(".");
  const some = Array.from({ length: 16 }, (_, at) => String(Number(c) + at)).join("|");
  const third = bits === "16" ? "[0-9]+" : bits === "20" ? `(${some})` : c;
  return `(::ffff:)?${a}[.]${b}[.]${third}[.][0-9]+:${port}`;
}
