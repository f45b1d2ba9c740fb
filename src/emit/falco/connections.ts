/** Destinations and listeners: which address and port may be called, and where may be listened. */
import { isIP } from "node:net";
import type { DestinationEntry, ListenerEntry } from "../../model/baseline.js";
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

/** Those the rule looks at: UDP sockets are connected for other reasons than to send. */
function isChecked(entry: DestinationEntry): entry is Destination {
  const isAddress = isIP(entry.address) !== 0 && !entry.address.includes("%");
  const hasTransport = entry.transport === "tcp" || entry.transport === "other";
  return hasTransport && isAddress && entry.port !== undefined;
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
  const checked = entries.filter(isChecked);
  const lists: List[] = [];
  const conditions: string[] = [];
  for (const [key, group] of groupBy(checked, ({ transport, port }) => `${transport}_${port}`)) {
    const name = `${prefix}_${key}_addresses`;
    lists.push({
      name,
      about: `called on ${key.replace("_", " port ")}`,
      items: joinItems(group.map((entry) => addressItem(entry, allRuns))),
    });
    const [transport = "", port = ""] = key.split("_");
    conditions.push(`(${protocolTest(transport)}fd.sport=${port} and fd.sip in (${name}))`);
  }
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

function addressItem(entry: Destination, allRuns: number): Item {
  return item(entry.address, [`${entry.results.join(", ")}; ${evidence(entry, allRuns)}`]);
}

/** IPv6 in both ways of writing an address with a port: Falco's has changed. */
function attemptList(name: string, group: readonly Destination[]): List {
  const texts = group.flatMap(({ address, port }) =>
    isIP(address) === 6 ? [`${address}:${port}`, `[${address}]:${port}`] : [`${address}:${port}`],
  );
  const items = joinItems(texts.map((text) => item(text)));
  return { name, about: "the same, as a connect that fails shows them", items };
}

/**
 * Unix sockets by the address that was asked for. Falco shows an abstract name without the mark of
 * its first byte, so that it can't be told from a relative path.
 */
export function allowUnixSockets(
  prefix: string,
  entries: readonly DestinationEntry[],
  allRuns: number,
): Part {
  const items = entries
    .filter((entry) => entry.transport === "unix" && isQuotable(asFalcoSees(entry.address)))
    .flatMap((entry) => unixItems(entry, allRuns));
  const about = "unix sockets that were called";
  const list: List = { name: `${prefix}_unix_addresses`, about, items: joinItems(items) };
  const conditions = membership("evt.arg.addr", list);
  return {
    lists: list.items.length === 0 ? [] : [list],
    macros: [anyOf(`${prefix}_unix_sockets`, [about], conditions)],
  };
}

function unixItems(entry: DestinationEntry, allRuns: number): Item[] {
  const comment = evidence(entry, allRuns);
  const mark =
    asFalcoSees(entry.address) === entry.address ? [] : [`MARKED: recorded: ${entry.address}`];
  const own = item(entry.address, [comment, ...mark]);
  if (!entry.address.startsWith("@")) return [own];
  return [own, item(entry.address.slice(1), ["the same, as an abstract name is shown"])];
}

/** Ports alone: Falco tells no address of a socket that listens. */
export function allowListeners(
  prefix: string,
  entries: readonly ListenerEntry[],
  allRuns: number,
): Part {
  const items = entries
    .filter((entry) => entry.transport === "tcp" || entry.transport === "other")
    .map((entry) => item(String(entry.port), [`on ${entry.address}, ${evidence(entry, allRuns)}`]));
  const about = "ports on which connections were awaited";
  const list: List = { name: `${prefix}_listener_ports`, about, items: joinItems(items) };
  return {
    lists: list.items.length === 0 ? [] : [list],
    macros: [anyOf(`${prefix}_listeners`, [about], membership("fd.sport", list))],
  };
}

function groupBy<T>(entries: readonly T[], keyOf: (entry: T) => string): [string, T[]][] {
  const groups = new Map<string, T[]>();
  for (const entry of entries) {
    const key = keyOf(entry);
    groups.set(key, [...(groups.get(key) ?? []), entry]);
  }
  return sortedBy(groups, ([key]) => key);
}
