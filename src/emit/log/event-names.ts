/** The names of events in the log, and the presets. */
import { KIND_NAMES, KINDS } from "../../model/events/kinds.js";
import { LOG_ROWS } from "./log-rows.js";

const namesOf = (kinds: typeof KIND_NAMES): readonly string[] => [
  ...new Set(kinds.flatMap((kind) => LOG_ROWS[kind].names)),
];

/** Each name once. */
export const EVENT_NAMES = namesOf(KIND_NAMES);

/**
 * Kinds of the sort `set`: each item that a program used, once. Many lines, but no action on
 * anything.
 */
const SETS = namesOf(KIND_NAMES.filter((kind) => KINDS[kind].sort === "set"));

/** Presets: event names by one word. */
export const EVENT_PRESETS: Readonly<Record<string, readonly string[]>> = {
  done: EVENT_NAMES.filter((name) => !SETS.includes(name)),
  sets: SETS,
  all: EVENT_NAMES,
  cxray1: ["execve", "open", "tcp_v4_connect", "inet_listen"],
};

export const DEFAULT_EVENTS = "done";
