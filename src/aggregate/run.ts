import { sortedBy } from "../model/order.js";
import type { Container, Recording } from "../model/recordings/recording.js";
import { runId } from "./lineage.js";

/** One container's life in one recording. */
export interface Run {
  /** the same in whatever database: 12 hexadecimal digits */
  readonly id: string;
  readonly recordingId: number;
  readonly containerId: string;
  /** in the table of runs of its baseline, from 1: tells it from the others there */
  readonly number: number;
  /** of the machine that recorded it, as in `Recording` */
  readonly architecture: string;
  /** more than one where the container was started again, by their start */
  readonly lives: readonly Container[];
}

/** The runs of one baseline in the order of its table: by their starts. */
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
 * The parts of the container's life in which something was first and last seen, as bits by
 * their place in `STAGES`. Of one life that is exact: between two moments of the same part
 * there is no other.
 */
export function stagesBetween(run: Run, first: bigint, last: bigint): number {
  return stageAt(run, first) | stageAt(run, last);
}

/**
 * Steady begins when the container first answers. What it did before that is its start-up,
 * all of it where it never answers. Of a container that was running when recording began it
 * is not known whether it had answered before: until it is seen to, it is in neither.
 */
function stageAt({ lives }: Run, moment: bigint): number {
  let life = lives[0];
  for (const each of lives) if (each.startedAt <= moment) life = each;
  if (life === undefined) return 0;
  if (life.servedAt !== null && moment >= life.servedAt) return 2;
  return life.joinedLate ? 0 : 1;
}
