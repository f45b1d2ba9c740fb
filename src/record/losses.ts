/** Names what was lost between the kernel and the store. */
import type { Loss } from "../model/recordings/recording.js";
import { WIRE_KIND, WIRE_LOSS } from "./kernel/wire-enums.js";

/** Losses whose names don't follow from the names of their constants. */
const SPECIAL_NAMES: Readonly<Record<string, string>> = {
  LOSS_TASK_UNTRACKED: "untracked-task",
  LOSS_CONTAINER_UNTRACKED: "untracked-container",
  LOSS_CONNECTION_UNTRACKED: "untracked-connection",
};

function kebabName(key: string): string {
  return key
    .replace(/^EVENT_/u, "")
    .toLowerCase()
    .replaceAll("_", "-");
}

/** By number: `EVENT_EXEC_FAILED` is `exec-failed`. The end markers of the enums have no name. */
const NAMES: ReadonlyMap<number, string> = new Map(
  [...Object.entries(WIRE_KIND), ...Object.entries(WIRE_LOSS)]
    .filter(([key]) => !key.endsWith("_END"))
    .map(([key, number]) => [number, SPECIAL_NAMES[key] ?? kebabName(key)]),
);

export interface LossCounts {
  /** by number of enum event_kind and enum loss */
  readonly kernel?: readonly number[];
  /** probes that the kernel skipped because they were already running on that CPU */
  readonly skipped?: number;
  /** records that could not be decoded */
  readonly undecodable?: number;
  /** times that the connections still under way at the end could not be listed */
  readonly unsettled?: number;
  /** events that found no room while their container's description was awaited */
  readonly overflown?: number;
  /** containers whose image an engine did not give */
  readonly undescribed?: number;
}

/** The losses that are not zero, by name. */
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
