/** Ports at which others can reach a container. */
import type { Baseline } from "../model/baseline/baseline.js";

export interface OpenPort {
  readonly port: number;
  readonly transport: "tcp" | "udp";
}

/** Addresses that only the container itself can reach. */
const LOOPBACK = /^(?:127\.|::1$|::ffff:127\.)/u;

/** Those that were listened on, by transport and number; never one that the kernel chose. */
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

/** The first port that any process may listen on, unless the kernel is told otherwise. */
const FIRST_UNPRIVILEGED = 1024;

/** For which a process needs a right, where the network doesn't give it to all, as Docker's does. */
export function lowPorts(ports: readonly OpenPort[]): number[] {
  return [...new Set(ports.map(({ port }) => port))].filter((port) => port < FIRST_UNPRIVILEGED);
}
