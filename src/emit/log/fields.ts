/**
 * The fields of a log line. The names and keys of `execve`, `open`, `tcp_v4_connect` and
 * `inet_listen` come from cxray 1 and stay; the others are newer. As in cxray 1, all values are
 * text and keys are sorted.
 */
import type { Behaviour, Event } from "../../model/events/events.js";
import { logRowOf } from "./log-rows.js";

export interface LogFields {
  readonly name: string;
  /** keys in alphabetical order */
  readonly data: Readonly<Record<string, string>>;
}

/** An event's name in the log, and its data. */
export function logFields(event: Event): LogFields {
  const { actor, behaviour } = event;
  const data: Record<string, string> = {
    comm: actor.comm,
    pid: String(actor.pid),
    uid: String(actor.uid),
    ...logRowOf(behaviour).fieldsOf(behaviour, event),
  };
  return { name: logName(behaviour), data: inOrder(data) };
}

function inOrder(data: Readonly<Record<string, string>>): Record<string, string> {
  const sorted: Record<string, string> = {};
  for (const key of Object.keys(data).sort()) sorted[key] = data[key] ?? "";
  return sorted;
}

/** The event's name in the log: one of `EVENT_NAMES`. */
export function logName(behaviour: Behaviour): string {
  const { names, nameOf } = logRowOf(behaviour);
  return nameOf?.(behaviour) ?? names[0];
}
