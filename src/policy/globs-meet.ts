/** Whether a user's glob and a pattern of a baseline let in one text that is the same. */
import { literalsOfPattern } from "../model/baseline/pattern.js";
import { globTest } from "../model/glob.js";

/** A text of an entry: a name, or a pattern that stands for several. */
export interface Name {
  readonly text: string;
  /** absent: a name; else what each star stands for, as far as it is known */
  readonly stars?: readonly string[];
}

/** A part of a pattern: characters of a class, one or any number. */
interface Atom {
  readonly holds: (character: string) => boolean;
  readonly isRepeated: boolean;
}

/** A test of whether the glob fits a name, or a name that a pattern stands for. */
export function nameTest(glob: string): (name: Name) => boolean {
  const test = globTest(glob);
  const wanted = [...glob];
  return ({ text, stars }) =>
    stars === undefined ? test(text) : meets(wanted, atomsOf(text, stars));
}

/** By all ends of both: whether they can go on alike. */
function meets(glob: readonly string[], atoms: readonly Atom[]): boolean {
  // `after[j]`: what follows in the glob meets the pattern from its part j on
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

/** Any text within a part of a path: what is not understood counts as this. */
const ANYTHING: readonly Atom[] = [{ holds: (character) => character !== "/", isRepeated: true }];
const CLASS_OR_LETTER =
  /(?:\[(?<set>[^\]]+)\]|(?<letter>[^[\](){}|+*?\\.]))(?:\{(?<times>\d+)\}|(?<more>\+))?/uy;
/** Longer stars are not taken apart. */
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
