/** What a recording has taken so far, and what it lacks. */
import type { BlindSpotCount, Loss } from "../model/recordings/recording.js";
import { isThere, type Engine } from "./containers/engine.js";
import type { FilteredOut } from "./containers/tracker.js";

export interface RecordStatus {
  /** events of wanted containers; all other counts are of wanted containers too */
  readonly events: number;
  readonly containers: number;
  /** containers that were running when recording began */
  readonly joinedLate: number;
  readonly behaviours: number;
  readonly losses: readonly Loss[];
  /** actions that containers took and that cxray can't look into */
  readonly blindSpots: readonly BlindSpotCount[];
  /** containers whose description is still awaited from an engine */
  readonly waiting: number;
  /** engines that were there and don't answer now, each with the reason */
  readonly silentEngines: readonly string[];
  /** some of the containers that the filter left out */
  readonly leftOut: readonly FilteredOut[];
  /** the database reached its limit: the recording has ended, and is unfinished */
  readonly isFull: boolean;
}

/** The engines that are there, as shown to a person. */
export function presentEngines(engines: readonly Engine[]): string[] {
  return engines.filter(isThere).map(({ description, state }) => {
    return state === "slow" ? `${description}, which is slow to answer` : description;
  });
}

/** The engines that were there and don't answer now, each with the reason. */
export function silentEngines(engines: readonly Engine[]): string[] {
  return engines
    .filter(({ state }) => state === "slow" || state === "gone")
    .map(({ description, trouble }) => `${description}: ${trouble}`);
}
