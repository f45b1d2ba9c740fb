import { sortedBy } from "../model/order.js";
import type { Container, Recording } from "../model/recordings/recording.js";
import { runId } from "./lineage.js";

/** A container in one recording. */
export interface Run {
  /** the same in every database: 12 hexadecimal digits */
  readonly id: string;
  readonly recordingId: number;
  readonly containerId: string;
  /** its position in the baseline's table of runs, from 1: identifies it there */
  readonly number: number;
  /** of the machine that recorded it, as in `Recording` */
  readonly architecture: string;
  /** sorted by start; more than one if the container was started again */
  readonly lives: readonly Container[];
}

/** The runs of one baseline in the order of its table, sorted by start. */
export function runTable(
  containers: readonly Container[],
  recordings: ReadonlyMap<number, Recording>,
): Run[] {
  const lives = new Map<string, Container[]>();
  for (const life of containers.toSorted(byStart)) {
    const key = `${String(life.recordingId)} ${life.id}`;
    const known = lives.get(key);
    if (known === undefined) lives.set(key, [life]);
    else known.push(life);
  }
  const runs = [...lives.values()].flatMap((own): Omit<Run, "number">[] => {
    const [first] = own;
    if (first === undefined) return [];
    const { recordingId, id: containerId } = first;
    const { startedAt = 0n, architecture = "" } = recordings.get(recordingId) ?? {};
    const id = runId({ startedAt }, containerId);
    return [{ id, recordingId, containerId, architecture, lives: own }];
  });
  const sorted = sortedBy(runs, ({ id, lives: [first] }) => {
    const { startedAt = 0n, recordingId = 0 } = first ?? {};
    return [String(startedAt).padStart(20, "0"), id, String(recordingId).padStart(9, "0")].join(
      " ",
    );
  });
  return sorted.map((run, index) => ({ ...run, number: index + 1 }));
}

function byStart(a: Container, b: Container): number {
  return Number(a.startedAt - b.startedAt) || Number(a.joinedLate) - Number(b.joinedLate);
}

/**
 * The stages of the container's life in which something was first and last seen, as bits by their
 * place in `STAGES`. For one life this is exact, because no other stage lies between two moments of
 * the same stage.
 */
export function stagesBetween(run: Run, first: bigint, last: bigint): number {
  return stageAt(run, first) | stageAt(run, last);
}

/**
 * The steady stage begins when the container first answers a client. Everything before is start-up;
 * if it never answers, its whole life is. If a container was already running when the recording
 * started, it may have answered before, so until an answer is seen a moment is in neither stage.
 */
function stageAt({ lives }: Run, moment: bigint): number {
  let life = lives[0];
  for (const each of lives) if (each.startedAt <= moment) life = each;
  if (life === undefined) return 0;
  if (life.servedAt !== null && moment >= life.servedAt) return 2;
  return life.joinedLate ? 0 : 1;
}
