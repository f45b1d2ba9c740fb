/** Finds the new program that a finding belongs to. */

/** The only program that did it, if that program is new; otherwise null. */
export function bringerOf(by: readonly string[], newPrograms: ReadonlySet<string>): string | null {
  const [first] = by;
  if (first === undefined || !by.every((program) => newPrograms.has(program))) return null;
  return first;
}
