/** Destinations: addresses and ports that containers may connect or send to. */
import { isIP } from "node:net";
import type { Baseline, DestinationEntry } from "../../model/baseline/baseline.js";
import { sortedTexts } from "../../model/order.js";
import { answersOf, takenForAnswers } from "./listeners.js";
import { groupBy, isOneOf, portTest, evidenceLine } from "./allowance.js";
import type { Allowance, EvidenceLine } from "./allowance.js";
import { allowSubnets, attemptPattern, subnetsOf } from "./subnets.js";

export interface Destination extends DestinationEntry {
  readonly port: number;
}

/** One entry per address: Falco compares destinations by address. */
function destinationsOf({ destinations }: Baseline): Destination[] {
  return destinations
    .flatMap((entry) => {
      const { address, addresses = [address] } = entry;
      return addresses.map((each) => ({ ...entry, address: each }));
    })
    .filter(isReachable);
}

function isReachable(entry: DestinationEntry): entry is Destination {
  return isIP(entry.address) !== 0 && !entry.address.includes("%") && entry.port !== undefined;
}

/** For IPv4 on an IPv6 socket Falco has no transport, so UDP there looks like TCP. */
const NO_TRANSPORT = "not fd.l4proto=tcp";

/**
 * Allows pairs of address and port, as recorded. For a connect that is refused at once Falco has no
 * peer, only the requested address.
 */
export function allowDestinations(baseline: Baseline): Allowance {
  const all = destinationsOf(baseline);
  const called = all.filter(({ transport }) => transport === "tcp" || transport === "other");
  const datagrams = datagramTests(baseline).map((test) => `(${NO_TRANSPORT} and ${test})`);
  return {
    about: "called",
    macro: "cxray_destinations",
    lists: [],
    conditions: [
      ...together(called, baseline),
      ...chosenPorts(baseline.destinations.filter((entry) => !isUdp(entry))),
      ...attempts(called, baseline),
      ...datagrams,
    ],
    evidence: called.map((entry) => evidenceLineOf(entry, baseline)),
  };
}

/** The same for UDP: destinations of datagrams and of connects. */
export function allowDatagrams(baseline: Baseline): Allowance {
  const udp = destinationsOf(baseline).filter(isUdp);
  return {
    about: "datagrams sent to",
    macro: "cxray_datagrams",
    lists: [],
    conditions: [...datagramTests(baseline), ...answersOf(baseline), ...takenForAnswers(baseline)],
    evidence: udp.map((entry) => evidenceLineOf(entry, baseline)),
  };
}

/** Destination ports that the kernel chose for one of the image's own listeners. */
function chosenPorts(destinations: readonly DestinationEntry[]): string[] {
  const own = destinations.filter(({ ephemeral }) => ephemeral === true);
  const addresses = sortedTexts(own.flatMap(({ address, addresses = [address] }) => addresses));
  return addresses.length === 0 ? [] : [`(fd.sport>=32768 and ${isOneOf("fd.sip", addresses)})`];
}

function isUdp({ transport }: DestinationEntry): boolean {
  return transport === "udp";
}

function datagramTests(baseline: Baseline): string[] {
  const udp = destinationsOf(baseline).filter(isUdp);
  const sent = udp.filter(({ results }) => results.some((result) => result !== "connected"));
  const connected = udp.filter((entry) => !sent.includes(entry));
  const connects = [
    ...together(connected, baseline),
    ...sortedAddresses(baseline),
    ...sortedListeners(baseline),
  ];
  const chosen = chosenPorts(baseline.destinations.filter(isUdp));
  return [
    ...together(sent, baseline),
    ...chosen,
    ...connects.map((test) => `(evt.type=connect and ${test})`),
  ];
}

/**
 * glibc connects a UDP socket to each address of a name, with the port of the later call, to sort
 * the addresses (RFC 6724). It sends nothing.
 */
