/** The entries of a baseline about the network. */
import type { Evidence, GeneraliseRule, Stars } from "./entries.js";
import type { Transport } from "../events/events.js";
import type { RequestRule } from "./request-rules.js";

export type { RequestRule } from "./request-rules.js";

/** A plain HTTP request to a destination. */
export interface RequestEntry {
  readonly method: string;
  /** the Host field, lower case, without port; empty: none was sent */
  readonly host: string;
  /** without query; a pattern where `rule` is given */
  readonly path: string;
  readonly rule?: RequestRule;
}

/** A name that DNS answered for. */
export interface NameEntry extends Evidence {
  /** a pattern where `rule` is given */
  readonly name: string;
  readonly rule?: GeneraliseRule;
  readonly stars?: Stars;
  /** names on the way, sorted */
  readonly aliases: readonly string[];
  /** sorted; empty: no such name */
  readonly addresses: readonly string[];
}

/** A socket beside TCP, UDP and unix ones that was made. */
export interface SocketEntry extends Evidence {
  /** `netlink`, `packet`, `ipv4`; a number where cxray knows no name */
  readonly family: string;
  /** `raw`, `dgram` */
  readonly type: string;
  /** `icmp`, `route`; the number where cxray knows no name */
  readonly protocol: string;
  readonly results: readonly string[];
}

/** A destination that was called. */
export interface DestinationEntry extends Evidence {
  readonly transport: Transport;
  /**
   * IPv4 or IPv6 text; the name by which DNS led there; `(resolver)`: the server that answered
   * queries of DNS; `(own network)`: an address of the container's own network; for unix sockets
   * the path, `@` before an abstract name, a pattern where `rule` is given
   */
  readonly address: string;
  /** absent for unix sockets, and where the kernel chose the port of a listener of the same run */
  readonly port?: number;
  /** it was a listener of the same run whose port the kernel chose */
  readonly ephemeral?: true;
  readonly rule?: GeneraliseRule;
  readonly stars?: Stars;
  /** the addresses that were called, sorted, where `address` is none */
  readonly addresses?: readonly string[];
  /** results seen, sorted: `connected`, `sent`, an errno's name; `in-progress`: nobody answered */
  readonly results: readonly string[];
  /** the file of a unix socket, links resolved, where it is not `address` */
  readonly path?: string;
  /** names that DNS gave this address to the container, sorted */
  readonly names?: readonly string[];
  /** server names of TLS greetings, sorted */
  readonly serverNames?: readonly string[];
  /** by host, path, method */
  readonly requests?: readonly RequestEntry[];
}

/** Where connections or datagrams were awaited. */
export interface ListenerEntry extends Evidence {
  readonly transport: Transport;
  /** IPv4 or IPv6 text; `(own network)`: the container's own; for unix sockets as in `DestinationEntry` */
  readonly address: string;
  readonly rule?: GeneraliseRule;
  readonly stars?: Stars;
  /** absent for unix sockets, and where the kernel chose the port */
  readonly port?: number;
  /** the kernel chose the port */
  readonly ephemeral?: true;
  /** the file of a unix socket, links resolved, where it is not `address` */
  readonly path?: string;
}
