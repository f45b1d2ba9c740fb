/** A rule, and how its condition and its output are built. */

/**
 * What a rule ignores of the runtime that sets a container up: everything, its first steps, or
 * nothing.
 */
export type Excuse = "set-up" | "start" | "none";

export interface Rule {
  /** stable: users' overrides and alerts refer to it */
  readonly name: string;
  readonly description: string;
  /** Falco's event types */
  readonly events: readonly string[];
  /** conditions on the event alone, tested before the image */
  readonly result?: string;
  /** more expensive conditions, tested after the image */
  readonly tests?: readonly string[];
  /** the macro that holds the allowed behaviour */
  readonly allowed: string;
  /** set: the events are calls allowed per program; the text describes the calls together */
  readonly calls?: string;
  readonly excuse: Excuse;
  /** the sentence of the alert */
  readonly sentence: string;
  /** fields of the event in the alert, by key; each event of the rule has them */
  readonly fields: Readonly<Record<string, string>>;
  readonly priority: Priority;
  readonly tags: readonly string[];
  /** in the file but disabled; a user may enable it */
  readonly isOff?: true;
}

/** Falco's priorities, highest first. */
export const PRIORITIES = [
  ...(["EMERGENCY", "ALERT", "CRITICAL", "ERROR", "WARNING"] as const),
  ...(["NOTICE", "INFORMATIONAL", "DEBUG"] as const),
];

export type Priority = (typeof PRIORITIES)[number];

/** Fields of every alert: which process, its parents and user, and which container. */
const COMMON: Readonly<Record<string, string>> = {
  program: "proc.exepath",
  command: "proc.cmdline",
  pid: "proc.pid",
  parent: "proc.pname",
  parent_program: "proc.pexepath",
  grandparent: "proc.aname[2]",
  tty: "proc.tty",
  user: "user.name",
  loginuid: "user.loginuid",
  container: "container.name",
  container_id: "container.id",
  image: "container.image.repository",
  tag: "container.image.tag",
};

const EXCUSES: Readonly<Record<Excuse, readonly string[]>> = {
  "set-up": ["not cxray_runtime_setup"],
  start: ["not cxray_runtime_start"],
  none: [],
};

/**
 * Falco tests the types first, then from left to right. Cheap conditions that are mostly false come
 * before expensive ones, and the image before the file.
 */
export function conditionOf(rule: Rule): string {
  const { events, result, tests = [], allowed, excuse } = rule;
  return [
    typeTest(events),
    ...(result === undefined ? [] : [result]),
    "cxray_profiled",
    ...tests,
    `not ${allowed}`,
    ...EXCUSES[excuse],
  ].join(" and ");
}

/** A condition on the event's type. */
export function typeTest(events: readonly string[]): string {
  return events.length === 1 ? `evt.type=${events.join("")}` : `evt.type in (${events.join(", ")})`;
}

/** `Sentence | key=%field …` */
export function outputOf({ sentence, fields }: Rule): string {
  const told = Object.entries({ ...fields, ...COMMON }).map(([key, field]) => `${key}=%${field}`);
  return `${sentence} | ${told.join(" ")}`;
}
