/** What a container does with sockets, and the names it uses. */

export type Transport = "tcp" | "udp" | "unix" | "other";

/** One end of a connection. */
export interface Endpoint {
  /** IPv4 or IPv6 text; an IPv4-mapped IPv6 address is given as IPv4 */
  readonly address: string;
  readonly port: number;
}

/** connect on a socket of the internet families. */
export interface Connect {
  readonly kind: "connect";
  readonly family: "ipv4" | "ipv6";
  readonly transport: "tcp" | "udp" | "other";
  readonly local: Endpoint;
  readonly remote: Endpoint;
  /** 0, -115 (EINPROGRESS: still under way) or another negative errno */
  readonly ret: number;
}

/** Something was sent without a connection, or over a connected UDP socket. */
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
  /** the path as given, `./` before one that begins with `@`; an abstract name begins with `@` */
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

/** bind on a socket without connections: a UDP server, or a client's own port. */
export interface Bind {
  readonly kind: "bind";
  readonly family: "ipv4" | "ipv6";
  readonly transport: "udp" | "other";
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

/** An answer of DNS that was received. */
export interface NameAnswer {
  readonly kind: "name-answer";
  /** what was asked for, lower case, without the last dot */
  readonly name: string;
  /** names on the way to the addresses (CNAME) */
  readonly aliases: readonly string[];
  /** IPv4 and IPv6 text; empty when there is none */
  readonly addresses: readonly string[];
  /** RCODE: 0 no error, 3 no such name */
  readonly code: number;
  readonly server: Endpoint;
}

/** A TLS ClientHello that was sent. */
export interface TlsHello {
  readonly kind: "tls-hello";
  /** the server name; null: none was sent */
  readonly serverName: string | null;
  /** the real name is encrypted; `serverName` is the outer one */
  readonly encrypted?: true;
  readonly remote: Endpoint;
}

/** A plain HTTP request that was sent. */
export interface HttpRequest {
  readonly kind: "http-request";
  readonly method: string;
  /** the Host field without port, lower case; null: none was sent */
  readonly host: string | null;
  /** without query: that may hold secrets */
  readonly path: string;
  readonly remote: Endpoint;
}
