/** Whom an image calls, as Tetragon compares it: addresses and ports, each in a list of its own. */
import { isIP } from "node:net";
import type { Baseline, DestinationEntry } from "../../model/baseline/baseline.js";
import { sortedTexts } from "../../model/order.js";
import { PRIVATE_BLOCKS, placeOf } from "../network/addresses.js";
import { DNS_PORT, isLocalName } from "../network/traffic.js";

export type Transport = "tcp" | "udp";

/** What was seen of one transport. Addresses and ports are sorted; a block is an address, too. */
export interface Connects {
  readonly addresses: readonly string[];
  readonly ports: readonly string[];
  /** ports at which any address may be called: names, and resolvers, have others elsewhere */
  readonly openPorts: readonly string[];
  /** addresses that may be called at any port */
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

/** null: a name of the DNS of everybody, whose addresses no list holds. */
function addressesOf({ address }: DestinationEntry): string[] | null {
  const [withoutZone = ""] = address.split("%");
  if (isIP(withoutZone) !== 0) {
    return placeOf(withoutZone) === "private" ? BLOCKS : [withoutZone];
  }
  return address === "(own network)" || isLocalName(address) ? BLOCKS : null;
}

/** Addresses in a cluster change with every Pod: they are one. */
const BLOCKS = PRIVATE_BLOCKS.map(([net, prefix]) => `${net}/${String(prefix)}`);
const MAPPED_BITS = 96;

/** An IPv4 address is called by sockets of IPv6, too, as Java's all are. */
function bothForms(address: string): string[] {
  const [net = "", prefix] = address.split("/");
  if (isIP(net) !== 4) return [address];
  const mapped = prefix === undefined ? "" : `/${String(Number(prefix) + MAPPED_BITS)}`;
  return [address, `::ffff:${net}${mapped}`];
}

function portTexts(ports: ReadonlySet<number>): string[] {
  return [...ports].sort((a, b) => a - b).map(String);
}
