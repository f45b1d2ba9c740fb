/** What the log says of sockets and of names on the network. */
import { unreachable } from "../../model/events.js";
import type {
  Bind,
  Endpoint,
  HttpRequest,
  ListenUnix,
  NameAnswer,
  Send,
  Socket,
  TlsHello,
} from "../../model/events.js";

type Network = Send | ListenUnix | Bind | Socket | NameAnswer | TlsHello | HttpRequest;

export function networkFields(behaviour: Network): Record<string, string> {
  switch (behaviour.kind) {
    case "send":
      return {
        ...remoteFields(behaviour.remote),
        ret: String(behaviour.ret),
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
        ret: String(behaviour.ret),
      };
    case "socket":
      return {
        family: String(behaviour.family),
        protocol: String(behaviour.protocol),
        ret: String(behaviour.ret),
        type: String(behaviour.type),
      };
    case "name-answer":
      return {
        addresses: behaviour.addresses.join(" "),
        aliases: behaviour.aliases.join(" "),
        code: String(behaviour.code),
        name: behaviour.name,
        server: behaviour.server.address,
      };
    case "tls-hello":
      return { ...remoteFields(behaviour.remote), server_name: behaviour.serverName ?? "" };
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
