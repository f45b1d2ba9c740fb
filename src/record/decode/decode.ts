/**
 * Turns the bytes of a record into an actor or a behaviour.
 *
 * The content is chosen by whoever runs in the container, and a defect could
 * make lengths wrong. Nothing here throws: lengths are limited by the record,
 * and a record that can't be decoded is null.
 */
import type { Abi, Actor, Behaviour, Origin, Phase } from "../../model/events/events.js";
import { DECODERS } from "./decoders.js";
import type { RecordDecoder } from "./record-decoder.js";
import { textUntilNul, type RecordBytes } from "./record-bytes.js";
import { WIRE_KIND } from "../kernel/wire-enums.js";
import { HEADER } from "../kernel/wire.js";

export { recordBytes, type RecordBytes } from "./record-bytes.js";

const PHASES: readonly Phase[] = ["setup", "start", "workload"];
const ORIGINS: readonly Origin[] = ["main", "session"];

/** System call tables by enum abi, of one machine. */
export const ABIS: Readonly<Record<string, readonly Abi[]>> = {
  x64: ["x86_64", "x86", "x32"],
  arm64: ["arm64", "arm"],
};

/** The actor without the fields that the record lacks: the user's name, the programs. */
export type WireActor = Omit<Actor, "user" | "programs">;

/** Decodes the actor of the record that begins at `at`. */
export function decodeActor({ bytes, data }: RecordBytes, at = 0): WireActor {
  return {
    pid: data.getUint32(at + HEADER.pid, true),
    tid: data.getUint32(at + HEADER.tid, true),
    ppid: data.getUint32(at + HEADER.ppid, true),
    uid: data.getUint32(at + HEADER.uid, true),
    containerPid: data.getUint32(at + HEADER.container_pid, true),
    comm: textUntilNul(bytes, at + HEADER.comm, at + HEADER.size),
    phase: PHASES[data.getUint8(at + HEADER.phase)] ?? "setup",
    origin: ORIGINS[data.getUint8(at + HEADER.origin)] ?? "main",
  };
}

/** The rows of `DECODERS` by number. */
const BY_NUMBER: ReadonlyMap<number, RecordDecoder> = new Map(
  Object.entries(DECODERS).map(([name, row]) => [WIRE_KIND[name as keyof typeof DECODERS], row]),
);

/** Decodes a record of any kind except containers and payloads; null if it can't be decoded. */
export function decodeBehaviour(record: RecordBytes, abis: readonly Abi[]): Behaviour | null {
  if (record.bytes.length < HEADER.size) return null;
  const row = BY_NUMBER.get(record.data.getUint8(HEADER.kind));
  if (row === undefined || record.bytes.length < row.size) return null;
  return row.decode(record, abis);
}
