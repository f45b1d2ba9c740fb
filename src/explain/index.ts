/** What the command line uses of explaining: nothing else here may be imported from outside. */
export { explain, matchesOf, type ExplainedEntry, type Explanation } from "./explain.js";
export { emittedLines, withoutMatches, type Emitted, type RenderedFile } from "./emitted.js";
