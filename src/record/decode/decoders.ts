/**
 * What each record of the wire is decoded by: one row for each kind of `enum event_kind`, so that a
 * kind without a decoder does not compile.
 */
import type { Abi, Behaviour } from "../../model/events/events.js";
import {
  decodeArgument,
  decodeCapability,
  decodePrivilege,
  decodeRefusal,
  decodeSyscall,
} from "./call.js";
import { decodeChange, decodeWritten } from "./change.js";
import { decodeExec, decodeExecFailed } from "./exec.js";
import { decodeOpen } from "./open.js";
import type { RecordBytes } from "./record-bytes.js";
import { decodeSignal } from "./signal.js";
import { decodeBind, decodeConnect, decodeListen, decodeSend, decodeSocket } from "./socket.js";
import { decodeUnseen } from "./unseen.js";
import type { WIRE_KIND } from "../kernel/wire-enums.js";
import {
  ARGUMENT,
  CAPABILITY,
  CHANGE,
  EXEC,
  OPEN,
  PRIVILEGE,
  SIGNAL,
  SOCKET,
  SYSCALL,
  UNSEEN,
  WRITTEN,
} from "../kernel/wire.js";

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

export const DECODERS: Readonly<
  Record<Exclude<keyof typeof WIRE_KIND, WithoutDecoder>, RecordDecoder>
> = {
  EVENT_EXEC: { size: EXEC.size, decode: decodeExec },
  EVENT_EXEC_FAILED: { size: EXEC.size, decode: decodeExecFailed },
  EVENT_OPEN: { size: OPEN.size, decode: decodeOpen },
  EVENT_CHANGE: { size: CHANGE.size, decode: decodeChange },
  EVENT_WRITTEN: { size: WRITTEN.size, decode: decodeWritten },
  EVENT_CONNECT: { size: SOCKET.size, decode: decodeConnect },
  EVENT_SEND: { size: SOCKET.size, decode: decodeSend },
  EVENT_LISTEN: { size: SOCKET.size, decode: decodeListen },
  EVENT_BIND: { size: SOCKET.size, decode: decodeBind },
  EVENT_SOCKET: { size: SOCKET.size, decode: decodeSocket },
  EVENT_SYSCALL: { size: SYSCALL.size, decode: decodeSyscall },
  EVENT_SYSCALL_REFUSED: { size: SYSCALL.size, decode: decodeRefusal },
  EVENT_ARGUMENT: { size: ARGUMENT.size, decode: decodeArgument },
  EVENT_CAPABILITY: { size: CAPABILITY.size, decode: decodeCapability },
  EVENT_PRIVILEGE: { size: PRIVILEGE.size, decode: decodePrivilege },
  EVENT_SIGNAL: { size: SIGNAL.size, decode: decodeSignal },
  EVENT_UNSEEN: { size: UNSEEN.size, decode: decodeUnseen },
};
