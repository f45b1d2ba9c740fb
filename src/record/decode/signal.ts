/** Decodes signals. */
import type { Signal, SignalTarget } from "../../model/events/events.js";
import { readPath } from "./path.js";
import { readResult, type RecordBytes } from "./record-bytes.js";
import type { Decoders } from "./record-decoder.js";
import { WIRE_SIGNAL_TARGET } from "../kernel/wire-enums.js";
import { SIGNAL } from "../kernel/wire.js";

const TARGETS: Readonly<Record<number, SignalTarget>> = {
  [WIRE_SIGNAL_TARGET.SIGNAL_TO_SELF]: "self",
  [WIRE_SIGNAL_TARGET.SIGNAL_TO_CHILD]: "child",
  [WIRE_SIGNAL_TARGET.SIGNAL_TO_PARENT]: "parent",
  [WIRE_SIGNAL_TARGET.SIGNAL_TO_CONTAINER]: "container",
  [WIRE_SIGNAL_TARGET.SIGNAL_TO_OUTSIDE]: "outside",
};

function decodeSignal(record: RecordBytes): Signal {
  const { data } = record;
  return {
    kind: "signal",
    signal: data.getUint32(SIGNAL.signal, true),
    target: TARGETS[data.getUint8(SIGNAL.target)] ?? null,
    executable: data.getUint16(SIGNAL.path_len, true) === 0 ? null : readPath(record, SIGNAL),
    ret: readResult(record),
  };
}

export const SIGNAL_DECODERS = {
  EVENT_SIGNAL: { size: SIGNAL.size, decode: decodeSignal },
} as const satisfies Partial<Decoders>;
