/** What a rule is, and how its condition and its output are put together. */

/** How a runtime that sets a container up is excused: whatever it does, its first steps, not at all. */
export type Excuse = "set-up" | "start" | "none";

export interface Rule {
  /** stable: users' overrides and their alerts go by it */
  readonly name: string;
  readonly description: string;
  /** as Falco calls them */
  readonly events: readonly string[];
  /** tests of the event alone, before the image's */
  readonly result?: string;
  /** tests that cost more, after the image's */
  readonly tests?: readonly string[];
  /** names of macros: what is allowed */
  readonly allowed: string;
  /** its events are calls that are allowed by program: what they are together */
  readonly calls?: string;
  readonly excuse: Excuse;
  /** the sentence of an alert */
  readonly sentence: string;
  /** what of the event an alert tells, by key; only fields that each of the events has */
  readonly fields: Readonly<Record<string, string>>;
  readonly priority: Priority;
  readonly tags: readonly string[];
  /** it is in the file, and a user may turn it on */
  readonly isOff?: true;
}

/** Falco's own, the gravest first. */
export const PRIORITIES = [
  ...(["EMERGENCY", "ALERT", "CRITICAL", "ERROR", "WARNING"] as const),
  ...(["NOTICE", "INFORMATIONAL", "DEBUG"] as const),
];

export type Priority = (typeof PRIORITIES)[number];

/** EvidenceLine with every alert: who did it, where it came from, and which container it is. */
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
 * Falco looks at the types first, then from left to right: what is cheap and mostly false comes
 * before what is dear, and the image before what is asked of the file.
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

/** A test of the event's type. */
export function typeTest(events: readonly string[]): string {
  return events.length === 1 ? `evt.type=${events.join("")}` : `evt.type in (${events.join(", ")})`;
}

/** `Sentence | key=%field …` */
export function outputOf({ sentence, fields }: Rule): string {
  const told = Object.entries({ ...fields, ...COMMON }).map(([key, field]) => `${key}=%${field}`);
  return `${sentence} | ${told.join(" ")}`;
}
