/** What the command line uses of the report: nothing else here may be imported from outside. */
export { renderReport } from "./report.js";
