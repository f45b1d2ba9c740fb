/** Says why a result is incomplete, and what to do about it. */
import type { Completeness, IncompleteReason } from "../model/baseline/baseline.js";
import { warn } from "./terminal/output.js";

/** What to do about a reason, if its message doesn't say. */
const REMEDIES: Partial<Record<IncompleteReason["code"], string>> = {
  "joined-late":
    "its start is missing: record again into another --db, and start the container after cxray",
  "events-lost": "record again with a larger --buffer, or fewer containers at a time",
};

export function describeReason({ code, message }: IncompleteReason): string {
  const remedy = REMEDIES[code];
  return remedy === undefined ? message : `${message}; ${remedy}`;
}

export function warnIfIncomplete({ reasons }: Completeness): void {
  for (const reason of reasons) warn(describeReason(reason));
}
