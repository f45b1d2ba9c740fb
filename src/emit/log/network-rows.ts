/** Log fields for sockets and DNS. */
import type { Connect, Endpoint, NameAnswer, Send } from "../../model/events/events.js";
import {
  socketFamilyName,
  socketProtocolName,
  socketTypeName,
} from "../../model/kernel/socket-names.js";
import type { LogRows } from "./log-row.js";
import { resultFields } from "./result-fields.js";

/** DNS response codes (IANA, DNS parameters); 0 is no error. */
const DNS_CODES = ["NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED"] as const;

type NetworkKind =
  | "connect"
  | "send"
  | "connect-unix"
  | "listen"
  | "listen-unix"
  | "bind"
  | "socket"
  | "name-answer"
  | "tls-hello"
  | "http-request";

export const NETWORK_ROWS: LogRows<NetworkKind> = {
  connect: {
    names: [
      "tcp_v4_connect",
      "tcp_v6_connect",
      "udp_v4_connect",
      "udp_v6_connect",
      "other_v4_connect",
      "other_v6_connect",
      "vsock_connect",
    ],
    nameOf: (connect) =>
      connect.family === "vsock" ? "vsock_connect" : `${versionOf(connect)}_connect`,
    fieldsOf: ({ local, remote, ret }, { localPort }) => ({
      ...remoteFields(remote),
      ret: String(ret),
      saddr: local.address,
      sport: String(localPort ?? 0),
    }),
  },
  send: {
    names: ["udp_v4_send", "udp_v6_send", "other_v4_send", "other_v6_send"],
    nameOf: (send) => `${versionOf(send)}_send`,
    fieldsOf: ({ local, remote, ret }) => ({
      ...remoteFields(remote),
      ...resultFields(ret),
      saddr: local.address,
      sport: String(local.port),
    }),
  },
  "connect-unix": {
    names: ["unix_connect"],
    fieldsOf: ({ address, ret }) => ({ path: address, ret: String(ret) }),
  },
  listen: {
    names: ["inet_listen"],
    fieldsOf: ({ local, transport }) => ({ ...listenFields(local), protocol: transport }),
  },
  "listen-unix": { names: ["unix_listen"], fieldsOf: ({ address }) => ({ path: address }) },
  bind: {
    names: ["inet_bind", "vsock_bind"],
    nameOf: ({ family }) => (family === "vsock" ? "vsock_bind" : "inet_bind"),
    fieldsOf: ({ local, transport, ret }) => ({
      ...listenFields(local),
      protocol: transport,
      ...resultFields(ret),
    }),
  },
  socket: {
    names: ["socket"],
    fieldsOf: ({ family, type, protocol, ret }) => ({
      family: socketFamilyName(family),
      protocol: socketProtocolName(family, protocol),
      type: socketTypeName(type),
      ...resultFields(ret),
    }),
  },
  "name-answer": { names: ["dns_answer"], fieldsOf: answerFields },
  "tls-hello": {
    names: ["tls_hello"],
    fieldsOf: ({ remote, encrypted, serverName }) => ({
      ...remoteFields(remote),
      encrypted: String(encrypted === true),
      server_name: serverName ?? "",
    }),
  },
  "http-request": {
    names: ["http_request"],
    fieldsOf: ({ remote, host, method, path }) => {
      return { ...remoteFields(remote), host: host ?? "", method, path };
    },
  },
};

/** `tcp_v4`, as in cxray 1 */
function versionOf({ transport, family }: Pick<Connect | Send, "transport" | "family">): string {
  return `${transport}_${family === "ipv6" ? "v6" : "v4"}`;
}

function remoteFields({ address, port }: Endpoint): Record<string, string> {
  return { daddr: address, dport: String(port) };
}

function listenFields({ address, port }: Endpoint): Record<string, string> {
  return { listen_addr: address, listen_port: String(port) };
}

function answerFields(answer: NameAnswer): Record<string, string> {
  return {
    addresses: answer.addresses.join(" "),
    aliases: answer.aliases.join(" "),
    code: DNS_CODES[answer.code] ?? String(answer.code),
    name: answer.name,
    server: answer.server.address,
    server_port: String(answer.server.port),
  };
}
