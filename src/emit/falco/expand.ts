/**
 * Lists in conditions, the way Falco puts them there: as text, wherever a list's name stands
 * between delimiters, be it inside a string (resolve_list in its rule_loader_compiler.cpp).
 */

const DELIMITERS = " \t\n\r(),=";

/** A condition with every list pasted in, in the order of the lists. */
export function expandLists(
  condition: string,
  lists: ReadonlyMap<string, readonly string[]>,
): string {
  let text = condition;
  for (const [name, items] of lists) text = paste(text, name, items.map(quoteItem).join(", "));
  return text;
}

/** Falco puts quotes around an item with a space that has none. */
function quoteItem(item: string): string {
  const needsQuotes = item.includes(" ") && !/^["']/.test(item);
  return needsQuotes ? `"${item}"` : item;
}

function paste(condition: string, name: string, items: string): string {
  let text = condition;
  let at = wordAt(text, name, 0);
  while (at >= 0) {
    const before = text.slice(0, at).trimEnd();
    text = `${before} ${items} ${text.slice(at + name.length).trimStart()}`;
    at = wordAt(text, name, before.length + items.length + 2);
  }
  return text;
}

/** Where `name` next stands as a word, or -1. */
function wordAt(text: string, name: string, from: number): number {
  const isEdge = (at: number): boolean => DELIMITERS.includes(text[at] ?? " ");
  for (let at = text.indexOf(name, from); at >= 0; at = text.indexOf(name, at + 1)) {
    if (isEdge(at - 1) && isEdge(at + name.length)) return at;
  }
  return -1;
}

/** Whether Falco would replace `name` somewhere in the text. */
export function holdsWord(text: string, name: string): boolean {
  return wordAt(text, name, 0) >= 0;
}
