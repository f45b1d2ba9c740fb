/**
 * Turns the bytes of a record into an actor or a behaviour.
 *
 * The bytes hold what whoever runs in the container chose to put there, and
 * lengths that a defect could have made wrong. Nothing here throws: lengths are
 * bounded by the record, and a record that makes no sense is null.
 */
import type { Abi, Actor, Behaviour, Exec, Origin, Phase } from "../../model/events/events.js";
import { textFromBytes } from "../../model/text.js";
import { decodeArgument, decodeCapability, decodePrivilege, readCall } from "./call.js";
import { decodeChange, decodeWritten } from "./change.js";
import { decodeOpen } from "./open.js";
import { decodeUnseen } from "./unseen.js";
import { readAsked, readPath, readStorage, storageOf } from "./path.js";
import { decodeBind, decodeConnect, decodeListen, decodeSend, decodeSocket } from "./socket.js";
import { readResult, textUntilNul, type RecordBytes } from "./record-bytes.js";
import { EXEC_FLAG, WIRE_KIND } from "../kernel/wire-enums.js";
import {
  ARGUMENT,
  CAPABILITY,
  CHANGE,
  EXEC,
  HEADER,
  OPEN,
  PRIVILEGE,
  SOCKET,
  SYSCALL,
  UNSEEN,
  WRITTEN,
} from "../kernel/wire.js";

export { recordBytes, type RecordBytes } from "./record-bytes.js";

const PHASES: readonly Phase[] = ["setup", "start", "workload"];
const ORIGINS: readonly Origin[] = ["main", "session"];

/** System call tables by enum abi, of one machine. */
export const ABIS: Readonly<Record<string, readonly Abi[]>> = {
  x64: ["x86_64", "x86", "x32"],
  arm64: ["arm64", "arm"],
};

/** The actor without what the record can't say: the user's name, the programs. */
export type WireActor = Omit<Actor, "user" | "programs">;

/** Who did it, of the record that begins `at` a place of the bytes. */
export function decodeActor({ bytes, data }: RecordBytes, at = 0): WireActor {
  return {
    pid: data.getUint32(at + HEADER.pid, true),
    tid: data.getUint32(at + HEADER.tid, true),
    ppid: data.getUint32(at + HEADER.ppid, true),
    uid: data.getUint32(at + HEADER.uid, true),
    comm: textUntilNul(bytes, at + HEADER.comm, at + HEADER.size),
    phase: PHASES[data.getUint8(at + HEADER.phase)] ?? "setup",
    origin: ORIGINS[data.getUint8(at + HEADER.origin)] ?? "main",
  };
}

/** Decodes any record but those of containers; null when it makes no sense. */
export function decodeBehaviour(record: RecordBytes, abis: readonly Abi[]): Behaviour | null {
  if (record.bytes.length < HEADER.size) return null;
  const size = FIXED_SIZE[record.data.getUint8(HEADER.kind)];
  if (size === undefined || record.bytes.length < size) return null;
  switch (record.data.getUint8(HEADER.kind)) {
    case WIRE_KIND.EVENT_EXEC:
      return decodeExec(record);
    case WIRE_KIND.EVENT_EXEC_FAILED:
      return { kind: "exec-failed", asked: readAsked(record, EXEC), ret: readResult(record) };
    case WIRE_KIND.EVENT_OPEN:
      return decodeOpen(record);
    case WIRE_KIND.EVENT_CHANGE:
      return decodeChange(record);
    case WIRE_KIND.EVENT_WRITTEN:
      return decodeWritten(record);
    case WIRE_KIND.EVENT_CONNECT:
      return decodeConnect(record);
    case WIRE_KIND.EVENT_SEND:
      return decodeSend(record);
    case WIRE_KIND.EVENT_LISTEN:
      return decodeListen(record);
    case WIRE_KIND.EVENT_BIND:
      return decodeBind(record);
    case WIRE_KIND.EVENT_SOCKET:
      return decodeSocket(record);
    case WIRE_KIND.EVENT_SYSCALL:
      return { kind: "syscall", ...readCall(record, abis) };
    case WIRE_KIND.EVENT_SYSCALL_REFUSED:
      return { kind: "syscall-refused", ...readCall(record, abis), ret: readResult(record) };
    case WIRE_KIND.EVENT_ARGUMENT:
      return decodeArgument(record, abis);
    case WIRE_KIND.EVENT_CAPABILITY:
      return decodeCapability(record, abis);
    case WIRE_KIND.EVENT_PRIVILEGE:
      return decodePrivilege(record, abis);
    case WIRE_KIND.EVENT_UNSEEN:
      return decodeUnseen(record);
    default:
      return null;
  }
}

