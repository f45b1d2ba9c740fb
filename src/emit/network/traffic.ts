/** An image's network peers, in terms that cluster policies can express. */
import { isIP } from "node:net";
import type { Baseline, DestinationEntry } from "../../model/baseline/baseline.js";
import { literalsOfPattern } from "../../model/baseline/pattern.js";
import { sortedBy, sortedTexts } from "../../model/order.js";
import { CxrayError } from "../../model/errors.js";
import { openPorts, type OpenPort } from "../open-ports.js";
import { placeOf } from "./addresses.js";

/** A destination that was called. */
export interface Peer {
  /**
   * `public` and `private`: an address. `name`: a DNS name, with `*` in it if it is a pattern.
   * `local`: a name in the cluster or the container's own network.
   */
  readonly kind: "public" | "private" | "name" | "local";
  readonly value: string;
}

/** Peers that are called at the same ports. */
export interface Group {
  readonly kind: Peer["kind"];
  /** sorted */
  readonly values: readonly string[];
  readonly ports: readonly OpenPort[];
}

export interface Traffic {
  readonly listened: readonly OpenPort[];
  /** sorted by kind, then ports */
  readonly called: readonly Group[];
  /** the image makes DNS queries */
  readonly asksNames: boolean;
  /** the number of destinations that no policy can name */
  readonly left: number;
}

export const DNS_PORT = 53;

/** Throws `no-behaviour` if nothing was recorded: the policy would allow nothing. */
export function trafficOf(baseline: Baseline): Traffic {
  const { image, executables, destinations, listeners, names } = baseline;
  if (executables.length + destinations.length + listeners.length === 0) {
    throw new CxrayError(
      "no-behaviour",
      `no program of ${image.references[0] ?? image.name} was recorded`,
      "The policy would allow nothing. Record a container of the image from its start.",
    );
  }
  const peers = new Map<string, { peer: Peer; ports: Map<string, OpenPort> }>();
  let asksNames = names.length > 0;
  let left = 0;
  for (const entry of destinations) {
    const { transport, port } = entry;
    if (transport === "unix" || entry.ephemeral === true) continue;
    if (port === DNS_PORT) asksNames = true;
    if (port === undefined || (transport !== "tcp" && transport !== "udp")) left += 1;
    else if (port !== DNS_PORT) {
      const found = peersOf(entry);
      if (found === null) left += 1;
      for (const peer of found ?? []) {
        const key = `${peer.kind} ${peer.value}`;
        const known = peers.get(key) ?? { peer, ports: new Map<string, OpenPort>() };
        peers.set(key, known);
        known.ports.set(portKey({ port, transport }), { port, transport });
      }
    }
  }
  return { listened: openPorts(baseline), called: groupsOf(peers.values()), asksNames, left };
}

/** The syntax of host names; service names may contain `_`. */
const HOST_NAME =
  /^(?=.{1,253}$)(?:[a-z0-9_*](?:[a-z0-9_*-]{0,61}[a-z0-9_*])?)(?:\.[a-z0-9_*](?:[a-z0-9_*-]{0,61}[a-z0-9_*])?)*$/iu;
/** Names that only a cluster's or a network's own DNS resolves. */
const LOCAL_NAME = /^[^.]+$|\.(?:svc|local|internal)$|\.svc\./iu;

/** null: no policy can name it; empty: no policy concerns it. */
function peersOf({ address, rule }: DestinationEntry): Peer[] | null {
  if (address === "(own network)") return [{ kind: "local", value: address }];
  const place = placeOf(address);
  if (place !== null) return [{ kind: place, value: address }];
  if (isIP(address) !== 0) return [];
  const name = rule === undefined ? address : literalsOfPattern(address).join("*");
  if (!HOST_NAME.test(name) || (rule === undefined && name.includes("*"))) return null;
  return [peerNamed(name)];
}

function peerNamed(name: string): Peer {
  return { kind: isLocalName(name) ? "local" : "name", value: name.toLowerCase() };
}

/** Whether the name belongs to the cluster, or to the container's own network. */
export function isLocalName(name: string): boolean {
  return LOCAL_NAME.test(name);
}

function groupsOf(peers: Iterable<{ peer: Peer; ports: ReadonlyMap<string, OpenPort> }>): Group[] {
  const groups = new Map<string, { kind: Peer["kind"]; values: string[]; ports: OpenPort[] }>();
  for (const { peer, ports } of peers) {
    const sorted = sortPorts(ports.values());
    const key = [peer.kind, ...sorted.map(portKey)].join(" ");
    const known = groups.get(key);
    if (known === undefined)
      groups.set(key, { kind: peer.kind, values: [peer.value], ports: sorted });
    else known.values.push(peer.value);
  }
  return sortedBy(groups, ([key]) => key).map(([, group]) => ({
    ...group,
    values: sortedTexts(group.values),
  }));
}

function portKey({ port, transport }: OpenPort): string {
  return `${transport} ${String(port).padStart(5, "0")}`;
}

/** Each port once, sorted by transport and number. */
export function sortPorts(ports: Iterable<OpenPort>): OpenPort[] {
  const unique = new Map([...ports].map((port) => [portKey(port), port]));
  return sortedBy(unique, ([key]) => key).map(([, port]) => port);
}
