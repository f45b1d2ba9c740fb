/** What the log says of sockets and of names on the network. */
import { unreachable } from "../../model/events/events.js";
import type {
  Bind,
  Endpoint,
  HttpRequest,
  ListenUnix,
  NameAnswer,
  Send,
  Socket,
  TlsHello,
} from "../../model/events/events.js";
import {
  socketFamilyName,
  socketProtocolName,
  socketTypeName,
} from "../../model/kernel/socket-names.js";
import { resultFields } from "./result-fields.js";

/** RCODE (IANA, DNS parameters); 0 is no error. */
const DNS_CODES = ["NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED"] as const;

type Network = Send | ListenUnix | Bind | Socket | NameAnswer | TlsHello | HttpRequest;

export function networkFields(behaviour: Network): Record<string, string> {
  switch (behaviour.kind) {
    case "send":
      return {
        ...remoteFields(behaviour.remote),
        ...resultFields(behaviour.ret),
        saddr: behaviour.local.address,
        sport: String(behaviour.local.port),
      };
    case "listen-unix":
      return { path: behaviour.address };
    case "bind":
      return {
        listen_addr: behaviour.local.address,
        listen_port: String(behaviour.local.port),
        protocol: behaviour.transport,
        ...resultFields(behaviour.ret),
      };
    case "socket":
      return {
        family: socketFamilyName(behaviour.family),
        protocol: socketProtocolName(behaviour.family, behaviour.protocol),
        type: socketTypeName(behaviour.type),
        ...resultFields(behaviour.ret),
      };
    case "name-answer":
      return answerFields(behaviour);
    case "tls-hello":
      return {
        ...remoteFields(behaviour.remote),
        encrypted: String(behaviour.encrypted === true),
        server_name: behaviour.serverName ?? "",
      };
    case "http-request":
      return {
        ...remoteFields(behaviour.remote),
        host: behaviour.host ?? "",
        method: behaviour.method,
        path: behaviour.path,
      };
    default:
      return unreachable(behaviour);
  }
}

function remoteFields({ address, port }: Endpoint): Record<string, string> {
  return { daddr: address, dport: String(port) };
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
