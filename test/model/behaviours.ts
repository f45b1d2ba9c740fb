/** One behaviour of every new-fangled kind: files that change, sockets, names, rights. */
import type { Behaviour, ChangedPath } from "../../src/model/events/events.js";

export function changedPath(path: string, more: Partial<ChangedPath> = {}): ChangedPath {
  return { path, asked: path, name: path, storage: "upper", ...more };
}

const REMOTE = { address: "93.184.216.34", port: 80 };
const LOCAL = { address: "172.17.0.2", port: 40000 };

export const FILE_BEHAVIOURS: readonly Behaviour[] = [
  {
    kind: "change",
    operation: "rename",
    from: changedPath("/tmp/old"),
    to: changedPath("/tmp/new"),
    ret: 0,
  },
  {
    kind: "written",
    path: "/tmp/new",
    content: "elf",
    executable: true,
    storage: "upper",
  },
];

export const NETWORK_BEHAVIOURS: readonly Behaviour[] = [
  { kind: "send", family: "ipv4", transport: "udp", local: LOCAL, remote: REMOTE, ret: 0 },
  { kind: "listen-unix", address: "/run/app.sock", path: "/run/app.sock" },
  {
    kind: "bind",
    family: "ipv4",
    transport: "udp",
    local: { address: "0.0.0.0", port: 53 },
    ret: 0,
  },
  { kind: "socket", family: 16, type: 3, protocol: 0, ret: 0 },
  {
    kind: "name-answer",
    name: "example.org",
    type: 1,
    aliases: [],
    addresses: ["93.184.216.34"],
    code: 0,
    server: { address: "127.0.0.11", port: 53 },
  },
  { kind: "tls-hello", serverName: "example.org", remote: { ...REMOTE, port: 443 } },
  {
    kind: "http-request",
    method: "GET",
    host: "example.org",
    path: "/index",
    remote: REMOTE,
  },
];

export const RIGHTS_BEHAVIOURS: readonly Behaviour[] = [
  { kind: "argument", abi: "x86_64", nr: 41, values: [16, 3, 0] },
  { kind: "capability", capability: 10, granted: true, abi: "x86_64", nr: 49, ret: 0 },
  { kind: "privilege", abi: "x86_64", nr: 105, values: [33, 0, 0, 0], ret: 0 },
  { kind: "signal", signal: 15, target: "child", executable: "/usr/sbin/nginx", ret: 0 },
  { kind: "unseen", what: "io-uring-operations" },
];
