/** The lists of network activity. */
import { hostile, key, stars, union, unionBy, unionIfAny } from "./fields.js";
import type { Parts } from "./part.js";

/** `tcp 10.0.0.1:443`, `tcp [::1]:80`, `unix /run/app.sock` */
function endpoint(transport: string, address: string, port: number | undefined): string {
  if (port === undefined) return `${transport} ${address}`;
  const host = address.includes(":") ? `[${address}]` : address;
  return `${transport} ${host}:${String(port)}`;
}

export const NETWORK_PARTS = {
  destinations: {
    title: "CALLED #",
    severity: "medium",
    noun: "destination",
    verb: "called",
    lists: "who was called, with what result, by which names",
    words: ({ transport, address, port, ephemeral }) =>
      endpoint(transport, address, port) + (ephemeral === true ? ", a listener of its own" : ""),
    fields: {
      transport: key(),
      address: hostile(key()),
      port: key(),
      ephemeral: key(),
      path: hostile(key()),
      rule: key(),
      stars: stars(),
      addresses: unionIfAny(),
      results: union(),
      names: hostile(unionIfAny()),
      serverNames: hostile(unionIfAny()),
      requests: hostile(
        unionBy(({ host, path, rule = "", method }) => [host, path, rule, method].join("\0")),
      ),
    },
  },
  listeners: {
    title: "LISTENED ON #",
    severity: "medium",
    noun: "address",
    verb: "listened on",
    lists: "where connections and datagrams were awaited",
    words: ({ transport, address, port, ephemeral }) =>
      endpoint(transport, address, port) + (ephemeral === true ? ", on any free port" : ""),
    fields: {
      transport: key(),
      address: hostile(key()),
      port: key(),
      ephemeral: key(),
      path: hostile(key()),
      rule: key(),
      stars: stars(),
    },
    order: ["ephemeral", "transport", "address", "port", "path"],
  },
  names: {
    title: "RESOLVED #",
    severity: "low",
    noun: "name",
    verb: "resolved",
    lists: "names that DNS answered for, with the answers",
    words: ({ name }) => name,
    fields: {
      name: hostile(key()),
      rule: key(),
      stars: stars(),
      aliases: hostile(union()),
      addresses: union(),
    },
  },
  sockets: {
    title: "MADE #",
    severity: "medium",
    noun: "unusual socket",
    verb: "made the socket",
    lists: "raw, packet, netlink and other unusual sockets",
    words: ({ family, type, protocol }) => `${family} ${type} ${protocol}`,
    fields: { family: key(), type: key(), protocol: key(), results: union() },
  },
} satisfies Partial<Parts>;
