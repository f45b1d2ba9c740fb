/**
 * A baseline: the learnt behaviour of an image name, over all its builds. It is the JSON document
 * that `cxray profile --json` prints and that `schemas/baseline.schema.json` describes; every
 * emitted format except the log is rendered from it. The schema describes the document and its
 * entries; `document.ts` has the types.
 *
 * Every list is sorted. Every entry says how often it was seen, in which runs, and by which
 * executables. A run is one container's life in one recording.
 */
import type { BaselineDocument } from "./document.js";

export type * from "./document.js";

export const BASELINE_VERSION = 3 satisfies BaselineDocument["version"];

/** A document without derived values. */
export type Baseline = Omit<BaselineDocument, "stability">;
