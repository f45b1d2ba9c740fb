/** Tables of kernel constants: names in the order of their numbers, as text. */

/** `3 A B 0x10 C` means: 3 is `A`, 4 is `B` and 16 is `C`. */
export function numberedNames(words: string): ReadonlyMap<number, string> {
  let next = 0;
  const names = new Map<number, string>();
  for (const word of words.trim().split(/\s+/)) {
    if (/^(?:0x[\da-f]+|\d+)$/.test(word)) next = Number(word);
    else names.set(next++, word);
  }
  return names;
}

/**
 * The names of the set bits, lowest first; unnamed bits in hexadecimal; `0` for none. `value` may
 * have more than 32 bits, as long as the number is exact.
 */
export function flagNames(value: number, names: ReadonlyMap<number, string>): string {
  const known: string[] = [];
  let rest = value;
  for (const [bit, name] of [...names].sort(([a], [b]) => a - b)) {
    if (Math.floor(value / bit) % 2 === 0) continue;
    known.push(name);
    rest -= bit;
  }
  if (rest > 0 || known.length === 0) known.push(rest === 0 ? "0" : `0x${rest.toString(16)}`);
  return known.join("|");
}
