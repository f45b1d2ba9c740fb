/** An image's destinations as Tetragon compares them: a list of addresses and a list of ports. */
import { isIP } from "node:net";
import type { Baseline, DestinationEntry } from "../../model/baseline/baseline.js";
import { sortedTexts } from "../../model/order.js";
import { PRIVATE_BLOCKS, placeOf } from "../network/addresses.js";
import { DNS_PORT, isLocalName } from "../network/traffic.js";

export type Transport = "tcp" | "udp";

/**
 * The destinations of one transport. Addresses and ports are sorted; `addresses` may contain CIDR
 * blocks.
 */
export interface Connects {
  readonly addresses: readonly string[];
  readonly ports: readonly string[];
  /** ports allowed at any address: for DNS names and resolvers, whose addresses differ elsewhere */
  readonly openPorts: readonly string[];
  /** addresses allowed at any port */
  readonly openAddresses: readonly string[];
}

export function connectsOf({ destinations }: Baseline, transport: Transport): Connects {
  const addresses = new Set<string>();
  const openAddresses = new Set<string>();
  const ports = new Set<number>();
  const openPorts = new Set<number>();
  for (const entry of destinations) {
    if (entry.transport !== transport) continue;
    const { port } = entry;
    const found = addressesOf(entry);
    for (const address of found ?? []) {
      addresses.add(address);
      if (port === undefined) openAddresses.add(address);
    }
    if (port === undefined) continue;
    ports.add(port);
    if (found === null || port === DNS_PORT) openPorts.add(port);
  }
  return {
    addresses: sortedTexts([...addresses].flatMap(bothForms)),
    ports: portTexts(ports),
    openPorts: portTexts(openPorts),
    openAddresses: sortedTexts([...openAddresses].flatMap(bothForms)),
  };
}

/** null: a public DNS name, whose addresses no list can hold. */
function addressesOf({ address }: DestinationEntry): string[] | null {
  const [withoutZone = ""] = address.split("%");
  if (isIP(withoutZone) !== 0) {
    return placeOf(withoutZone) === "private" ? BLOCKS : [withoutZone];
  }
  return address === "(own network)" || isLocalName(address) ? BLOCKS : null;
}

/** Private addresses change with every Pod, so all private blocks are allowed together. */
const BLOCKS = PRIVATE_BLOCKS.map(([net, prefix]) => `${net}/${String(prefix)}`);
const MAPPED_BITS = 96;

/** IPv6 sockets call IPv4 addresses too, for example all of Java's. */
function bothForms(address: string): string[] {
  const [net = "", prefix] = address.split("/");
  if (isIP(net) !== 4) return [address];
  const mapped = prefix === undefined ? "" : `/${String(Number(prefix) + MAPPED_BITS)}`;
  return [address, `::ffff:${net}${mapped}`];
}

function portTexts(ports: ReadonlySet<number>): string[] {
  return [...ports].sort((a, b) => a - b).map(String);
}
