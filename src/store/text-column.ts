import { bytesFromText, holdsRawBytes, textFromBytes } from "../model/text.js";

/**
 * Text from inside a container in a column of type ANY: TEXT where the bytes are
 * UTF-8, which is nearly always and which the sqlite3 shell shows, BLOB where they
 * are not. SQLite and better-sqlite3 would turn such bytes into U+FFFD otherwise.
 */
export type TextColumn = string | Uint8Array;

/** What to bind for a text of `src/model/text.ts`. */
export function toTextColumn(text: string): TextColumn {
  return holdsRawBytes(text) ? bytesFromText(text) : text;
}

/** The text of a column that `toTextColumn` filled. */
export function fromTextColumn(column: TextColumn): string {
  return typeof column === "string" ? column : textFromBytes(column);
}
