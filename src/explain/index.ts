/** The interface of src/explain/: code outside of it imports this file only. */
export { explain, matchesOf, type ExplainedEntry, type Explanation } from "./explain.js";
export { emittedLines, withoutMatches, type Emitted, type RenderedFile } from "./emitted.js";
