/** `1 run`, `2 runs`, `1,200 addresses`, `3 capabilities`. */
export function plural(count: number, noun: string): string {
  return `${count.toLocaleString("en-US")} ${count === 1 ? noun : manyOf(noun)}`;
}

function manyOf(noun: string): string {
  if (noun.endsWith("s")) return `${noun}es`;
  return noun.endsWith("y") ? `${noun.slice(0, -1)}ies` : `${noun}s`;
}
