/** How a recording goes, and what it lacks. */
import type { BlindSpotCount, Loss } from "../model/recordings/recording.js";
import { isThere, type Engine } from "./containers/engine.js";
import type { LeftOut } from "./containers/tracker.js";

export interface RecordStatus {
  /** of wanted containers, as all that follows */
  readonly events: number;
  readonly containers: number;
  /** containers that were running when recording began */
  readonly joinedLate: number;
  readonly behaviours: number;
  readonly losses: readonly Loss[];
  /** what was met of what can't be seen */
  readonly blindSpots: readonly BlindSpotCount[];
  /** containers that wait for an engine to tell what they are */
  readonly waiting: number;
  /** engines that were there and don't answer, with why */
  readonly silentEngines: readonly string[];
  /** some of the containers that the filter left out */
  readonly leftOut: readonly LeftOut[];
  /** the database reached its limit: the recording has ended, and is unfinished */
  readonly isFull: boolean;
}

/** The engines that are asked, for a person. */
export function presentEngines(engines: readonly Engine[]): string[] {
  return engines.filter(isThere).map(({ description, state }) => {
    return state === "slow" ? `${description}, which is slow to answer` : description;
  });
}

/** Those that were there and don't answer now, with why. */
export function silentEngines(engines: readonly Engine[]): string[] {
  return engines
    .filter(({ state }) => state === "slow" || state === "gone")
    .map(({ description, trouble }) => `${description}: ${trouble}`);
}
