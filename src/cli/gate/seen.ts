/** What a committed baseline is compared with. */
import type { Baseline } from "../../model/baseline/baseline.js";
import {
  chosenContainers,
  loadBaseline,
  wantedRuns,
  withStore,
  type Learning,
} from "../baselines.js";
import { describeReason } from "../incomplete.js";
import { parseSince } from "../options/since.js";

interface SeenArguments {
  readonly db: string;
  readonly image: string | undefined;
  readonly latest: boolean;
  readonly since: string | undefined;
}

export interface Seen {
  /** of all runs, also of those before `since`: patterns take many nights */
  readonly current: Baseline;
  /** RFC 3339: what is asked about was seen from then on; undefined: all of it */
  readonly since: string | undefined;
  /** the runs that are asked about */
  readonly runs: Baseline["runs"]["each"];
}

/**
 * What the database has of the image. `begun`: when the recording began that is asked about; without
 * one `--since` says it.
 *
 * @throws CxrayError as `loadBaseline`; no-runs where none is as new as `--since` asks
 */
export function loadSeen(argv: SeenArguments, learning: Learning, begun?: string): Seen {
  const since = begun ?? sinceOf(argv.since);
  const current = withStore(argv.db, (store) => {
    if (begun === undefined) chosenContainers(store, wantedRuns(argv));
    const all = wantedRuns({ ...argv, since: undefined });
    return loadBaseline(store, all, learning);
  });
  const { each } = current.runs;
  const runs = since === undefined ? each : each.filter(({ started }) => started >= since);
  return { current, since, runs };
}

function sinceOf(since: string | undefined): string | undefined {
  if (since === undefined) return undefined;
  return new Date(Number(parseSince(since, Date.now()) / 1_000_000n)).toISOString();
}

/** Why something of these runs may be missing, a sentence each. */
export function whyIncomplete({ current, since, runs }: Seen): string[] {
  const reasons = current.completeness.reasons.map(describeReason);
  if (since === undefined) return reasons;
  if (runs.every(({ complete }) => complete)) return [];
  return reasons.length > 0 ? reasons : [RUN_INCOMPLETE];
}

const RUN_INCOMPLETE = "a run of this recording is incomplete: record again";
