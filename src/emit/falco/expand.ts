/**
 * Lists in conditions, the way Falco puts them there: as text, wherever a list's name stands
 * between delimiters, be it inside a string (resolve_list in its rule_loader_compiler.cpp).
 */

const WORD = /[^ \t\n\r(),=]+/g;
const DELIMITER = /[ \t\n\r(),=]/;

/** A condition with every list pasted in. No item may hold a list's name as a word of its own. */
export function expandLists(
  condition: string,
  lists: ReadonlyMap<string, readonly string[]>,
): string {
  return condition.replace(WORD, (word) => {
    const items = lists.get(word);
    return items === undefined ? word : ` ${items.map(quoteItem).join(", ")} `;
  });
}

/** Falco puts quotes around an item with a space that has none. */
function quoteItem(item: string): string {
  const needsQuotes = item.includes(" ") && !/^["']/.test(item);
  return needsQuotes ? `"${item}"` : item;
}

/** The first of the words that Falco would replace somewhere in the text. */
export function findWord(
  text: string,
  names: { has: (name: string) => boolean },
): string | undefined {
  if (!DELIMITER.test(text)) return names.has(text) ? text : undefined;
  return text.match(WORD)?.find((word) => names.has(word));
}