const FIXED_SIZE: Readonly<Record<number, number>> = {
  [WIRE_KIND.EVENT_EXEC]: EXEC.size,
  [WIRE_KIND.EVENT_EXEC_FAILED]: EXEC.size,
  [WIRE_KIND.EVENT_OPEN]: OPEN.size,
  [WIRE_KIND.EVENT_CHANGE]: CHANGE.size,
  [WIRE_KIND.EVENT_WRITTEN]: WRITTEN.size,
  [WIRE_KIND.EVENT_CONNECT]: SOCKET.size,
  [WIRE_KIND.EVENT_SEND]: SOCKET.size,
  [WIRE_KIND.EVENT_LISTEN]: SOCKET.size,
  [WIRE_KIND.EVENT_BIND]: SOCKET.size,
  [WIRE_KIND.EVENT_SOCKET]: SOCKET.size,
  [WIRE_KIND.EVENT_SYSCALL]: SYSCALL.size,
  [WIRE_KIND.EVENT_SYSCALL_REFUSED]: SYSCALL.size,
  [WIRE_KIND.EVENT_ARGUMENT]: ARGUMENT.size,
  [WIRE_KIND.EVENT_CAPABILITY]: CAPABILITY.size,
  [WIRE_KIND.EVENT_PRIVILEGE]: PRIVILEGE.size,
  [WIRE_KIND.EVENT_UNSEEN]: UNSEEN.size,
};

function decodeExec(record: RecordBytes): Exec {
  const { bytes, data } = record;
  const flags = data.getUint16(EXEC.exec_flags, true);
  const argumentsAt =
    EXEC.data + data.getUint16(EXEC.path_len, true) + data.getUint16(EXEC.asked_len, true);
  const argumentBytes = bytes.subarray(
    argumentsAt,
    argumentsAt + data.getUint16(EXEC.args_len, true),
  );
  const cut = EXEC_FLAG.EXEC_ARGS_TRUNCATED | EXEC_FLAG.EXEC_ARGS_UNREADABLE;
  const path = readPath(record, EXEC);
  const before = (flags & EXEC_FLAG.EXEC_BEFORE_RECORDING) !== 0;
  return {
    kind: "exec",
    path,
    asked: before ? path : readAsked(record, EXEC),
    argv: splitArguments(argumentBytes),
    ...((flags & cut) === 0 ? {} : { argvTruncated: true }),
    ...(before ? { beforeRecording: true } : {}),
    storage: readStorage(record, EXEC),
    ...((flags & EXEC_FLAG.EXEC_SCRIPT) === 0
      ? {}
      : { script: storageOf(data.getUint16(EXEC.script_flags, true)) }),
    ...((flags & EXEC_FLAG.EXEC_ELEVATED) === 0 ? {} : { elevated: true }),
    ...((flags & EXEC_FLAG.EXEC_UNLAYERED) === 0 ? {} : { unlayered: true }),
  };
}

function splitArguments(bytes: Buffer): string[] {
  if (bytes.length === 0) return [];
  const list = textFromBytes(bytes).split("\0");
  if (list.at(-1) === "") list.pop();
  return list;
}
