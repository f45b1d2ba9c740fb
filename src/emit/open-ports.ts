/** Ports at which others can reach a container. */
import type { Baseline } from "../model/baseline/baseline.js";

export interface OpenPort {
  readonly port: number;
  readonly transport: "tcp" | "udp";
}

/** Addresses that only the container itself can reach. */
const LOOPBACK = /^(?:127\.|::1$|::ffff:127\.)/u;

/** The listening ports, sorted by transport and number, without those that the kernel chose. */
export function openPorts({ listeners }: Baseline): OpenPort[] {
  const ports = new Map<string, OpenPort>();
  for (const { transport, address, port, ephemeral } of listeners) {
    if (transport !== "tcp" && transport !== "udp") continue;
    if (port === undefined || ephemeral === true) continue;
    if (!LOOPBACK.test(address)) ports.set(`${transport} ${String(port)}`, { port, transport });
  }
  return [...ports.values()].toSorted(
    (a, b) => a.transport.localeCompare(b.transport) || a.port - b.port,
  );
}

/** The lowest port that needs no privilege by default. */
const FIRST_UNPRIVILEGED = 1024;

/** Ports that need a privilege, unless the network grants it to every process, as Docker's does. */
export function lowPorts(ports: readonly OpenPort[]): number[] {
  return [...new Set(ports.map(({ port }) => port))].filter((port) => port < FIRST_UNPRIVILEGED);
}
