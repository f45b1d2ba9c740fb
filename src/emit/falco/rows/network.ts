/** Rules about connections, listeners and other sockets. */
import type { Rule } from "../rule.js";

/**
 * Leaves out connects that reach nobody. getaddrinfo connects a UDP socket to each address of a
 * name, and disconnects it in between (AF_UNSPEC, no address, port 0). In a container without IPv6
 * the kernel refuses such connects before anything is sent, and Falco cannot tell them from those
 * of a TCP socket.
 */
const MAY_REACH_SOMEBODY = [
  "not evt.res=EADDRNOTAVAIL",
  "not (evt.res=ENETUNREACH and evt.arg.addr glob *:*:*)",
  "not (evt.failed=false and fd.sport=0)",
];

/**
 * Leaves out connects after which nothing is sent: those to port 0 (getaddrinfo for a name without a
 * port) and those to port 9 of the loopback (Go, to sort addresses).
 */
const UDP_CONNECT = [
  "(evt.type=connect and fd.sport>0",
  'not fd.name endswith ":0"',
  'not fd.name endswith "->127.0.0.1:9"',
  'not fd.name endswith "->::1:9")',
].join(" and ");

export const NETWORK_RULES: readonly Rule[] = [
  {
    name: "Unexpected connection",
    description:
      "An address and port was called that was not seen to be called in this image, by connect or by data that is sent at once (TCP Fast Open).",
    events: ["connect", "sendto", "sendmsg", "sendmmsg"],
    tests: [
      // any other send goes where the socket is already connected
      "(evt.type=connect or (evt.failed=false and fd.name_changed=true and fd.l4proto=tcp))",
      // Falco has no transport for a connect that is refused at once, nor for IPv4 on an IPv6
      // socket
      "fd.typechar in (4, 6)",
      "not fd.l4proto=udp",
      ...MAY_REACH_SOMEBODY,
    ],
    allowed: "cxray_destinations",
    excuse: "none",
    sentence: "Unexpected destination called from container",
    fields: { to: "evt.arg.addr", call: "evt.type", connection: "fd.name", result: "evt.res" },
    priority: "WARNING",
    tags: ["network", "mitre_command_and_control", "T1071"],
  },
  {
    name: "Unexpected datagram",
    description:
      "A UDP socket was connected to, or sent a first datagram to, an address and port that was not seen to be used in this image.",
    events: ["sendto", "sendmsg", "sendmmsg", "connect"],
    result: "evt.failed=false",
    tests: [
      "fd.l4proto=udp",
      // a write to a connected socket is no send: its connect is checked instead
      `(${UDP_CONNECT} or (evt.type!=connect and fd.name_changed=true))`,
    ],
    allowed: "cxray_datagrams",
    excuse: "none",
    sentence: "Unexpected destination of datagrams from container",
    fields: { call: "evt.type", connection: "fd.name" },
    priority: "WARNING",
    tags: ["network", "mitre_exfiltration", "T1048"],
  },
  {
    name: "Unexpected listener",
    description:
      "Connections or datagrams are awaited on a port on which they were not seen to be awaited in this image.",
    events: ["listen", "bind"],
    tests: [
      "fd.typechar in (4, 6)",
      // port 0: the kernel chooses, as for clients
      "(evt.type=listen or (evt.failed=false and fd.l4proto=udp and fd.sport>0))",
    ],
    allowed: "cxray_listeners",
    excuse: "none",
    sentence: "Unexpected listener in container",
    fields: { call: "evt.type", socket: "fd.name" },
    priority: "WARNING",
    tags: ["network", "mitre_command_and_control", "T1571"],
  },
  {
    name: "Unexpected unix socket",
    description:
      "A unix socket was called, or got an address, that was not seen to be called or given in this image.",
    events: ["connect", "bind"],
    tests: ["fd.typechar=u", "(evt.type=connect or (evt.failed=false and evt.arg.addr exists))"],
    allowed: "cxray_unix_sockets",
    excuse: "set-up",
    sentence: "Unexpected unix socket used in container",
    fields: { call: "evt.type", address: "evt.arg.addr", result: "evt.res" },
    priority: "NOTICE",
    tags: ["network", "mitre_execution", "T1559"],
  },
  {
    name: "Unexpected socket",
    description:
      "A raw, packet, netlink or otherwise unusual socket was made, of a sort that was not seen to be made in this image.",
    events: ["socket"],
    result: "evt.failed=false",
    tests: ["cxray_unusual_socket"],
    allowed: "cxray_sockets",
    excuse: "set-up",
    sentence: "Unexpected socket made in container",
    fields: { family: "evt.arg.domain", type: "evt.arg.type", protocol: "evt.arg.proto" },
    priority: "WARNING",
    tags: ["network", "mitre_discovery", "T1040"],
  },
];
