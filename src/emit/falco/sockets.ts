/** Unusual sockets, by family: all but TCP, UDP and unix sockets. */
import type {
  ArgumentEntry,
  Baseline,
  Evidence,
  SocketEntry,
} from "../../model/baseline/baseline.js";
import { sortedTexts } from "../../model/order.js";
import { socketFamilyName, socketProtocolName } from "../../model/kernel/socket-names.js";
import { evidenceLine } from "./allowance.js";
import type { Allowance } from "./allowance.js";

/** Falco's names are AF_NETLINK and so on, except for these. One number may have two names. */
const FAMILIES: Readonly<Record<string, readonly string[]>> = {
  netlink: ["AF_NETLINK", "AF_ROUTE"],
  decnet: ["AF_DECnet"],
};

/**
 * Families that Falco has no name for (flags_table.c), such as vsock: it reports all of them as
 * one.
 */
const UNNAMED: ReadonlySet<string> = new Set(
  [27, 28, 40, 41, 42, 43, 44, 45].map(socketFamilyName),
);

function isUnnamed(family: string): boolean {
  return /^\d+$/.test(family) || UNNAMED.has(family);
}

const AF_NETLINK = 16;
/** Protocol numbers by name; there are at most 32 (MAX_LINKS). */
const NETLINK_PROTOCOLS: ReadonlyMap<string, number> = new Map(
  Array.from({ length: 32 }, (_, protocol) => [socketProtocolName(AF_NETLINK, protocol), protocol]),
);

/** SOCK_RAW and SOCK_PACKET, with and without SOCK_NONBLOCK (2048) and SOCK_CLOEXEC (524288). */
const RAW = "evt.arg.type in (3, 10, 2051, 2058, 524291, 524298, 526339, 526346)";

/** Datagram sockets for ping and other ICMP, by their protocol: neither raw sockets nor UDP. */
const ICMP: ReadonlyMap<string, number> = new Map([
  ["ipv4", 1],
  ["ipv6", 58],
]);

/** The condition of an unusual socket. */
export const UNUSUAL_SOCKET: readonly string[] = [
  "evt.arg.domain exists and not evt.arg.domain contains AF_UNIX and not evt.arg.domain contains AF_LOCAL",
  `and (not evt.arg.domain contains AF_INET or ${RAW} or evt.arg.proto in (${[...ICMP.values()].join(", ")}))`,
];

/**
 * Allows sockets by family; netlink sockets by protocol too, which says what part of the kernel
 * they reach.
 */
export function allowSockets(baseline: Baseline): Allowance {
  const done = baseline.sockets.filter(({ results }) => results.includes("done"));
  const made = [...done, ...baseline.syscallArguments.flatMap(pingOf)];
  return {
    about: "unusual sockets made",
    macro: "cxray_sockets",
    lists: [],
    conditions: sortedTexts(made.map(conditionOf)),
    evidence: made.map((entry) =>
      evidenceLine(`${entry.family} ${entry.type} ${entry.protocol}`, entry, {
        marks: marksOf(entry),
      }),
    ),
  };
}

function marksOf({ family }: Made): string[] {
  return isUnnamed(family) ? ["Falco has no name of this family: all such are allowed"] : [];
}

type Made = Pick<SocketEntry, "family" | "type" | "protocol"> & Evidence;

const SOCK_DGRAM = 2;

/** Ping sockets are not in a baseline's sockets. The recorded arguments of `socket` show them. */
function pingOf({ call, values, ...entry }: ArgumentEntry): Made[] {
  const [domain = 0, type, protocol = 0] = values;
  const family = socketFamilyName(domain);
  const isPing = type === SOCK_DGRAM && ICMP.get(family) === protocol;
  if (!isPing || !call.startsWith("socket")) return [];
  const names = { type: "dgram", protocol: socketProtocolName(domain, protocol) };
  return [{ ...entry, family, ...names }];
}

function conditionOf({ family, type, protocol }: Made): string {
  if (isUnnamed(family)) return "evt.arg.domain contains AF_UNSPEC";
  const icmp = ICMP.get(family);
  if (icmp !== undefined) {
    const test = type === "dgram" ? `evt.arg.proto=${icmp} and not ${RAW}` : RAW;
    return `(evt.arg.domain=${family === "ipv4" ? "AF_INET" : "AF_INET6"} and ${test})`;
  }
  const names = FAMILIES[family] ?? [`AF_${family.toUpperCase().replace(/[^A-Z0-9]/g, "_")}`];
  const tests = names.map((name) => `evt.arg.domain contains ${name}`);
  const test = tests.length === 1 ? tests.join("") : `(${tests.join(" or ")})`;
  if (family !== "netlink") return test;
  const part = /^\d+$/.test(protocol) ? Number(protocol) : NETLINK_PROTOCOLS.get(protocol);
  return part === undefined ? test : `(${test} and evt.arg.proto=${part})`;
}
