/** What could not be looked at, by name. */
import type { BlindSpotCode, BlindSpotCount } from "../model/recording.js";
import { WIRE_BLIND } from "./wire-enums.js";

const { BLIND_RING } = WIRE_BLIND;

const CODES: Readonly<Record<number, BlindSpotCode>> = {
  [WIRE_BLIND.BLIND_RING_OPERATION]: "io-uring-operations",
  [BLIND_RING]: "io-uring",
  [WIRE_BLIND.BLIND_DESCRIPTORS]: "descriptors-at-exit",
  [WIRE_BLIND.BLIND_LINKS]: "links-not-followed",
  [WIRE_BLIND.BLIND_CONTENT]: "contents-not-seen",
};

/** What not every kernel shows. */
export interface KernelView {
  /** The kernel tells which capabilities it asked for; else how often it did is not known. */
  readonly seesCapabilities: boolean;
  /** The requests of an io_uring are looked at; else it is one blind spot. */
  readonly seesRings: boolean;
}

/** Only what was met; `counts` by number of enum blind. */
export function nameBlindSpots(counts: readonly number[], kernel: KernelView): BlindSpotCount[] {
  const unseen: BlindSpotCount[] = kernel.seesCapabilities
    ? []
    : [{ code: "capabilities", count: null }];
  const met = counts.flatMap((count, number) => {
    const code = kernel.seesRings && number === BLIND_RING ? undefined : CODES[number];
    return code === undefined || count === 0 ? [] : [{ code, count }];
  });
  return [...met, ...unseen];
}
