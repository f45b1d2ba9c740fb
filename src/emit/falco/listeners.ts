/** Where connections and datagrams may be awaited: ports of TCP and UDP, and unix sockets. */
import type { ListenerEntry } from "../../model/baseline.js";
import { unixItems } from "./connections.js";
import { anyOf, evidence, item, joinItems, membership } from "./parts.js";
import type { List, Part } from "./parts.js";

/**
 * From what ports the kernel chooses, unless it is told otherwise (ip_local_port_range). To Falco
 * the port of such a socket is 0 or missing, as nobody asked for one.
 */
const EPHEMERAL = "(fd.sport=0 or (fd.sport>=32768 and fd.sport<=60999) or not fd.sport exists)";

/** Ports alone: Falco tells no address of a socket that listens. */
export function allowListeners(
  prefix: string,
  entries: readonly ListenerEntry[],
  allRuns: number,
): Part {
  const tcp = entries.filter(({ transport }) => transport === "tcp" || transport === "other");
  const list = portList(`${prefix}_listener_ports`, "connections", tcp, allRuns);
  const chosen = tcp.filter(isEphemeral);
  const about = chosen.flatMap((entry) => [
    "MARKED: the kernel chose a port, so that all are allowed from which it chooses",
    `on ${entry.address}, ${evidence(entry, allRuns)}`,
  ]);
  const conditions = [...membership("fd.sport", list), ...(chosen.length === 0 ? [] : [EPHEMERAL])];
  return {
    lists: list.items.length === 0 ? [] : [list],
    macros: [anyOf(`${prefix}_listeners`, [list.about, ...new Set(about)], conditions)],
  };
}

/**
 * Ports of UDP. Sends from one of them are answers, to whoever asked, which the rule on datagrams
 * has to leave alone; Falco may take either end of such a socket for the server.
 */
export function allowDatagramServers(
  prefix: string,
  entries: readonly ListenerEntry[],
  allRuns: number,
): Part {
  const udp = entries.filter(({ transport }) => transport === "udp");
  const list = portList(`${prefix}_udp_ports`, "datagrams", udp, allRuns);
  const about = "answers of servers, which go to whoever asked";
  const answers = [...membership("fd.sport", list), ...membership("fd.cport", list)];
  return {
    lists: list.items.length === 0 ? [] : [list],
    macros: [
      anyOf(`${prefix}_datagram_servers`, [list.about], membership("fd.sport", list)),
      anyOf(`${prefix}_datagram_answers`, [about], answers),
    ],
  };
}

/** Unix sockets on which connections or datagrams may be awaited, by the address that was given. */
export function allowUnixListeners(
  prefix: string,
  entries: readonly ListenerEntry[],
  allRuns: number,
): Part {
  const about = "unix sockets on which something was awaited";
  const unix = entries.filter(({ transport }) => transport === "unix");
  const items = unix.flatMap((entry) => unixItems(entry.address, evidence(entry, allRuns)));
  const list: List = { name: `${prefix}_unix_listener_addresses`, about, items: joinItems(items) };
  return {
    lists: list.items.length === 0 ? [] : [list],
    macros: [anyOf(`${prefix}_unix_listeners`, [about], membership("evt.arg.addr", list))],
  };
}

function isEphemeral({ ephemeral, port }: ListenerEntry): boolean {
  return ephemeral === true && port === undefined;
}

function portList(
  name: string,
  what: string,
  entries: readonly ListenerEntry[],
  allRuns: number,
): List {
  const items = entries
    .filter(({ port }) => port !== undefined)
    .map((entry) => item(String(entry.port), [`on ${entry.address}, ${evidence(entry, allRuns)}`]));
  return { name, about: `ports on which ${what} were awaited`, items: joinItems(items) };
}
