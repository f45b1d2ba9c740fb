/** One event of each kind, for tests. */
import type { Actor, Behaviour, Event } from "../../src/model/events/events.js";
import { FILE_BEHAVIOURS, NETWORK_BEHAVIOURS, RIGHTS_BEHAVIOURS } from "../model/behaviours.js";

const actor: Actor = {
  pid: 1714,
  tid: 1715,
  ppid: 1,
  uid: 0,
  user: "root",
  comm: "cat",
  phase: "workload",
  origin: "main",
  programs: ["/bin/cat"],
};

/** 2020-01-04T15:40:12.999999999Z */
const TIME = 1_578_152_412_999_999_999n;

export function event(behaviour: Behaviour, more: Partial<Actor> = {}): Event {
  return {
    time: TIME,
    containerId: "b85bd4425f00".padEnd(64, "0"),
    actor: { ...actor, ...more },
    behaviour,
  };
}

export const EXEC: Behaviour = {
  kind: "exec",
  path: "/bin/busybox",
  asked: "/bin/uname",
  argv: ["uname", "-a"],
  storage: "image",
};

export const OPEN: Behaviour = {
  kind: "open",
  path: "/etc/shadow-",
  asked: "/etc/shadow",
  name: "/etc/shadow",
  flags: 0,
  access: "read",
  type: "file",
  storage: "image",
  ret: 3,
};

export const CONNECT: Behaviour = {
  kind: "connect",
  family: "ipv4",
  transport: "tcp",
  local: { address: "172.17.0.2" },
  remote: { address: "93.184.216.34", port: 443 },
  ret: 0,
};

export const LISTEN: Behaviour = {
  kind: "listen",
  family: "ipv4",
  transport: "tcp",
  local: { address: "0.0.0.0", port: 12345 },
};

export const SAMPLE_EVENTS: readonly Event[] = [
  event(EXEC),
  event({ kind: "exec-failed", asked: "/bin/nope", ret: -2 }),
  event(OPEN),
  event(CONNECT),
  event({ kind: "connect-unix", address: "/run/app.sock", path: null, ret: -111 }),
  event(LISTEN),
  ...[...FILE_BEHAVIOURS, ...NETWORK_BEHAVIOURS, ...RIGHTS_BEHAVIOURS].map((behaviour) =>
    event(behaviour),
  ),
  event({ kind: "syscall", abi: "x86_64", nr: 59 }),
  event({ kind: "syscall-refused", abi: "x86_64", nr: 83, ret: -38 }),
];
