/** The texts of an entry that a row of `never` is compared with, for each kind and list. */
import type { ArgumentPattern, ExecutableEntry } from "../model/baseline/baseline.js";
import { PARTS, type EntryOf, type PartName } from "../model/baseline/parts.js";
import type { Name } from "./globs-meet.js";
import type { NeverKind, NeverRow } from "./policy.js";

export interface Names {
  /** if one of these is forbidden, the entry is */
  readonly whole: readonly Name[];
  /** forbidden texts are removed from these lists; if a list becomes empty, the entry is removed */
  readonly parts?: readonly (readonly Name[])[];
  /** for files: what was done with them */
  readonly access?: readonly Access[];
}

type NamesIn = { readonly [P in PartName]?: (entry: EntryOf<P>) => Names };
type Access = NeverRow["access"][number];

interface WithRule {
  readonly rule?: string | undefined;
  readonly stars?: readonly string[] | undefined;
}

/** A name; it is a pattern if `rule` is given. */
function nameOf(text: string, { rule, stars }: WithRule = {}): Name {
  return rule === undefined ? { text } : { text, stars: stars ?? [] };
}

/** The other names of an entry with a pattern are patterns too; their stars are not known. */
function others(texts: readonly string[] | undefined, rule: string | undefined): Name[] {
  return (texts ?? []).map((text) => nameOf(text, { rule }));
}

/** The name by which a program was started: argv[0]. */
function startedAs([first]: readonly ArgumentPattern[]): string | null {
  return typeof first === "string" ? first : null;
}

function file(access: Access) {
  return (entry: EntryOf<"filesRead">): Names => ({
    whole: [nameOf(entry.path, entry), ...others(entry.openedAs, entry.rule)],
    access: [access],
  });
}

function call({ call: text }: { readonly call: string }): Names {
  return { whole: [{ text }] };
}

export const NEVER_NAMES: Readonly<Record<NeverKind, NamesIn>> = {
  programs: {
    executables: ({ path, rule, stars, invokedAs, arguments: vectors }) => ({
      whole: [nameOf(path, { rule, stars })],
      parts: [
        invokedAs.map((text) => ({ text })),
        // one that is not known is nobody's name
        vectors.map((vector) => ({ text: startedAs(vector) ?? "" })),
      ],
    }),
  },
  paths: {
    filesRead: file("read"),
    filesWritten: file("write"),
    otherOpens: (entry) => ({ whole: [nameOf(entry.path, entry)], access: entry.access }),
    changes: (entry) => {
      const { path, to, rule, toRule, stars, toStars, askedAs, toAskedAs } = entry;
      const end = to === undefined ? [] : [nameOf(to, { rule: toRule, stars: toStars })];
      return {
        whole: [
          nameOf(path, { rule, stars }),
          ...end,
          ...others(askedAs, rule),
          ...others(toAskedAs, toRule),
        ],
        access: ["write"],
      };
    },
  },
  destinations: {
    destinations: (entry) => {
      const { address, path, addresses = [], names = [], serverNames = [], requests = [] } = entry;
      const hosts = requests.map(({ host }) => host);
      const plain = [...(path === undefined ? [] : [path]), ...addresses, ...names, ...serverNames];
      return { whole: [nameOf(address, entry), ...[...plain, ...hosts].map((text) => ({ text }))] };
    },
    names: (entry) => ({
      whole: [nameOf(entry.name, entry), ...entry.aliases.map((text) => ({ text }))],
    }),
  },
  ports: {
    destinations: ({ port }) => ({ whole: port === undefined ? [] : [{ text: String(port) }] }),
    listeners: ({ port }) => ({ whole: port === undefined ? [] : [{ text: String(port) }] }),
  },
  listeners: {
    listeners: (entry) => {
      const { address, path } = entry;
      const unix = [address, ...(path === undefined ? [] : [path])].map((text) => `unix ${text}`);
      const texts = entry.transport === "unix" ? unix : [PARTS.listeners.words(entry)];
      return { whole: texts.map((text) => nameOf(text, entry)) };
    },
  },
  capabilities: { capabilities: ({ name }) => ({ whole: [{ text: name }] }) },
  syscalls: {
    "syscalls.workload": ({ name }) => ({ whole: [{ text: name }] }),
    "syscalls.start": ({ name }) => ({ whole: [{ text: name }] }),
    syscallArguments: call,
    privileges: call,
  },
};

/**
 * Whether a forbidden entry is a finding. What the runtime does, or what the kernel only checks for,
 * is none, but no format allows it either.
 */
export function isFinding<P extends PartName>(part: P, entry: EntryOf<P>): boolean {
  if (part === "syscalls.start") return false;
  return part !== "capabilities" || (entry as EntryOf<"capabilities">).use === "used";
}

/** An entry without its forbidden names. Only programs are forbidden in part, such as busybox. */
export function withoutNames<P extends PartName>(
  entry: EntryOf<P>,
  names: readonly string[],
): EntryOf<P> {
  const { invokedAs, arguments: vectors } = entry as unknown as ExecutableEntry;
  return {
    ...entry,
    invokedAs: invokedAs.filter((name) => !names.includes(name)),
    arguments: vectors.filter((vector) => !names.includes(startedAs(vector) ?? "")),
  };
}
