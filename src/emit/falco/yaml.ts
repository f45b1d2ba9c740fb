/** Lists and conditions as YAML: on one line if short, else one entry per line. */
import type { Macro, WrittenList } from "./document.js";
import { NEVER } from "./allowance.js";
import { yamlScalar } from "./text.js";

/** The longest line that is easy to read. */
const LONGEST_LINE = 140;

/** A list, as an entry of the file. */
export function yamlList(value: unknown): string {
  const { name, items, append, isWrapped } = value as WrittenList;
  const texts = items.map(({ text }) => yamlScalar(text));
  const line = ` [${texts.join(", ")}]`;
  const written =
    line.length <= LONGEST_LINE
      ? line
      : isWrapped === true
        ? ` [${wrap(texts)}]`
        : texts.map((text) => `\n    - ${text}`).join("");
  const override = append === true ? "\n  override: {items: append}" : "";
  return `- list: ${name}\n  items:${written}${override}`;
}

function wrap(texts: readonly string[]): string {
  let [length, wrapped] = [0, ""];
  for (const text of texts) {
    const isNew = length === 0 || length + text.length > LONGEST_LINE - 10;
    wrapped += isNew && length > 0 ? `,\n    ${text}` : `${length > 0 ? ", " : ""}${text}`;
    length = (isNew ? 0 : length) + text.length + 2;
  }
  return wrapped;
}

/** A macro, as an entry of the file; on one line if it allows nothing yet. */
export function yamlMacro(value: unknown): string {
  const { name, lines, append } = value as Macro;
  if (lines.join("") === NEVER) return `- {macro: ${name}, condition: ${NEVER}}`;
  const override = append === true ? "\n  override: {condition: append}" : "";
  return `- macro: ${name}\n  condition:${yamlCondition(lines)}${override}`;
}

/** Text that a YAML folded block preserves: printable, and not starting with a space. */
const PLAIN = /^[(\w"][\x20-\x7e]*$/;

function yamlCondition(lines: readonly string[]): string {
  const line = lines.join(" ");
  if (line.length <= LONGEST_LINE || !lines.every((each) => PLAIN.test(each))) {
    return ` ${yamlScalar(line)}`;
  }
  return [" >-", ...lines.map((each) => `    ${each}`)].join("\n");
}

/** Text of cxray's own, quoted only where YAML would not read it as text. */
export function yamlText(value: unknown): string {
  const text = String(value);
  return /: | #|^[^A-Za-z(]/.test(text) ? yamlScalar(text) : text;
}

/** The value after `tags:`. */
export function yamlTags(value: unknown): string {
  const tags = (value as readonly string[]).map((tag) =>
    /^[A-Za-z][\w.-]*$/.test(tag) ? tag : yamlScalar(tag),
  );
  return `[${tags.join(", ")}]`;
}
