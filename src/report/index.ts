/** The public part of the report: code outside may import nothing else. */
export { renderReport } from "./report.js";
