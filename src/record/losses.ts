/** What was lost between the kernel and the store, by name. */
import type { Loss } from "../model/recording.js";
import { WIRE_KIND, WIRE_LOSS } from "./wire-enums.js";

const NAMES: Readonly<Record<number, string>> = {
  [WIRE_KIND.EVENT_CONTAINER_STARTED]: "container-started",
  [WIRE_KIND.EVENT_CONTAINER_SERVING]: "container-serving",
  [WIRE_KIND.EVENT_CONTAINER_STOPPED]: "container-stopped",
  [WIRE_KIND.EVENT_EXEC]: "exec",
  [WIRE_KIND.EVENT_EXEC_FAILED]: "exec-failed",
  [WIRE_KIND.EVENT_OPEN]: "open",
  [WIRE_KIND.EVENT_CHANGE]: "change",
  [WIRE_KIND.EVENT_WRITTEN]: "written",
  [WIRE_KIND.EVENT_CONNECT]: "connect",
  [WIRE_KIND.EVENT_SEND]: "send",
  [WIRE_KIND.EVENT_LISTEN]: "listen",
  [WIRE_KIND.EVENT_BIND]: "bind",
  [WIRE_KIND.EVENT_SOCKET]: "socket",
  [WIRE_KIND.EVENT_PAYLOAD]: "payload",
  [WIRE_KIND.EVENT_SYSCALL]: "syscall",
  [WIRE_KIND.EVENT_SYSCALL_REFUSED]: "syscall-refused",
  [WIRE_KIND.EVENT_ARGUMENT]: "argument",
  [WIRE_KIND.EVENT_CAPABILITY]: "capability",
  [WIRE_KIND.EVENT_PRIVILEGE]: "privilege",
  [WIRE_LOSS.LOSS_TASK_UNTRACKED]: "untracked-task",
  [WIRE_LOSS.LOSS_CONTAINER_UNTRACKED]: "untracked-container",
};

export interface LossCounts {
  /** by number of enum event_kind and enum loss */
  readonly kernel: readonly number[];
  /** probes that were skipped since they were running already */
  readonly skipped: number;
  /** records that made no sense */
  readonly undecodable: number;
  /** events that waited too long for a filter's answer */
  readonly overflown: number;
  /** containers that a filter may have left out wrongly: their engine could not describe them */
  readonly undescribed: number;
}

/** Only what is not zero. */
export function nameLosses(counts: LossCounts): Loss[] {
  const kernel = counts.kernel.map((count, kind) => ({ what: NAMES[kind] ?? "unknown", count }));
  const rest = [
    { what: "skipped-probe", count: counts.skipped },
    { what: "undecodable", count: counts.undecodable },
    { what: "held-back", count: counts.overflown },
    { what: "undescribed-container", count: counts.undescribed },
  ];
  return [...kernel, ...rest].filter(({ count }) => count > 0);
}
