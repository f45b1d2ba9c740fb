/** How much memory a recording takes beside what it holds. */
import { setFlagsFromString } from "node:v8";

/** Percent of what is in use. */
const GARBAGE = 40;

/**
 * V8 collects garbage when the heap has grown to several times what was in use. A container that
 * makes up names makes garbage as fast as it can, so that would be hundreds of megabytes of
 * somebody else's machine. To collect more often costs little: what is remembered is bounded.
 */
export function keepHeapSmall(): void {
  setFlagsFromString(`--heap-growing-percent=${String(GARBAGE)}`);
}
