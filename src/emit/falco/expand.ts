/**
 * Expands lists in conditions as Falco does: as text, wherever a list's name stands between
 * delimiters, even inside a string (resolve_list in Falco's rule_loader_compiler.cpp).
 */

const WORD = /[^ \t\n\r(),=]+/g;
const DELIMITER = /[ \t\n\r(),=]/;

/** A condition with all lists expanded. No item may contain a list's name as a separate word. */
export function expandLists(
  condition: string,
  lists: ReadonlyMap<string, readonly string[]>,
): string {
  return condition.replace(WORD, (word) => {
    const items = lists.get(word);
    return items === undefined ? word : ` ${items.map(quoteItem).join(", ")} `;
  });
}

/** Falco quotes an item that contains a space and has no quotes. */
function quoteItem(item: string): string {
  const needsQuotes = item.includes(" ") && !/^["']/.test(item);
  return needsQuotes ? `"${item}"` : item;
}

/** The first of these words that Falco would replace in the text. */
export function findWord(
  text: string,
  names: { has: (name: string) => boolean },
): string | undefined {
  if (!DELIMITER.test(text)) return names.has(text) ? text : undefined;
  return text.match(WORD)?.find((word) => names.has(word));
}
