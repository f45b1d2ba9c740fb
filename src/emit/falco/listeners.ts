/** Where connections or datagrams may be awaited: ports of TCP and UDP. */
import type { Baseline, ListenerEntry } from "../../model/baseline/baseline.js";
import { sortedTexts } from "../../model/order.js";
import { anyOf, portTest, evidenceLine } from "./allowance.js";
import type { Allowance } from "./allowance.js";

/**
 * From what ports the kernel chooses, unless it is told otherwise (ip_local_port_range). To Falco
 * the port of such a socket is 0 or missing, as nobody asked for one.
 */
const EPHEMERAL = "(fd.sport=0 or (fd.sport>=32768 and fd.sport<=60999) or not fd.sport exists)";

/** UDP ports that a program chose itself, another each time. */
const AT_RANDOM = "(evt.type=bind and fd.l4proto=udp and fd.sport>=1024)";

/** Falco has no addresses of others, such as vsock. */
const INET: ReadonlySet<string> = new Set(["tcp", "udp", "other"]);

/** Ports: of the address Falco knows what was asked for, which a socket without a port has as its name. */
export function allowListeners({ listeners }: Baseline): Allowance {
  const inet = listeners.filter(({ transport }) => INET.has(transport));
  const tcp = inet.filter(({ transport }) => transport !== "udp");
  const served = [
    ...portsOf(tcp, "listen"),
    ...ephemeralPorts(tcp.filter(isEphemeral)),
    ...portsOf(udpOf(inet), "bind"),
    ...(udpOf(inet).some(isEphemeral) ? [AT_RANDOM] : []),
  ];
  return {
    about: "listened on",
    macro: "cxray_listeners",
    lists: [],
    conditions: served,
    evidence: inet.map((entry) => {
      const { transport, address, port } = entry;
      const mark =
        transport === "udp"
          ? "the program chose ports at random: all are allowed from 1024 on"
          : "the kernel chose the port: all are allowed from which it chooses";
      const what = `${transport} ${address} port ${port ?? "any"}`;
      return evidenceLine(what, entry, { marks: isEphemeral(entry) ? [mark] : [] });
    }),
  };
}

/**
 * Tests of what UDP servers send: answers, to whoever asked. Falco may take either end of such a
 * socket for the server.
 */
export function answersOf({ listeners }: Baseline): string[] {
  const ports = udpOf(listeners).flatMap(({ port }) => port ?? []);
  if (ports.length === 0) return [];
  const test = portTest(ports);
  return [test, test.replace("fd.sport", "fd.cport")].map(
    (each) => `(evt.type!=connect and ${each})`,
  );
}

/**
 * Tests of what TCP servers send on sockets that Falco missed, and then takes for UDP: one thread
 * closes a socket while another accepts one, which gets the same number, and the close is told last.
 * A UDP socket of such a port is reported when it is bound.
 */
export function takenForAnswers({ listeners }: Baseline): string[] {
  const ports = listeners.flatMap(({ transport, port }) =>
    transport === "udp" ? [] : (port ?? []),
  );
  if (ports.length === 0) return [];
  return [`(evt.type!=connect and ${portTest(ports).replace("fd.sport", "fd.cport")})`];
}

function udpOf(entries: readonly ListenerEntry[]): ListenerEntry[] {
  return entries.filter(({ transport }) => transport === "udp");
}

function isEphemeral({ ephemeral, port }: ListenerEntry): boolean {
  return ephemeral === true && port === undefined;
}

function portsOf(entries: readonly ListenerEntry[], event: string): string[] {
  const ports = entries.flatMap(({ port }) => port ?? []);
  return ports.length === 0 ? [] : [`(evt.type=${event} and ${portTest(ports)})`];
}

function isLoopback(address: string): boolean {
  return address === "::1" || address.startsWith("127.");
}

/** Where it was on the loopback alone, nothing but the loopback is allowed. */
function ephemeralPorts(entries: readonly ListenerEntry[]): string[] {
  if (entries.length === 0) return [];
  const addresses = sortedTexts(entries.map(({ address }) => address));
  if (!addresses.every(isLoopback)) return [`(evt.type=listen and ${EPHEMERAL})`];
  const names = addresses.map((address) => `fd.name startswith "${address}:"`);
  return [`(evt.type=listen and ${EPHEMERAL} and ${anyOf(names)})`];
}
