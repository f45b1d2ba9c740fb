/** Whether there is a text that both a user's glob and a pattern of a baseline match. */
import { literalsOfPattern } from "../model/baseline/pattern.js";
import { globTest } from "../model/glob.js";

/** A text of an entry: a literal name, or a pattern. */
export interface Name {
  readonly text: string;
  /** what each star of a pattern matches, as far as known; absent for a literal name */
  readonly stars?: readonly string[];
}

/** A part of a pattern: one or any number of characters of a class. */
interface Atom {
  readonly holds: (character: string) => boolean;
  readonly isRepeated: boolean;
}

/** A test whether the glob matches a literal name, or any name that a pattern matches. */
export function nameTest(glob: string): (name: Name) => boolean {
  const test = globTest(glob);
  const wanted = [...glob];
  return ({ text, stars }) =>
    stars === undefined ? test(text) : meets(wanted, atomsOf(text, stars));
}

/** Whether some text matches both, computed from the ends of both. */
function meets(glob: readonly string[], atoms: readonly Atom[]): boolean {
  // `after[j]`: whether the rest of the glob meets the pattern from its part j on
  let after = atoms.map(() => false);
  after.push(true);
  for (let at = atoms.length - 1; at >= 0; at -= 1) {
    after[at] = atoms[at]?.isRepeated === true && after[at + 1] === true;
  }
  for (let at = glob.length - 1; at >= 0; at -= 1) {
    const wanted = glob[at] ?? "";
    const now: boolean[] = [];
    for (let j = atoms.length; j >= 0; j -= 1) {
      const atom = atoms[j];
      const rest = now[j + 1] === true;
      if (atom === undefined) now[j] = wanted === "*" && after[j] === true;
      else if (wanted === "*") now[j] = after[j] === true || rest;
      else {
        const isAlike = wanted === "?" || atom.holds(wanted);
        const next = atom.isRepeated ? after[j] === true : after[j + 1] === true;
        now[j] = (isAlike && next) || (atom.isRepeated && rest);
      }
    }
    after = now;
  }
  return after[0] === true;
}

function atomsOf(pattern: string, stars: readonly string[]): Atom[] {
  return literalsOfPattern(pattern).flatMap((literal, index) => [
    ...(index === 0 ? [] : atomsOfStar(stars[index - 1])),
    ...[...literal].map((own) => ({ holds: (other: string) => own === other, isRepeated: false })),
  ]);
}

/** Any text within a path component. A star that can't be parsed counts as this. */
const ANYTHING: readonly Atom[] = [{ holds: (character) => character !== "/", isRepeated: true }];
const CLASS_OR_LETTER =
  /(?:\[(?<set>[^\]]+)\]|(?<letter>[^[\](){}|+*?\\.]))(?:\{(?<times>\d+)\}|(?<more>\+))?/uy;
/** Stars with larger repetition counts are not parsed. */
const MOST_TIMES = 256;

/** `[0-9]{4}-[0-9]{2}`, `[a-z0-9_]+` */
function atomsOfStar(star = ""): readonly Atom[] {
  const atoms: Atom[] = [];
  CLASS_OR_LETTER.lastIndex = 0;
  for (let end = 0; end < star.length; end = CLASS_OR_LETTER.lastIndex) {
    const { set, letter, times = "1", more } = CLASS_OR_LETTER.exec(star)?.groups ?? {};
    if (set === undefined && letter === undefined) return ANYTHING;
    if (Number(times) > MOST_TIMES) return ANYTHING;
    const one = set === undefined ? (other: string) => other === letter : classTest(set);
    for (let time = 0; time < Number(times); time += 1)
      atoms.push({ holds: one, isRepeated: false });
    if (more !== undefined) atoms.push({ holds: one, isRepeated: true });
  }
  return atoms.length === 0 ? ANYTHING : atoms;
}

function classTest(set: string): (character: string) => boolean {
  const expression = new RegExp(`^[${set}]$`, "su");
  return (character) => expression.test(character);
}
