/**
 * Destinations on a user-defined network of the engine. Addresses change with each deployment
 * there, so the rules allow the subnet and the port.
 */
import type { Baseline, DestinationEntry } from "../../model/baseline/baseline.js";
import { sortedTexts } from "../../model/order.js";
import { oncePer } from "../once-per.js";
import { isOneOf } from "./allowance.js";

/** Docker's DNS server. Only containers on a user-defined network have it. */
const RESOLVER = "127.0.0.11";

/** Docker's default prefix length of a network, per private block (RFC 1918). */
const PREFIXES: readonly [address: RegExp, bits: number][] = [
  [/^172\.(?:1[6-9]|2\d|3[01])\./, 16],
  [/^192\.168\./, 20],
  [/^10\./, 24],
];

/**
 * The subnets of these destinations, but only of those that the engine's DNS server named: a name
 * without a dot resolves only there.
 */
export function subnetsOf(entries: readonly DestinationEntry[], baseline: Baseline): string[] {
  if (!hasResolver(baseline)) return [];
  const named = entries.filter(({ names = [] }) => names.some((name) => !name.includes(".")));
  return sortedTexts(named.flatMap(({ address }) => subnetOf(address)));
}

/** Cached, because it is asked for every destination. */
const hasResolver = oncePer(({ destinations }) =>
  destinations.some(({ address, port }) => address === RESOLVER && port === 53),
);

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

/** A pattern for the text of a refused connect: any address of the subnet, with the port. */
export function attemptPattern(subnet: string, port: string): string {
  const [network = "", bits = "24"] = subnet.split("/");
  const [a = "", b = "", c = ""] = network.split(".");
  const some = Array.from({ length: 16 }, (_, at) => String(Number(c) + at)).join("|");
  const third = bits === "16" ? "[0-9]+" : bits === "20" ? `(${some})` : c;
  return `(::ffff:)?${a}[.]${b}[.]${third}[.][0-9]+:${port}`;
}