function sortedAddresses(baseline: Baseline): string[] {
  const called = destinationsOf(baseline).filter((entry) => !isUdp(entry));
  if (called.length === 0) return [];
  const answered = baseline.names
    .flatMap(({ addresses }) => addresses)
    .filter((each) => isIP(each));
  const local = called.some(({ address }) => isLoopback(address)) ? ["127.0.0.1", "::1"] : [];
  const addresses = [...called.map(({ address }) => address), ...answered, ...local];
  const ports = portTest(called.map(({ port }) => port));
  const names = hostNames(called);
  const subnets = subnetsOf(called, baseline);
  return [
    `(${ports} and ${isOneOf("fd.sip", addresses)})`,
    ...(names.length === 0 ? [] : [`(${ports} and ${isOneOf("fd.sip.name", names)})`]),
    ...(subnets.length === 0 ? [] : [`(${ports} and ${allowSubnets(subnets)})`]),
  ];
}

/**
 * A server asks getaddrinfo for its listening addresses, and glibc sorts these in the same way,
 * with connects to the container itself.
 */
function sortedListeners({ listeners }: Baseline): string[] {
  const ports = listeners.flatMap(({ transport, port }) =>
    transport === "tcp" ? (port ?? []) : [],
  );
  if (ports.length === 0) return [];
  return [`(${portTest(ports)} and ${isOneOf("fd.sip", ["0.0.0.0", "127.0.0.1", "::", "::1"])})`];
}

function isLoopback(address: string): boolean {
  return address === "::1" || address.startsWith("127.");
}

/** Up to this many ports are compared one by one; beyond it, conditions are grouped by address. */
const MOST_PORTS = 64;

/** Conditions grouped by port, or by address if there are many ports and fewer addresses. */
function together(entries: readonly Destination[], baseline: Baseline): string[] {
  const byPort = groupBy(entries, ({ port }) => String(port));
  const byAddress = groupBy(entries, ({ address }) => address);
  if (byPort.length > MOST_PORTS && byAddress.length < byPort.length) {
    return byAddress.map(([address, group]) => {
      return `(${isOneOf("fd.sip", [address])} and ${portTest(group.map(({ port }) => port))})`;
    });
  }
  return byPort.flatMap(([port, group]) => {
    const names = hostNames(group);
    const subnets = subnetsOf(group, baseline);
    return [
      isOneOf(
        "fd.sip",
        group.map(({ address }) => address),
      ),
      ...(names.length === 0 ? [] : [isOneOf("fd.sip.name", names)]),
      ...(subnets.length === 0 ? [] : [allowSubnets(subnets)]),
    ].map((test) => `(fd.sport=${port} and ${test})`);
  });
}

/** Names with a dot. A name without one resolves only inside the container or its network. */
const HOST_NAME = /^(?=.{1,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z][a-z0-9-]*$/;

/** Falco's host resolves these names itself, so the rule follows an address that changes. */
function hostNames(group: readonly Destination[]): string[] {
  return sortedTexts(
    group.flatMap((entry) => entry.names ?? []).filter((each) => HOST_NAME.test(each)),
  );
}

/**
 * The address of a refused connect as text. Falco writes IPv6 with or without brackets, depending
 * on its version, and IPv4 on an IPv6 socket with the prefix `::ffff:`.
 */
function attempts(entries: readonly Destination[], baseline: Baseline): string[] {
  if (entries.length === 0) return [];
  const texts = entries.flatMap(({ address, port }) =>
    isIP(address) === 6
      ? [`${address}:${port}`, `[${address}]:${port}`]
      : [`${address}:${port}`, `::ffff:${address}:${port}`],
  );
  const inSubnets = groupBy(entries, ({ port }) => String(port)).flatMap(([port, group]) =>
    subnetsOf(group, baseline).map(
      (subnet) => `(evt.failed=true and evt.arg.addr regex "${attemptPattern(subnet, port)}")`,
    ),
  );
  return [`(evt.failed=true and ${isOneOf("evt.arg.addr", texts)})`, ...inSubnets];
}

function evidenceLineOf(entry: Destination, baseline: Baseline): EvidenceLine {
  const names = entry.names ?? [];
  const subnets = subnetsOf([entry], baseline);
  const known = names.length === 0 ? [] : [`as ${names.join(", ")}`];
  const byName = (names.length === 0 ? [] : hostNames([entry])).map(
    (name) => `allowed by the name ${name} too, whatever address Falco's own host is told for it`,
  );
  const bySubnet = subnets.map(
    (subnet) => `the engine's own DNS told its address, which may be any of ${subnet}`,
  );
  return evidenceLine(`${entry.address} port ${entry.port}`, entry, {
    notes: known,
    marks: [...byName, ...bySubnet],
  });
}
