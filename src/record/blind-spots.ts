/** What could not be looked at, by name. */
import type { BlindSpotCode, BlindSpotCount } from "../model/recording.js";
import { WIRE_BLIND } from "./wire-enums.js";

const CODES: Readonly<Record<number, BlindSpotCode>> = {
  [WIRE_BLIND.BLIND_RING_OPERATION]: "io-uring-operations",
  [WIRE_BLIND.BLIND_DESCRIPTORS]: "descriptors-at-exit",
  [WIRE_BLIND.BLIND_MESSAGES]: "messages-in-one-call",
  [WIRE_BLIND.BLIND_LINKS]: "links-not-followed",
  [WIRE_BLIND.BLIND_CONTENT]: "contents-not-seen",
};

/** What the running kernel can't show at all: how often it happened is not known. */
export interface KernelView {
  readonly seesCapabilities: boolean;
}

/** Only what was met; `counts` by number of enum blind. */
export function nameBlindSpots(counts: readonly number[], kernel: KernelView): BlindSpotCount[] {
  const unseen: BlindSpotCount[] = kernel.seesCapabilities
    ? []
    : [{ code: "capabilities", count: null }];
  const met = counts.flatMap((count, number) => {
    const code = CODES[number];
    return code === undefined || count === 0 ? [] : [{ code, count }];
  });
  return [...met, ...unseen];
}
