/** Sockets that reach past TCP, UDP and unix sockets, by family. */
import type { SocketEntry } from "../../model/baseline.js";
import { sortedBy } from "../../model/order.js";
import { socketFamilyName, socketProtocolName } from "../../model/socket-names.js";
import { anyOf, evidence } from "./parts.js";
import type { Macro, Part } from "./parts.js";

/** Falco's names are AF_NETLINK and so on, but for these; one number may have two names there. */
const FAMILIES: Readonly<Record<string, readonly string[]>> = {
  ipv4: ["AF_INET"],
  ipv6: ["AF_INET6"],
  netlink: ["AF_NETLINK", "AF_ROUTE"],
  decnet: ["AF_DECnet"],
};

/** Families that Falco has no names for (its flags_table.c): it shows their number. */
const UNNAMED: ReadonlyMap<string, number> = new Map(
  [27, 28, 40, 41, 42, 43, 44, 45].map((family) => [socketFamilyName(family), family]),
);

const AF_NETLINK = 16;
/** By name; there are no more than 32 (MAX_LINKS). */
const NETLINK_PROTOCOLS: ReadonlyMap<string, number> = new Map(
  Array.from({ length: 32 }, (_, protocol) => [socketProtocolName(AF_NETLINK, protocol), protocol]),
);

/** SOCK_RAW and SOCK_PACKET, with and without SOCK_NONBLOCK (2048) and SOCK_CLOEXEC (524288). */
const RAW = "evt.arg.type in (3, 10, 2051, 2058, 524291, 524298, 526339, 526346)";

/**
 * Sockets by family, netlink ones by the part of the kernel that they reach too, which their
 * protocol says.
 */
export function allowSockets(
  prefix: string,
  entries: readonly SocketEntry[],
  allRuns: number,
): Part {
  const done = entries.filter(({ results }) => results.includes("done"));
  const macros = new Map<string, Macro>();
  for (const entry of sortedBy(done, ({ family, type, protocol }) =>
    [family, type, protocol].join("\0"),
  )) {
    const condition = conditionOf(entry);
    const name = `${prefix}_sockets_pattern_${macros.size + 1}`;
    const known = macros.get(condition) ?? { name, about: [], lines: [condition] };
    const { family, type, protocol } = entry;
    const about = `${family} ${type} ${protocol}, ${evidence(entry, allRuns)}`;
    macros.set(condition, { ...known, about: [...known.about, about] });
  }
  const unusual: Macro = {
    name: `${prefix}_unusual_socket`,
    about: ["sockets that reach past TCP, UDP and unix sockets"],
    lines: [
      "(evt.arg.domain exists",
      "and not evt.arg.domain contains AF_UNIX",
      "and not evt.arg.domain contains AF_LOCAL",
      `and (not evt.arg.domain contains AF_INET or ${RAW}))`,
    ],
  };
  const all = [...macros.values()];
  const about = "unusual sockets that were made, by family";
  const allowed = anyOf(
    `${prefix}_sockets`,
    [about],
    all.map(({ name }) => name),
  );
  return { lists: [], macros: [unusual, ...all, allowed] };
}

function conditionOf({ family, protocol }: SocketEntry): string {
  const number = /^\d+$/.test(family) ? Number(family) : UNNAMED.get(family);
  if (number !== undefined) return `evt.arg.domain=${number}`;
  const names = FAMILIES[family] ?? [`AF_${family.toUpperCase().replace(/[^A-Z0-9]/g, "_")}`];
  const tests = names.map((name) =>
    // AF_INET6 contains AF_INET
    name.startsWith("AF_INET") ? `evt.arg.domain=${name}` : `evt.arg.domain contains ${name}`,
  );
  const test = tests.length === 1 ? tests.join("") : `(${tests.join(" or ")})`;
  if (family !== "netlink") return test;
  const part = /^\d+$/.test(protocol) ? Number(protocol) : NETLINK_PROTOCOLS.get(protocol);
  return part === undefined ? test : `(${test} and evt.arg.proto=${part})`;
}
