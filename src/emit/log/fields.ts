/**
 * What a line of the log says of an event. The names and keys of `execve`, `open`,
 * `tcp_v4_connect` and `inet_listen` are those of cxray 1 and stay; the others came later.
 * All values are text, and keys stand in alphabetical order, as cxray 1 wrote them.
 */
import { errnoName } from "../../model/errno.js";
import { unreachable } from "../../model/events.js";
import type { Behaviour, Event } from "../../model/events.js";
import { syscallName } from "../../model/syscalls.js";

export interface LogFields {
  readonly name: string;
  /** keys in alphabetical order */
  readonly data: Readonly<Record<string, string>>;
}

/** An event's name in the log, and its data. */
export function logFields(event: Event): LogFields {
  const { actor, behaviour } = event;
  const name = nameOf(behaviour);
  const own = dataOf(behaviour);
  // comm, pid and uid are on every line; an exec's comm is the file that was executed
  const data: Record<string, string> = {
    comm: actor.comm,
    pid: String(actor.pid),
    uid: String(actor.uid),
    ...own,
  };
  if (name === "execve" || name === "running") data["user"] = actor.user;
  return { name, data: inOrder(data) };
}

function inOrder(data: Readonly<Record<string, string>>): Record<string, string> {
  const sorted: Record<string, string> = {};
  for (const key of Object.keys(data).sort()) sorted[key] = data[key] ?? "";
  return sorted;
}

function nameOf(behaviour: Behaviour): string {
  switch (behaviour.kind) {
    case "exec":
      // it was not executed while cxray watched: a line `execve` would say so
      return behaviour.beforeRecording ? "running" : "execve";
    case "exec-failed":
      return "execve";
    case "open":
      return "open";
    case "connect":
      return `${behaviour.transport}_${behaviour.family === "ipv6" ? "v6" : "v4"}_connect`;
    case "connect-unix":
      return "unix_connect";
    case "listen":
      return "inet_listen";
    case "syscall":
      return "syscall";
    case "syscall-refused":
      return "syscall_refused";
    default:
      return unreachable(behaviour);
  }
}

function dataOf(behaviour: Behaviour): Record<string, string> {
  switch (behaviour.kind) {
    case "exec":
      if (behaviour.beforeRecording) return { exe: behaviour.path };
      return {
        argv: behaviour.argv.slice(1).join(" "),
        comm: behaviour.asked,
        exe: behaviour.path,
        ret: "0",
      };
    case "exec-failed":
      return { argv: "", comm: behaviour.asked, ret: String(behaviour.ret) };
    case "open": {
      const data = { fname: behaviour.asked, ret: String(behaviour.ret) };
      return behaviour.path === null ? data : { ...data, path: behaviour.path };
    }
    case "connect":
      return {
        daddr: behaviour.remote.address,
        dport: String(behaviour.remote.port),
        ret: String(behaviour.ret),
        saddr: behaviour.local.address,
        sport: String(behaviour.local.port),
      };
    case "connect-unix":
      return { path: behaviour.address, ret: String(behaviour.ret) };
    case "listen":
      return {
        listen_addr: behaviour.local.address,
        listen_port: String(behaviour.local.port),
        protocol: behaviour.transport,
      };
    case "syscall":
      return callOf(behaviour);
    case "syscall-refused":
      return { ...callOf(behaviour), error: errnoName(behaviour.ret), ret: String(behaviour.ret) };
    default:
      return unreachable(behaviour);
  }
}

function callOf({ abi, nr }: Extract<Behaviour, { nr: number }>): Record<string, string> {
  return { abi, nr: String(nr), syscall: syscallName(abi, nr) };
}
