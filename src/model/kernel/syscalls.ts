/** Names and numbers of system calls, per ABI. */
import type { Abi } from "../events/events.js";
import { SYSCALL_TABLES } from "./syscall-table.js";

/** Set in the number of every x32 call; the rest is looked up. */
const X32_BIT = 0x4000_0000;

const NUMBER = /^\d+$/;

type Names = ReadonlyMap<number, string>;

/** A section of the table: names in order, a number where the next run begins. */
function parseSection(section: string): [number, string][] {
  let next = 0;
  const entries: [number, string][] = [];
  for (const word of section.trim().split(/\s+/)) {
    if (NUMBER.test(word)) next = Number(word);
    else entries.push([next++, word]);
  }
  return entries;
}

function tableOf(...sections: readonly string[]): Names {
  return new Map(sections.flatMap(parseSection));
}

const { shared, x86_64, x86, x32, arm64, arm } = SYSCALL_TABLES;

/** x86-64's, but for the calls that x32 has in a form, and with a number, of its own. */
function x32Table(): Names {
  const own = tableOf(x32);
  const names = new Set(own.values());
  return new Map([...[...tableOf(x86_64, shared)].filter(([, name]) => !names.has(name)), ...own]);
}

const TABLES: Readonly<Record<Abi, Names>> = {
  x86_64: tableOf(x86_64, shared),
  x86: tableOf(x86, shared),
  x32: x32Table(),
  arm64: tableOf(arm64, shared),
  arm: tableOf(arm, shared),
};

/** Every name of any ABI. */
const NAMES: ReadonlySet<string> = new Set(
  Object.values(TABLES).flatMap((table) => [...table.values()]),
);

/** A call's name; `#NUMBER` where cxray knows none. x32 numbers may have bit 30 set or not. */
export function syscallName(abi: Abi, number: number): string {
  const plain = abi === "x32" ? number & ~X32_BIT : number;
  return TABLES[abi].get(plain) ?? `#${number}`;
}

/** The number of a name, without x32's bit 30; undefined where the ABI has no such call. */
export function syscallNumber(abi: Abi, name: string): number | undefined {
  for (const [number, known] of TABLES[abi]) if (known === name) return number;
  return undefined;
}

/** Numbers and names of one ABI. */
export function syscallsOf(abi: Abi): ReadonlyMap<number, string> {
  return TABLES[abi];
}

/** Whether any ABI has a call of that name. */
export function isSyscallName(name: string): boolean {
  return NAMES.has(name);
}

/** renameat2 is the first of them everywhere; ARM's private calls have numbers far above. */
function recentOf(table: Names): Set<string> {
  const first = [...table].find(([, name]) => name === "renameat2")?.[0] ?? Infinity;
  const recent = [...table].filter(([number]) => number >= first && number < 0xf0000);
  return new Set(recent.map(([, name]) => name));
}

/** Recent in every ABI that has them: x86 got its own `socket` in 2015, but it is not a new call. */
const RECENT: ReadonlySet<string> = (() => {
  const tables = Object.values(TABLES).map((table) => ({
    names: new Set(table.values()),
    recent: recentOf(table),
  }));
  const isRecent = (name: string): boolean =>
    tables.every(({ names, recent }) => recent.has(name) || !names.has(name));
  return new Set([...NAMES].filter(isRecent));
})();

/**
 * Calls that came after Linux 3.14 (2014), sorted: programs must be ready to find them missing,
 * and libc tries an older call when one fails with ENOSYS, but with no other error.
 */
export function recentSyscalls(): readonly string[] {
  return [...RECENT].sort();
}
