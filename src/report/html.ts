/**
 * HTML in which every value is escaped: `html` is the only way to build a page, and it escapes
 * every value that is not `Html`. Recorded text cannot end an element or an attribute.
 */
import { printable } from "../model/text.js";

class Markup {
  readonly #text: string;
  constructor(text: string) {
    this.#text = text;
  }
  toString(): string {
    return this.#text;
  }
}

export type Html = Markup;
export type Content = Html | string | number | null | readonly Content[];

/** A piece of a page. Attributes must be quoted in the template. */
export function html(parts: TemplateStringsArray, ...values: readonly Content[]): Html {
  return new Markup(
    parts.map((part, at) => (at === 0 ? "" : written(values[at - 1])) + part).join(""),
  );
}

/** The page's own style or script. Nothing in its code can end the element. */
export function ownCode(element: "style" | "script", code: string): Html {
  if (/<\/|<!--/u.test(code)) throw new RangeError(`the ${element} would end itself`);
  return new Markup(`<${element}>${code}</${element}>`);
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function written(value: Content | undefined): string {
  if (value === undefined || value === null) return "";
  if (value instanceof Markup) return value.toString();
  if (typeof value === "object") return value.map(written).join("");
  return printable(String(value)).replace(/[&<>"']/gu, (character) => ENTITIES[character] ?? "");
}
