/** Finds refusals by a policy in behaviour. */
import { capabilityName, capabilityUse } from "../../model/kernel/capabilities.js";
import { errnoName } from "../../model/kernel/errno.js";
import { signalName } from "../../model/kernel/signals.js";
import { socketFamilyName } from "../../model/kernel/socket-names.js";
import { syscallName } from "../../model/kernel/syscalls.js";
import type { Behaviour, Capability, ChangedPath, EventKind } from "../../model/events/events.js";

/** The kinds, by the terms a person searches for. */
export type RefusedKind =
  "system call" | "program" | "file" | "change" | "connection" | "socket" | "capability" | "signal";

export interface RefusedWhat {
  readonly kind: RefusedKind;
  /** the call or operation: `mkdir`, `open to write` */
  readonly call: string;
  /** the path, address or similar; empty: there is none */
  readonly object: string;
  /** the name of the errno */
  readonly error: string;
}

type Reading<B> = (behaviour: B) => RefusedWhat | null;

/** Refusals of a kind without a row are not reported. */
const READINGS: {
  readonly [K in EventKind]?: Reading<Extract<Behaviour, { readonly kind: K }>>;
} = {
  "syscall-refused": ({ abi, nr, ret }) => ({
    kind: "system call",
    call: syscallName(abi, nr),
    object: "",
    error: errnoName(ret),
  }),
  "exec-failed": ({ asked, ret }) => failed("program", "execute", asked, ret),
  open: ({ access, asked, name, ret }) => {
    const call = access === "path" ? "open" : `open to ${access.replace("-", " and ")}`;
    return failed("file", call, name ?? asked, ret);
  },
  change: ({ operation, from, to, ret }) => {
    const object = [from, ...(to === undefined ? [] : [to])].map(nameOf).join(" to ");
    return failed("change", operation, object, ret);
  },
  connect: ({ transport, remote, ret }) =>
    failed("connection", "connect", `${transport} ${remote.address}:${String(remote.port)}`, ret),
  send: ({ transport, remote, ret }) =>
    failed("connection", "send", `${transport} ${remote.address}:${String(remote.port)}`, ret),
  "connect-unix": ({ address, ret }) => failed("connection", "connect", `unix ${address}`, ret),
  bind: ({ transport, local, ret }) =>
    failed("socket", "bind", `${transport} ${local.address}:${String(local.port)}`, ret),
  socket: ({ family, ret }) => failed("socket", "socket", socketFamilyName(family), ret),
  capability: refusedCapability,
  privilege: ({ abi, nr, ret }) => failed("system call", syscallName(abi, nr), "", ret),
  signal: ({ signal, ret }) => failed("signal", "kill", signalName(signal), ret),
};

/** What was refused to the behaviour; null: it was not refused by a policy. */
export function refusedIn(behaviour: Behaviour): RefusedWhat | null {
  const read = READINGS[behaviour.kind] as Reading<Behaviour> | undefined;
  return read?.(behaviour) ?? null;
}

/** The errnos of policies other than a seccomp filter. */
const OF_A_POLICY: ReadonlySet<string> = new Set(["EPERM", "EACCES", "EROFS"]);

function failed(kind: RefusedKind, call: string, object: string, ret: number): RefusedWhat | null {
  const error = errnoName(ret);
  return ret < 0 && OF_A_POLICY.has(error) ? { kind, call, object, error } : null;
}

function nameOf({ name, asked }: ChangedPath): string {
  return name ?? asked;
}

function refusedCapability(behaviour: Capability): RefusedWhat | null {
  if (capabilityUse(behaviour) !== "refused") return null;
  const { capability, abi, nr, ret } = behaviour;
  const call = nr === null ? "" : syscallName(abi, nr);
  return { kind: "capability", call, object: capabilityName(capability), error: errnoName(ret) };
}
