/** What the command line uses of aggregation: nothing else here may be imported from outside. */
export { aggregate, baselineOf, type Aggregation } from "./aggregate.js";
export { chooseRuns, type Wanted } from "./resolve-image.js";
