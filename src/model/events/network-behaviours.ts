/** What a container does with sockets, and the names it uses. */
import type { KindRows } from "./kind-row.js";

export type { Transport } from "../baseline/document.js";

/** One end of a connection. */
export interface Endpoint {
  /**
   * an IPv4 or IPv6 address; an IPv4-mapped IPv6 address is given as IPv4; for vsock the CID, or
   * `any`
   */
  readonly address: string;
  readonly port: number;
}

/**
 * A connect on an IPv4, IPv6 or vsock socket. (Virtual machines talk to their host over vsock.) For
 * TCP the result is that of the connection itself, even if the call did not wait for it.
 */
export interface Connect {
  readonly kind: "connect";
  readonly family: "ipv4" | "ipv6" | "vsock";
  readonly transport: "tcp" | "udp" | "vsock" | "other";
  /** its port differs each time and is in `Event` */
  readonly local: Pick<Endpoint, "address">;
  readonly remote: Endpoint;
  /** 0; -115 (EINPROGRESS): given up, or unfinished at the end; or another negative errno */
  readonly ret: number;
}

/**
 * Data was sent without a connection, or over a connected UDP socket. One event for each actor,
 * destination and result.
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
   * The requested address; for a connect to an abstract name, the kernel's. A path that begins with
   * `@` gets `./` before it; an abstract name begins with `@`.
   */
  readonly address: string;
  /** the socket's file as the kernel knows it, links resolved; null: abstract, or unknown */
  readonly path: string | null;
  readonly ret: number;
}

/** listen on a TCP socket that succeeded. */
export interface Listen {
  readonly kind: "listen";
  readonly family: "ipv4" | "ipv6";
  readonly transport: "tcp" | "other";
  readonly local: Endpoint;
  /** the kernel chose the port, which differs in each run */
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

/** A socket other than TCP, UDP and unix: raw, packet, netlink and other families. */
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
 * A DNS answer received from port 53. The kernel reports the sender's address; the content is
 * whatever the sender claims.
 */
export interface NameAnswer {
  readonly kind: "name-answer";
  /** the requested name, lower case, without the final dot, odd bytes as \DDD */
  readonly name: string;
  /** the requested type: 1 A, 28 AAAA and so on; addresses come only with A, AAAA and 255 */
  readonly type: number;
  /** names that lead to the addresses (CNAME) */
  readonly aliases: readonly string[];
  /** IPv4 and IPv6 addresses; empty: there are none */
  readonly addresses: readonly string[];
  /** RCODE: 0 no error, 3 no such name */
  readonly code: number;
  /** the answer was cut: there may be more addresses */
  readonly truncated?: true;
  readonly server: Endpoint;
}

/** A TLS ClientHello sent over TCP. One whose server name was not seen is not reported. */
export interface TlsHello {
  readonly kind: "tls-hello";
  /** the server name, lower case; null: none was sent */
  readonly serverName: string | null;
  /** the real name is encrypted, or seems to be; `serverName` is the outer name */
  readonly encrypted?: true;
  /** only the beginning was seen, so the real name may be encrypted */
  readonly truncated?: true;
  readonly remote: Endpoint;
}

/** A plain HTTP/1 request that was sent over TCP. */
export interface HttpRequest {
  readonly kind: "http-request";
  readonly method: string;
  /** the requested host, lower case; null: the data sent at once contained no valid one */
  readonly host: string | null;
  /** the port after the host; absent: there was none */
  readonly port?: number;
  /** without the query, which may contain secrets; empty for CONNECT, which has no path */
  readonly path: string;
  /** the path is longer, or may be */
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

/** The rows of KINDS for these. */
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
