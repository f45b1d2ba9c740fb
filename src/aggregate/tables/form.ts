/**
 * The notation of forms in the rows of `cxray.yaml`: literal text, and varying parts such as
 * `[0-9]{8}`, `[a-z0-9_]{4,8}` and `[A-Za-z]+`.
 *
 * A container chooses its names, so matching must be fast for any name. There are no alternatives,
 * groups or optional parts, and a part of variable length must be followed by a character that it
 * cannot contain. So a name is read once, from left to right.
 */
import { MOST_PARTS } from "../patterns/name-reading.js";
import { escapeSigns, type KnownSpan } from "../patterns/known-span.js";

export interface Form {
  /** an expression without anchors and groups, so that several can be joined into one */
  readonly source: string;
  /** the least number of characters */
  readonly length: number;
  /** all matching texts have the same length */
  readonly isOfOneLength: boolean;
  /** the varying parts of a text that matches as a whole; null: it does not */
  readonly partsOf: (text: string) => readonly KnownSpan[] | null;
}

/** A literal text, or a varying part. */
interface Piece {
  readonly expression: string;
  /** the characters of a varying part; null: a literal text */
  readonly characters: ReadonlySet<string> | null;
  readonly first: string;
  readonly fewest: number;
  readonly most: number;
}

const PIECE =
  /\[(?<inside>[A-Za-z0-9_.+=@~-]+)\](?:\{(?<fewest>\d{1,3})(?:,(?<most>\d{1,3}))?\}|(?<any>\+))|(?<text>[^[\]{}()|*?^$\\/\p{Cc}]+)/suy;
/** The longest name, in bytes. */
const LONGEST_NAME = 255;
/** The fewest characters of a form without literal text. */
const FEWEST_ALONE = 6;

/** Parses a form. A string is the problem, which continues the message after "match". */
export function readForm(text: string): Form | string {
  const pieces = piecesOf(text);
  if (typeof pieces === "string") return pieces;
  const parts = pieces.filter(({ characters }) => characters !== null);
  if (parts.length === 0) return "has no part that varies, such as [0-9]{8}";
  if (parts.length > MOST_PARTS) return `has more than ${String(MOST_PARTS)} parts that vary`;
  const isVague = pieces.some(
    (piece, at) => piece.fewest !== piece.most && !isTold(piece, pieces[at + 1]),
  );
  if (isVague) {
    return "has to go on, after a part of several lengths, with a character that the part doesn't have";
  }
  const sure = pieces.reduce((sum, { fewest }) => sum + fewest, 0);
  if (parts.length === pieces.length && sure < FEWEST_ALONE) {
    return "fits too much: it needs a text that stands for itself, or six characters";
  }
  return formOf(pieces);
}

function piecesOf(text: string): Piece[] | string {
  const pieces: Piece[] = [];
  PIECE.lastIndex = 0;
  while (PIECE.lastIndex < text.length) {
    const { groups } = PIECE.exec(text) ?? {};
    const piece = groups === undefined ? null : pieceOf(groups);
    if (piece === null) {
      return "must be text with parts such as [0-9]{8}, [a-z]{4,8} or [A-Za-z0-9_.-]+";
    }
    pieces.push(piece);
  }
  return pieces;
}

function pieceOf({ inside, fewest, most, any, text }: Record<string, string | undefined>) {
  if (inside === undefined) return textPiece(text ?? "");
  const characters = charactersOf(inside);
  const least = any === undefined ? Number(fewest) : 1;
  const longest = any === undefined ? Number(most ?? fewest) : LONGEST_NAME;
  if (characters === null || least < 1 || longest < least || longest > LONGEST_NAME) return null;
  const counted = least === longest ? String(least) : `${String(least)},${String(longest)}`;
  const times = any ?? `{${counted}}`;
  return { expression: `[${inside}]${times}`, characters, first: "", fewest: least, most: longest };
}

function textPiece(text: string): Piece {
  const expression = escapeSigns(text);
  const { length } = text;
  return { expression, characters: null, first: text[0] ?? "", fewest: length, most: length };
}

/** `a-z`, `A-F`, `0-9` and single characters; a literal `-` comes last. */
function charactersOf(inside: string): ReadonlySet<string> | null {
  const characters = new Set<string>();
  for (const [item, from, to] of inside.matchAll(/(.)-(.)|./gsu)) {
    if (from === undefined || to === undefined) characters.add(item);
    else if (!/^(?:[a-z]{2}|[A-Z]{2}|[0-9]{2})$/u.test(from + to) || from > to) return null;
    else {
      for (let code = from.charCodeAt(0); code <= to.charCodeAt(0); code += 1) {
        characters.add(String.fromCharCode(code));
      }
    }
  }
  return /-./u.test(inside.replace(/.-./gsu, "")) ? null : characters;
}

/** Whether the first character of the next piece shows where the part ends. */
function isTold({ characters }: Piece, next: Piece | undefined): boolean {
  if (characters === null || next === undefined) return true;
  const starts = next.characters ?? new Set([next.first]);
  return [...starts].every((character) => !characters.has(character));
}

function formOf(pieces: readonly Piece[]): Form {
  const test = new RegExp(`^${pieces.map(({ expression }) => `(${expression})`).join("")}$`, "su");
  return {
    source: pieces.map(({ expression }) => expression).join(""),
    length: pieces.reduce((sum, { fewest }) => sum + fewest, 0),
    isOfOneLength: pieces.every(({ fewest, most }) => fewest === most),
    partsOf: (text) => {
      if (text.length > LONGEST_NAME) return null;
      const found = test.exec(text)?.slice(1);
      if (found === undefined) return null;
      let end = 0;
      return pieces.flatMap(({ characters, expression }, at): KnownSpan[] => {
        const start = end;
        end += found[at]?.length ?? 0;
        return characters === null ? [] : [{ start, end, expression }];
      });
    },
  };
}
