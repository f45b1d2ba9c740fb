/** `1 run`, `2 runs`, `1,200 addresses`. */
export function plural(count: number, noun: string): string {
  const ending = noun.endsWith("s") ? "es" : "s";
  return `${count.toLocaleString("en-US")} ${noun}${count === 1 ? "" : ending}`;
}
