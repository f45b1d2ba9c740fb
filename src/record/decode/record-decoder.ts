/** What a record of the wire is decoded by. Its row stands beside its function. */
import type { Abi, Behaviour } from "../../model/events/events.js";
import type { WIRE_KIND } from "../kernel/wire-enums.js";
import type { RecordBytes } from "./record-bytes.js";

export interface RecordDecoder {
  /** bytes that a record has at least */
  readonly size: number;
  /** Does not throw; null when the record makes no sense. */
  readonly decode: (record: RecordBytes, abis: readonly Abi[]) => Behaviour | null;
}

/** What `EventStream` takes itself, and the mark of the end. */
type WithoutDecoder =
  | "EVENT_CONTAINER_STARTED"
  | "EVENT_CONTAINER_SERVING"
  | "EVENT_CONTAINER_STOPPED"
  | "EVENT_PAYLOAD"
  | "EVENT_KIND_END";

/** A row for each kind of `enum event_kind`: one without a decoder does not compile. */
export type Decoders = Readonly<
  Record<Exclude<keyof typeof WIRE_KIND, WithoutDecoder>, RecordDecoder>
>;
