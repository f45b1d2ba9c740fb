/** What was lost between the kernel and the store, by name. */
import type { Loss } from "../model/recordings/recording.js";
import { WIRE_KIND, WIRE_LOSS } from "./kernel/wire-enums.js";

/** What could not be followed at all. */
const WORDS: Readonly<Record<string, string>> = {
  LOSS_TASK_UNTRACKED: "untracked-task",
  LOSS_CONTAINER_UNTRACKED: "untracked-container",
  LOSS_CONNECTION_UNTRACKED: "untracked-connection",
};

function inWords(key: string): string {
  return key
    .replace(/^EVENT_/u, "")
    .toLowerCase()
    .replaceAll("_", "-");
}

/** `EVENT_EXEC_FAILED` is told as `exec-failed`; a mark of an end has no name. */
const NAMES: ReadonlyMap<number, string> = new Map(
  [...Object.entries(WIRE_KIND), ...Object.entries(WIRE_LOSS)]
    .filter(([key]) => !key.endsWith("_END"))
    .map(([key, number]) => [number, WORDS[key] ?? inWords(key)]),
);

export interface LossCounts {
  /** by number of enum event_kind and enum loss */
  readonly kernel?: readonly number[];
  /** probes that were skipped since they were running already */
  readonly skipped?: number;
  /** records that made no sense */
  readonly undecodable?: number;
  /** times that connections under way at the end could not be asked for */
  readonly unsettled?: number;
  /** events that waited too long for a filter's answer */
  readonly overflown?: number;
  /** containers of which an engine did not tell the image */
  readonly undescribed?: number;
}

/** Only what is not zero. */
export function nameLosses(counts: LossCounts): Loss[] {
  const kernel = (counts.kernel ?? []).map((count, kind) => ({
    what: NAMES.get(kind) ?? "unknown",
    count,
  }));
  const rest = [
    { what: "skipped-probe", count: counts.skipped ?? 0 },
    { what: "undecodable", count: counts.undecodable ?? 0 },
    { what: "unsettled-connections", count: counts.unsettled ?? 0 },
    { what: "held-back", count: counts.overflown ?? 0 },
    { what: "undescribed-container", count: counts.undescribed ?? 0 },
  ];
  return [...kernel, ...rest].filter(({ count }) => count > 0);
}
