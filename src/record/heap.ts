/** Limits how much garbage Node's heap collects while recording. */
import { setFlagsFromString } from "node:v8";

/** Percent of the live heap by which it may grow before V8 collects garbage. */
const GROWTH_PERCENT = 40;

/**
 * By default V8 lets the heap grow to several times its live size before it collects garbage. A
 * container that invents names makes garbage fast, so that would take hundreds of megabytes.
 * Collecting more often costs little, because the live heap is bounded.
 */
export function keepHeapSmall(): void {
  setFlagsFromString(`--heap-growing-percent=${String(GROWTH_PERCENT)}`);
}
