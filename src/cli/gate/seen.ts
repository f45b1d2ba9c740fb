/** Loads what a committed baseline is compared with. */
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
  /** the baseline of all runs, also of those before `since`, because patterns need many runs */
  readonly current: Baseline;
  /** only what was seen since then is compared, as RFC 3339; undefined compares everything */
  readonly since: string | undefined;
  /** the runs since then */
  readonly runs: Baseline["runs"]["each"];
}

/**
 * Loads the image's baseline from the database. `begun`: when the recording to compare began; if it
 * is undefined, `--since` says which runs to compare.
 *
 * @throws CxrayError as `loadBaseline`; no-runs if there is no run since `--since`
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

/** Why these runs may be incomplete, one sentence for each reason. */
export function whyIncomplete({ current, since, runs }: Seen): string[] {
  const reasons = current.completeness.reasons.map(describeReason);
  if (since === undefined) return reasons;
  if (runs.every(({ complete }) => complete)) return [];
  return reasons.length > 0 ? reasons : [RUN_INCOMPLETE];
}

const RUN_INCOMPLETE = "a run of this recording is incomplete: record again";
