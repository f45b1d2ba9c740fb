/** Destinations: which address and port may be called, or sent to, and which unix socket. */
import { isIP } from "node:net";
import type { DestinationEntry } from "../../model/baseline.js";
import { sortedBy } from "../../model/order.js";
import { anyOf, evidence, item, joinItems, membership } from "./parts.js";
import type { Item, List, Part } from "./parts.js";
import { asFalcoSees, isQuotable } from "./text.js";

/** Falco has no name of a transport that is neither TCP nor UDP. */
function protocolTest(transport: string): string {
  return transport === "tcp" ? "fd.l4proto=tcp and " : "";
}

interface Destination extends DestinationEntry {
  readonly port: number;
}

function isReachable(entry: DestinationEntry): entry is Destination {
  return isIP(entry.address) !== 0 && !entry.address.includes("%") && entry.port !== undefined;
}

/**
 * Address and port are allowed together, as they were seen: there is a list of addresses for each
 * transport and port. A connect that failed at once has no peer for Falco, only the address that
 * was asked for.
 */
export function allowDestinations(
  prefix: string,
  entries: readonly DestinationEntry[],
  allRuns: number,
): Part {
  const checked = entries
    .filter(isReachable)
    .filter(({ transport }) => transport === "tcp" || transport === "other");
  const { lists, conditions } = byTransportAndPort(prefix, checked, allRuns);
  for (const [transport, group] of groupBy(checked, (entry) => entry.transport)) {
    const list = attemptList(`${prefix}_${transport}_attempts`, group);
    lists.push(list);
    conditions.push(
      `(evt.failed=true and ${protocolTest(transport)}evt.arg.addr in (${list.name}))`,
    );
  }
  const about = ["destinations, each with its port"];
  return { lists, macros: [anyOf(`${prefix}_destinations`, about, conditions)] };
}

/** The same for what UDP was sent to. */
export function allowDatagrams(
  prefix: string,
  entries: readonly DestinationEntry[],
  allRuns: number,
): Part {
  const checked = entries.filter(isReachable).filter(({ transport }) => transport === "udp");
  const { lists, conditions } = byTransportAndPort(prefix, checked, allRuns);
  const about = ["where datagrams were sent, each with its port"];
  return { lists, macros: [anyOf(`${prefix}_datagrams`, about, conditions)] };
}

function byTransportAndPort(
  prefix: string,
  entries: readonly Destination[],
  allRuns: number,
): { lists: List[]; conditions: string[] } {
  const lists: List[] = [];
  const conditions: string[] = [];
  for (const [key, group] of groupBy(entries, ({ transport, port }) => `${transport}_${port}`)) {
    const about = `called on ${key.replace("_", " port ")}`;
    const addresses: List = {
      name: `${prefix}_${key}_addresses`,
      about,
      items: joinItems(group.map((entry) => addressItem(entry, allRuns))),
    };
    const names = nameList(`${prefix}_${key}_names`, about, group);
    const [transport = "", port = ""] = key.split("_");
    for (const test of [...membership("fd.sip", addresses), ...membership("fd.sip.name", names)]) {
      conditions.push(`(${protocolTest(transport)}fd.sport=${port} and ${test})`);
    }
    lists.push(addresses, ...(names.items.length === 0 ? [] : [names]));
  }
  return { lists, conditions };
}

function addressItem(entry: Destination, allRuns: number): Item {
  const names = entry.names ?? [];
  const known = names.length === 0 ? "" : ` as ${names.join(", ")}`;
  return item(entry.address, [`${entry.results.join(", ")}${known}; ${evidence(entry, allRuns)}`]);
}

/** Names with a dot: what has none is known inside the container or its network alone. */
const HOST_NAME = /^(?=.{1,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z][a-z0-9-]*$/;

/** Falco asks DNS for these itself, on the host, so that they follow an address that changes. */
function nameList(name: string, about: string, group: readonly Destination[]): List {
  const names = group.flatMap((entry) => entry.names ?? []).filter((each) => HOST_NAME.test(each));
  const mark = "MARKED: by name, whatever address Falco's own host is told for it";
  return {
    name,
    about: `names of what was ${about}`,
    items: joinItems(names.map((each) => item(each, [mark]))),
  };
}

/** IPv6 in both ways of writing an address with a port: Falco's has changed. */
function attemptList(name: string, group: readonly Destination[]): List {
  const texts = group.flatMap(({ address, port }) =>
    isIP(address) === 6 ? [`${address}:${port}`, `[${address}]:${port}`] : [`${address}:${port}`],
  );
  const items = joinItems(texts.map((text) => item(text)));
  return { name, about: "the same, as a connect that fails shows them", items };
}

/** Unix sockets that may be called, by the address that was asked for. */
export function allowUnixSockets(
  prefix: string,
  entries: readonly DestinationEntry[],
  allRuns: number,
): Part {
  const about = "unix sockets that were called";
  const unix = entries.filter((entry) => entry.transport === "unix");
  const items = unix.flatMap((entry) => unixItems(entry.address, evidence(entry, allRuns)));
  const list: List = { name: `${prefix}_unix_addresses`, about, items: joinItems(items) };
  const conditions = membership("evt.arg.addr", list);
  return {
    lists: list.items.length === 0 ? [] : [list],
    macros: [anyOf(`${prefix}_unix_sockets`, [about], conditions)],
  };
}

/**
 * Falco shows an abstract name without the mark of its first byte, so that it can't be told from a
 * relative path.
 */
export function unixItems(address: string, comment: string): Item[] {
  if (!isQuotable(asFalcoSees(address))) return [];
  const mark = asFalcoSees(address) === address ? [] : [`MARKED: recorded: ${address}`];
  const own = item(address, [comment, ...mark]);
  if (!address.startsWith("@")) return [own];
  return [own, item(address.slice(1), ["the same, as an abstract name is shown"])];
}

function groupBy<T>(entries: readonly T[], keyOf: (entry: T) => string): [string, T[]][] {
  const groups = new Map<string, T[]>();
  for (const entry of entries) {
    const key = keyOf(entry);
    groups.set(key, [...(groups.get(key) ?? []), entry]);
  }
  return sortedBy(groups, ([key]) => key);
}
