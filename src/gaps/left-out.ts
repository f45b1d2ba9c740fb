/** What was left out of a list of a baseline because the list was full. */
export interface LeftOut {
  /** the list: `filesWritten` */
  readonly part: string;
  /** events, and lists of names within entries */
  readonly count: number;
  /** the directory of most of its entries; empty if there is no such directory */
  readonly where: string;
  /** the program that most entries came from; empty if there is no such program */
  readonly by: string;
}

/** How many events were left out, of which lists, and where most of them were. */
export function sumLeftOut(parts: readonly LeftOut[]): { count: number; detail: string } {
  return {
    count: parts.reduce((sum, { count }) => sum + count, 0),
    detail: parts.map(describe).join("; "),
  };
}

function describe({ part, count, where, by }: LeftOut): string {
  const place = where === "" ? "" : `, most below ${shorten(where)}`;
  const whom = by === "" ? "" : `, by ${shorten(by)}`;
  return `${part} ${String(count)}${place}${whom}`;
}

const LONGEST_NAME = 60;

/** Shortens a name, because a container may choose long ones. */
function shorten(name: string): string {
  return name.length <= LONGEST_NAME ? name : `${name.slice(0, LONGEST_NAME)}…`;
}
