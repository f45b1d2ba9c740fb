/** Listening TCP and UDP ports. */
import type { Baseline, ListenerEntry } from "../../model/baseline/baseline.js";
import { sortedTexts } from "../../model/order.js";
import { anyOf, portTest, evidenceLine } from "./allowance.js";
import type { Allowance } from "./allowance.js";

/**
 * Ports that the kernel chooses by default (ip_local_port_range). Falco reports port 0 or none for
 * such a socket, because the program asked for no port.
 */
const EPHEMERAL = "(fd.sport=0 or (fd.sport>=32768 and fd.sport<=60999) or not fd.sport exists)";

/** UDP ports that the program chose itself, different in each run. */
const AT_RANDOM = "(evt.type=bind and fd.l4proto=udp and fd.sport>=1024)";

/** Falco has no addresses of other transports, such as vsock. */
const INET: ReadonlySet<string> = new Set(["tcp", "udp", "other"]);

/**
 * Tests the port alone: Falco has only the requested address, and a socket without a port has it as
 * its name.
 */
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
 * Conditions for answers of UDP servers to any client. Falco may take either end of such a socket
 * for the server.
 */
export function answersOf({ listeners }: Baseline): string[] {
  const ports = udpOf(listeners).flatMap(({ port }) => port ?? []);
  if (ports.length === 0) return [];
  return ["fd.sport", "fd.cport"].map(
    (field) => `(evt.type!=connect and ${portTest(ports, field)})`,
  );
}

/**
 * Conditions for data of TCP servers that Falco takes for UDP: one thread closes a socket while
 * another accepts one and gets the same descriptor, and Falco sees the close last. A real UDP
 * socket on such a port is still reported when it is bound.
 */
export function takenForAnswers({ listeners }: Baseline): string[] {
  const ports = listeners.flatMap(({ transport, port }) =>
    transport === "udp" ? [] : (port ?? []),
  );
  if (ports.length === 0) return [];
  return [`(evt.type!=connect and ${portTest(ports, "fd.cport")})`];
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

/** If all addresses were loopback addresses, only these are allowed. */
function ephemeralPorts(entries: readonly ListenerEntry[]): string[] {
  if (entries.length === 0) return [];
  const addresses = sortedTexts(entries.map(({ address }) => address));
  if (!addresses.every(isLoopback)) return [`(evt.type=listen and ${EPHEMERAL})`];
  const names = addresses.map((address) => `fd.name startswith "${address}:"`);
  return [`(evt.type=listen and ${EPHEMERAL} and ${anyOf(names)})`];
}
