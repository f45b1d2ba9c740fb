/** The names of events in the log, and which of them a log can be asked for. */
import { KIND_NAMES, KINDS } from "../../model/events/kinds.js";
import { LOG_ROWS } from "./log-rows.js";

const namesOf = (kinds: typeof KIND_NAMES): readonly string[] => [
  ...new Set(kinds.flatMap((kind) => LOG_ROWS[kind].names)),
];

/** Each once. */
export const EVENT_NAMES = namesOf(KIND_NAMES);

/** Sets of what a program used, each member once: much, and nothing that was done to anything. */
const SETS = namesOf(KIND_NAMES.filter((kind) => KINDS[kind].sort === "set"));

/** What can be asked for by one word. */
export const EVENT_PRESETS: Readonly<Record<string, readonly string[]>> = {
  done: EVENT_NAMES.filter((name) => !SETS.includes(name)),
  sets: SETS,
  all: EVENT_NAMES,
  cxray1: ["execve", "open", "tcp_v4_connect", "inet_listen"],
};

export const DEFAULT_EVENTS = "done";
