import { bytesFromText, holdsRawBytes, textFromBytes } from "../model/text.js";

/**
 * Text from inside a container, in a column of type ANY. If the bytes are UTF-8, which
 * is nearly always so, it is TEXT, which the sqlite3 shell can show; otherwise it is a
 * BLOB, because SQLite and better-sqlite3 would turn other bytes into U+FFFD.
 */
export type TextColumn = string | Uint8Array;

/** The value to bind for a text of `src/model/text.ts`. */
export function toTextColumn(text: string): TextColumn {
  return holdsRawBytes(text) ? bytesFromText(text) : text;
}

/** The text of a column that `toTextColumn` filled. */
export function fromTextColumn(column: TextColumn): string {
  return typeof column === "string" ? column : textFromBytes(column);
}
