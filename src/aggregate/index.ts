/** What the command line uses of aggregation: nothing else here may be imported from outside. */
export { aggregate, type Aggregation } from "./aggregate.js";
export { imageLabel, resolveImage } from "./resolve-image.js";
