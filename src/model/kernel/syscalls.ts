/** Names and numbers of system calls, per ABI. */
import type { Abi } from "../events/events.js";
import { SYSCALL_TABLES } from "./syscall-table.js";

/** Set in the number of every x32 call. Tables do not contain it. */
const X32_BIT = 0x4000_0000;

const NUMBER = /^\d+$/;

type Names = ReadonlyMap<number, string>;

/** A section of the table: names in order; a number says where the next run begins. */
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

/** The table of x86-64, except calls for which x32 has a number of its own. */
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

/** The names of all ABIs. */
const NAMES: ReadonlySet<string> = new Set(
  Object.values(TABLES).flatMap((table) => [...table.values()]),
);

/** A call's name; `#NUMBER` if it is unknown. Bit 30 of an x32 number may be set or not. */
export function syscallName(abi: Abi, number: number): string {
  const plain = abi === "x32" ? number & ~X32_BIT : number;
  return TABLES[abi].get(plain) ?? `#${number}`;
}

/** A call's number, without bit 30 of x32; undefined: the ABI has no such call. */
export function syscallNumber(abi: Abi, name: string): number | undefined {
  for (const [number, known] of TABLES[abi]) if (known === name) return number;
  return undefined;
}

/** The numbers and names of one ABI. */
export function syscallsOf(abi: Abi): ReadonlyMap<number, string> {
  return TABLES[abi];
}

/** Whether any ABI has a call of this name. */
export function isSyscallName(name: string): boolean {
  return NAMES.has(name);
}

/**
 * The calls from renameat2 on, which is the first in every ABI; ARM's private calls have much
 * higher numbers.
 */
function recentOf(table: Names): Set<string> {
  const first = [...table].find(([, name]) => name === "renameat2")?.[0] ?? Infinity;
  const recent = [...table].filter(([number]) => number >= first && number < 0xf0000);
  return new Set(recent.map(([, name]) => name));
}

/**
 * Calls that are recent in every ABI that has them: x86 got a separate `socket` in 2015, which is
 * not a new call.
 */
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
 * Calls newer than Linux 3.14 (2014), sorted. Programs must be able to run without them: if one
 * fails with ENOSYS, but not with another errno, libc tries an older call.
 */
export function recentSyscalls(): readonly string[] {
  return [...RECENT].sort();
}
