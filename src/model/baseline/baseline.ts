/**
 * A baseline: the behaviour that was learnt of what has one name, whatever builds it had. It is the JSON
 * document that `cxray profile --json` prints, that `schemas/baseline.schema.json`
 * describes, and that every emitted format but the log is rendered from. What a document and its
 * entries hold is said there; `document.ts` has the types of it.
 *
 * Every list is sorted, and every entry says how often it was seen, in which
 * runs, and by which executables. A run is one container's life in one recording.
 */
import type { BaselineDocument } from "./document.js";

export type * from "./document.js";

export const BASELINE_VERSION = 3 satisfies BaselineDocument["version"];

/** A document without what follows from the rest of it. */
export type Baseline = Omit<BaselineDocument, "stability">;
