import { literalsOfPattern } from "../../model/baseline/pattern.js";
import { widestStar } from "../../model/baseline/stars.js";
import {
  declaredStars,
  isPatternComponent,
  patternOf,
  type PathComponent,
} from "./path-component.js";

/**
 * Learns what a pattern's stars stand for, as regular expressions: the length, if all recorded
 * texts had the same, and the class of their characters. For example, `/tmp/tmp*` stands for eight
 * of `a` to `z`, `0` to `9` and `_`, not for any text. A rule that knows the form gives the
 * expression itself, so that one name is enough; several expressions are alternatives.
 */
export class Stars {
  readonly #seen: StarTexts[] = [];

  /** Adds a path that became the pattern, with its components. */
  add(path: string, components: readonly PathComponent[]): void {
    let at = 0;
    path.split("/").forEach((name, index) => {
      const component = components[index] ?? "";
      if (!isPatternComponent(component)) return;
      const declared = declaredStars(component);
      starTexts(name, literalsOfPattern(patternOf(component))).forEach((text, index) => {
        const star = this.#seen[at] ?? new StarTexts();
        this.#seen[at] = star;
        star.add(text, declared[index] ?? "");
        at += 1;
      });
    });
  }

  /** One expression per star, in order. */
  list(): string[] {
    return this.#seen.map((each) => each.expression());
  }
}

/** Finds each literal at its first position, as `patternTest` does. */
function starTexts(name: string, literals: readonly string[]): string[] {
  const texts: string[] = [];
  let at = literals[0]?.length ?? 0;
  literals.slice(1).forEach((literal, index) => {
    const isLast = index === literals.length - 2;
    const found = isLast ? name.length - literal.length : name.indexOf(literal, at);
    texts.push(name.slice(at, Math.max(at, found)));
    at = Math.max(at, found) + literal.length;
  });
  return texts;
}

/**
 * With fewer characters, random text may lack other letters by chance, or the capitals that mkstemp
 * uses.
 */
const ENOUGH_FOR_HEX = 24;
const ENOUGH_FOR_SMALL = 12;
/** Python's tempfile inserts this many characters, never a capital. */
const PYTHONS = 8;

/** The texts at one star. */
class StarTexts {
  readonly #declared = new Set<string>();
  #isLearnt = false;
  #shortest = Infinity;
  #longest = 0;
  #characters = 0;
  #sorts = new Set<string>();

  /** @param declared the rule's expression for the star; empty: unknown */
  add(text: string, declared: string): void {
    if (declared === "") this.#isLearnt = true;
    else this.#declared.add(declared);
    this.#shortest = Math.min(this.#shortest, text.length);
    this.#longest = Math.max(this.#longest, text.length);
    this.#characters += text.length;
    for (const character of text) this.#sorts.add(sortOf(character));
  }

  expression(): string {
    return widestStar([...this.#declared, ...(this.#isLearnt ? [this.#learnt()] : [])]);
  }

  #learnt(): string {
    const sorts = this.#sorts;
    if ([...sorts].every((sort) => sort === "digit")) return "[0-9]+";
    const isOfOneLength = this.#shortest === this.#longest;
    return `${this.#class()}${isOfOneLength ? `{${String(this.#longest)}}` : "+"}`;
  }

  #class(): string {
    const sorts = this.#sorts;
    if (sorts.has("other")) return "[^/]";
    if (sorts.has("upper")) return sorts.has("_") ? "[A-Za-z0-9_]" : "[A-Za-z0-9]";
    const isPythons = this.#shortest === PYTHONS && this.#longest === PYTHONS;
    if (this.#characters < ENOUGH_FOR_SMALL && !isPythons) return "[A-Za-z0-9_]";
    const isHex = !sorts.has("lower") && !sorts.has("_") && sorts.has("digit");
    return isHex && this.#characters >= ENOUGH_FOR_HEX ? "[0-9a-f]" : "[a-z0-9_]";
  }
}

function sortOf(character: string): string {
  if (/[0-9]/u.test(character)) return "digit";
  if (/[a-f]/u.test(character)) return "hex";
  if (/[g-z]/u.test(character)) return "lower";
  if (/[A-Z]/u.test(character)) return "upper";
  return character === "_" ? "_" : "other";
}
