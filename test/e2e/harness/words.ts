/** The words in which what strace saw and what cxray recorded are compared. */
import { posix } from "node:path";

/** Stands for any text: strace could not tell. No name holds a NUL. */
export const ANY = "\0";

/** A name made absolute by the folder that it starts from, links not followed; null: not known. */
export function absolute(folder: string | null, name: string): string | null {
  if (!name.startsWith("/") && folder === null) return null;
  const normal = posix.normalize(name.startsWith("/") ? name : `${folder ?? ""}/${name}`);
  return normal.length > 1 && normal.endsWith("/") ? normal.slice(0, -1) : normal;
}

/** A name as it was asked for and made absolute; a descriptor's file has no name that was asked. */
export function nameWord(asked: string, path: string | null): string {
  return `${asked === "" ? "" : JSON.stringify(asked)}@${path === null ? ANY : JSON.stringify(path)}`;
}

/** Whether a word that may hold `ANY` stands for another. */
export function fits(pattern: string, word: string): boolean {
  const [first = "", ...rest] = pattern.split(ANY);
  if (rest.length === 0) return pattern === word;
  if (!word.startsWith(first)) return false;
  let at = first.length;
  for (const [index, part] of rest.entries()) {
    const isLast = index === rest.length - 1;
    const found = isLast ? word.length - part.length : word.indexOf(part, at);
    if (found < at || !word.endsWith(isLast ? part : "")) return false;
    at = found + part.length;
  }
  return true;
}

/** What of `wanted` is not in `given`, each of which stands for one only. */
export function subtract(wanted: readonly string[], given: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const word of given) left.set(word, (left.get(word) ?? 0) + 1);
  const take = (word: string | undefined): boolean => {
    const count = left.get(word ?? "") ?? 0;
    if (count > 0) left.set(word ?? "", count - 1);
    return count > 0;
  };
  const known = wanted.filter((word) => !word.includes(ANY));
  const patterns = wanted.filter((word) => word.includes(ANY));
  const findFor = (pattern: string): string | undefined =>
    [...left].find(([word, count]) => count > 0 && fits(pattern, word))?.[0];
  return [
    ...known.filter((word) => !take(word)),
    ...patterns.filter((pattern) => !take(findFor(pattern))),
  ];
}
