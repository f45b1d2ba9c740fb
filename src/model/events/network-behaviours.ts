/** What a container does with sockets, and the names it uses. */
import type { KindRows } from "./kind-row.js";

export type { Transport } from "../baseline/document.js";

/** One end of a connection. */
export interface Endpoint {
  /**
   * IPv4 or IPv6 text; an IPv4-mapped IPv6 address is given as IPv4; of vsock the number of the
   * machine (CID), or `any`
   */
  readonly address: string;
  readonly port: number;
}

/**
 * connect on a socket of the internet families, or of vsock, by which virtual machines talk to their
 * host. Of TCP it has the result of the connection itself,
 * also where the call did not wait for it.
 */
export interface Connect {
  readonly kind: "connect";
  readonly family: "ipv4" | "ipv6" | "vsock";
  readonly transport: "tcp" | "udp" | "vsock" | "other";
  /** its port, another one each time, is the event's: see `Event` */
  readonly local: Pick<Endpoint, "address">;
  readonly remote: Endpoint;
  /** 0, another negative errno, or -115 (EINPROGRESS): given up, or still under way at the end */
  readonly ret: number;
}

/**
 * Something was sent without a connection, or over a connected UDP socket. One for each actor,
 * destination and result, however often it was done.
 */
export interface Send {
  readonly kind: "send";
  readonly family: "ipv4" | "ipv6";
  readonly transport: "udp" | "other";
  readonly local: Endpoint;
  readonly remote: Endpoint;
  /** 0, or a negative errno */
  readonly ret: number;
}

/** connect on a unix socket, or a datagram sent to one by its address. */
export interface ConnectUnix {
  readonly kind: "connect-unix";
  /**
   * What was asked for; of a connect to an abstract name what the kernel tells. `./` stands before a
   * path that begins with `@`; an abstract name begins with `@`.
   */
  readonly address: string;
  /** the socket's file as the kernel knows it, links resolved; null: abstract, or not known */
  readonly path: string | null;
  readonly ret: number;
}

/** listen on a TCP socket that succeeded. */
export interface Listen {
  readonly kind: "listen";
  readonly family: "ipv4" | "ipv6";
  readonly transport: "tcp" | "other";
  readonly local: Endpoint;
  /** the kernel chose the port: another run has another */
  readonly ephemeral?: true;
}

/** listen on a unix socket, or bind of one for datagrams. */
export interface ListenUnix {
  readonly kind: "listen-unix";
  /** as for `ConnectUnix` */
  readonly address: string;
  readonly path: string | null;
}

/** bind on a socket without connections (a UDP server, or a client's own port), or on a vsock. */
export interface Bind {
  readonly kind: "bind";
  readonly family: "ipv4" | "ipv6" | "vsock";
  readonly transport: "udp" | "vsock" | "other";
  readonly local: Endpoint;
  readonly ephemeral?: true;
  /** 0, or a negative errno */
  readonly ret: number;
}

/** A socket that reaches past TCP, UDP and unix sockets: raw, packet, netlink and other families. */
export interface Socket {
  readonly kind: "socket";
  /** AF_* */
  readonly family: number;
  /** SOCK_*, without flags */
  readonly type: number;
  readonly protocol: number;
  /** 0, or a negative errno */
  readonly ret: number;
}

/**
 * An answer of DNS that was received from port 53. The kernel says from where; what it says is the
 * word of whoever answers there.
 */
export interface NameAnswer {
  readonly kind: "name-answer";
  /** what was asked for, lower case, without the last dot, odd bytes as \DDD */
  readonly name: string;
  /** what was asked: 1 A, 28 AAAA and so on; addresses come with A, AAAA and 255 only */
  readonly type: number;
  /** names on the way to the addresses (CNAME) */
  readonly aliases: readonly string[];
  /** IPv4 and IPv6 text; empty when there is none */
  readonly addresses: readonly string[];
  /** RCODE: 0 no error, 3 no such name */
  readonly code: number;
  /** the answer was cut: there may be more addresses */
  readonly truncated?: true;
  readonly server: Endpoint;
}

/** A TLS ClientHello that was sent over TCP. One whose name was not seen is none. */
export interface TlsHello {
  readonly kind: "tls-hello";
  /** the server name, lower case; null: none was sent */
  readonly serverName: string | null;
  /** the real name is encrypted, or seems to be; `serverName` is the outer one */
  readonly encrypted?: true;
  /** only the beginning was seen: it may be encrypted after all */
  readonly truncated?: true;
  readonly remote: Endpoint;
}

/** A plain HTTP/1 request that was sent over TCP. */
export interface HttpRequest {
  readonly kind: "http-request";
  readonly method: string;
  /** whom it asks for, lower case; null: no legal one was in what was sent at once */
  readonly host: string | null;
  /** the port beside the host; absent: none was there */
  readonly port?: number;
  /** without query: that may hold secrets; empty for CONNECT, which has none */
  readonly path: string;
  /** the path goes on, or may go on */
  readonly pathTruncated?: true;
  readonly remote: Endpoint;
}

export type NetworkBehaviour =
  | Connect
  | Send
  | ConnectUnix
  | Listen
  | ListenUnix
  | Bind
  | Socket
  | NameAnswer
  | TlsHello
  | HttpRequest;

/** Their rows of KINDS. */
export const NETWORK_KINDS = {
  connect: {
    sort: "done",
    summary: "a socket of the internet families (TCP, UDP and others), or a vsock, was connected",
  },
  send: {
    sort: "done",
    summary:
      "something was sent to an address without a connection, or over a connected UDP socket",
  },
  "connect-unix": {
    sort: "done",
    summary: "a unix socket was connected, or a datagram sent to one",
  },
  listen: { sort: "done", summary: "connections are awaited on a port" },
  "listen-unix": { sort: "done", summary: "a unix socket awaits connections or datagrams" },
  bind: {
    sort: "done",
    summary: "a UDP or raw socket, or a vsock, was given an address of its own",
  },
  socket: { sort: "done", summary: "a raw, packet, netlink or other unusual socket was made" },
  "name-answer": { sort: "done", summary: "DNS answered" },
  "tls-hello": { sort: "done", summary: "a TLS connection was begun" },
  "http-request": { sort: "done", summary: "a plain HTTP request was sent" },
} as const satisfies KindRows<NetworkBehaviour>;
