/**
 * What a line of the log says of an event. The names and keys of `execve`, `open`,
 * `tcp_v4_connect` and `inet_listen` are those of cxray 1 and stay; the others came later.
 * All values are text, and keys stand in alphabetical order, as cxray 1 wrote them.
 */
import { unreachable } from "../../model/events/events.js";
import type { Behaviour, Event, Exec } from "../../model/events/events.js";
import { callFields, privilegeName } from "./call-fields.js";
import { fileFields } from "./file-fields.js";
import { networkFields } from "./network-fields.js";

export interface LogFields {
  readonly name: string;
  /** keys in alphabetical order */
  readonly data: Readonly<Record<string, string>>;
}

/** An event's name in the log, and its data. */
export function logFields(event: Event): LogFields {
  const { actor, behaviour } = event;
  const name = logName(behaviour);
  const own = { ...dataOf(behaviour), ...portFields(event) };
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

/** What the log calls it: one of `EVENT_NAMES`. */
export function logName(behaviour: Behaviour): string {
  switch (behaviour.kind) {
    case "exec":
      // it was not executed while cxray watched: a line `execve` would say so
      return behaviour.beforeRecording ? "running" : "execve";
    case "exec-failed":
      return "execve";
    case "open":
      return "open";
    case "connect":
      if (behaviour.family === "vsock") return "vsock_connect";
      return `${behaviour.transport}_${behaviour.family === "ipv6" ? "v6" : "v4"}_connect`;
    case "connect-unix":
      return "unix_connect";
    case "listen":
      return "inet_listen";
    case "change":
      return behaviour.operation;
    case "written":
      return "written";
    case "send":
      return `${behaviour.transport}_${behaviour.family === "ipv6" ? "v6" : "v4"}_send`;
    case "listen-unix":
      return "unix_listen";
    case "bind":
      return behaviour.family === "vsock" ? "vsock_bind" : "inet_bind";
    case "socket":
      return "socket";
    case "name-answer":
      return "dns_answer";
    case "tls-hello":
      return "tls_hello";
    case "http-request":
      return "http_request";
    case "argument":
      return "syscall_argument";
    case "capability":
      return "capability";
    case "privilege":
      return privilegeName(behaviour);
    case "unseen":
      return "unseen";
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
      return execFields(behaviour);
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
      };
    case "connect-unix":
      return { path: behaviour.address, ret: String(behaviour.ret) };
    case "listen":
      return {
        listen_addr: behaviour.local.address,
        listen_port: String(behaviour.local.port),
        protocol: behaviour.transport,
      };
    case "change":
    case "written":
      return fileFields(behaviour);
    case "send":
    case "listen-unix":
    case "bind":
    case "socket":
    case "name-answer":
    case "tls-hello":
    case "http-request":
      return networkFields(behaviour);
    case "syscall":
    case "syscall-refused":
    case "argument":
    case "privilege":
    case "capability":
      return callFields(behaviour);
    case "unseen":
      return { what: behaviour.what };
    default:
      return unreachable(behaviour);
  }
}

/** What an event has that is no part of its behaviour. */
function portFields({ behaviour, localPort }: Event): Record<string, string> {
  return behaviour.kind === "connect" ? { sport: String(localPort ?? 0) } : {};
}

function execFields(exec: Exec): Record<string, string> {
  const { argv, asked, beforeRecording, path, storage, script, elevated } = exec;
  // what is in the image, and gives no rights, goes without saying
  const more = {
    ...(storage === "image" ? {} : { storage }),
    ...(script === undefined || script === "image" ? {} : { script }),
    ...(elevated === true ? { elevated: "true" } : {}),
  };
  if (beforeRecording) return { exe: path, ...more };
  return { argv: argv.slice(1).join(" "), comm: asked, exe: path, ret: "0", ...more };
}
