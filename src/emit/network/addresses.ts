/** Classifies an address: local, private or public. */
import { BlockList, isIP } from "node:net";

/**
 * Addresses that cluster policies do not concern: loopback, unspecified, multicast, broadcast and
 * IPv6 link-local.
 */
const LOCAL = blockList(
  ["127.0.0.0", 8],
  ["0.0.0.0", 32],
  ["224.0.0.0", 4],
  ["255.255.255.255", 32],
  ["::1", 128],
  ["::", 128],
  ["ff00::", 8],
  ["fe80::", 10],
);

/** Addresses that a cluster may give to its Pods and services. */
export const PRIVATE_BLOCKS = [
  ["10.0.0.0", 8],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
  ["100.64.0.0", 10],
  ["fc00::", 7],
] as const;
const PRIVATE = blockList(...PRIVATE_BLOCKS);

function blockList(...subnets: readonly (readonly [string, number])[]): BlockList {
  const list = new BlockList();
  for (const [net, prefix] of subnets) list.addSubnet(net, prefix, familyOf(net));
  return list;
}

function familyOf(address: string): "ipv4" | "ipv6" {
  return isIP(address) === 6 ? "ipv6" : "ipv4";
}

/** null: it is not an address, or cluster policies do not concern it. */
export function placeOf(address: string): "private" | "public" | null {
  if (isIP(address) === 0 || address.includes("%")) return null;
  if (LOCAL.check(address, familyOf(address))) return null;
  return PRIVATE.check(address, familyOf(address)) ? "private" : "public";
}

/** The single address in CIDR notation. */
export function blockOf(address: string): string {
  return `${address}/${isIP(address) === 6 ? "128" : "32"}`;
}
