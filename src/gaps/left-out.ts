/** What a list of a baseline lacks. */
export interface LeftOut {
  /** the baseline's part: `filesWritten` */
  readonly part: string;
  /** events, and lists of names within entries */
  readonly count: number;
  /** most of its entries are there; empty: they are all over the place */
  readonly where: string;
  /** and did that; empty: there is no one program */
  readonly by: string;
}

/** How many events the lists of a baseline lack, and which lists, with where most of it is. */
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

/** A container chooses how long its names are. */
function shorten(name: string): string {
  return name.length <= LONGEST_NAME ? name : `${name.slice(0, LONGEST_NAME)}…`;
}
