/**
 * KINDS: one row for each kind of event, in the order of the documentation. Related rows stand
 * beside their interfaces. What only one stage needs for a kind has a row in that stage: its
 * decoder in `record/decode/`, its line in `emit/log/`.
 */
import type { Behaviour, EventKind } from "./events.js";
import { FILE_KINDS } from "./file-behaviours.js";
import type { KindRows } from "./kind-row.js";
import { NETWORK_KINDS } from "./network-behaviours.js";
import { RIGHTS_KINDS } from "./rights-behaviours.js";

export const KINDS = {
  exec: { sort: "done", summary: "a program was executed" },
  "exec-failed": { sort: "done", summary: "a program could not be executed" },
  ...FILE_KINDS,
  ...NETWORK_KINDS,
  ...RIGHTS_KINDS,
  unseen: { sort: "done", summary: "a program did something that can't be looked at" },
} as const satisfies KindRows<Behaviour>;

export const KIND_NAMES = Object.keys(KINDS) as readonly EventKind[];
