/** What a new program brings along. */

/** The new program that alone did it; null: another did it, too. */
export function bringerOf(by: readonly string[], newPrograms: ReadonlySet<string>): string | null {
  const [first] = by;
  if (first === undefined || !by.every((program) => newPrograms.has(program))) return null;
  return first;
}
