/** The section of a configuration that is rows of the fold's tables. */
import type { Patterns } from "../../aggregate/index.js";
import { nearest } from "../options/nearest.js";
import type { Mistake } from "./schema-mistakes.js";

/** What of these rows no schema can say. What knows the tables is loaded where there are rows. */
export async function patternRowMistakes(patterns: Patterns | undefined): Promise<Mistake[]> {
  if (patterns === undefined) return [];
  const { patternMistakes } = await import("../../aggregate/index.js");
  return patternMistakes(patterns).map(({ pointer, message, words = [], word = "" }) => {
    const near = nearest(word, words);
    return { pointer, message: near === null ? message : `${message}; did you mean ${near}?` };
  });
}
