/** The public part of aggregation: code outside may import nothing else. */
export { aggregate, baselineOf, previewPatterns, type Aggregation } from "./aggregate.js";
export { parseBaseline, readBaselineFile } from "./baseline-file.js";
export { baselineDocument } from "./document.js";
export type { FoldOptions } from "./fold.js";
export type { PatternPreview } from "./patterns/preview.js";
export { patternMistakes } from "./tables/row-mistakes.js";
export type { Patterns } from "./tables/tables.js";
export { listRuns, type RecordedRun } from "./run-list.js";
export { chooseRuns, type Wanted } from "./resolve-image.js";
