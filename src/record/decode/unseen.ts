import type { Unseen } from "../../model/events/events.js";
import type { RecordBytes } from "./record-bytes.js";
import type { Decoders } from "./record-decoder.js";
import { WIRE_UNSEEN } from "../kernel/wire-enums.js";
import { UNSEEN } from "../kernel/wire.js";

const WHAT: Readonly<Record<number, Unseen["what"]>> = {
  [WIRE_UNSEEN.UNSEEN_URING_OPERATION]: "io-uring-operations",
  [WIRE_UNSEEN.UNSEEN_DESCRIPTORS]: "descriptors-at-exit",
};

/** Null if the kind of blind spot is not known. */
function decodeUnseen({ data }: RecordBytes): Unseen | null {
  const what = WHAT[data.getUint32(UNSEEN.what, true)];
  return what === undefined ? null : { kind: "unseen", what };
}

export const UNSEEN_DECODERS = {
  EVENT_UNSEEN: { size: UNSEEN.size, decode: decodeUnseen },
} as const satisfies Partial<Decoders>;
