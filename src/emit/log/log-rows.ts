/** How the log shows each kind of event, a row per kind. A kind without a row does not compile. */
import type { Behaviour, EventKind } from "../../model/events/events.js";
import { CALL_ROWS } from "./call-rows.js";
import { FILE_ROWS } from "./file-rows.js";
import type { LogRow, LogRows } from "./log-row.js";
import { NETWORK_ROWS } from "./network-rows.js";
import { PROGRAM_ROWS } from "./program-rows.js";

export const LOG_ROWS: LogRows<EventKind> = {
  ...PROGRAM_ROWS,
  ...FILE_ROWS,
  ...NETWORK_ROWS,
  ...CALL_ROWS,
};

/** The row of a behaviour's kind. */
export function logRowOf<B extends Behaviour>({ kind }: B): LogRow<B> {
  return LOG_ROWS[kind] as unknown as LogRow<B>;
}
