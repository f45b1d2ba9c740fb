/**
 * Turns the bytes of a record into an actor or a behaviour.
 *
 * The bytes hold what whoever runs in the container chose to put there, and
 * lengths that a defect could have made wrong. Nothing here throws: lengths are
 * bounded by the record, and a record that makes no sense is null.
 */
import type {
  Abi,
  Actor,
  Behaviour,
  Exec,
  FileType,
  Open,
  Origin,
  Phase,
} from "../model/events.js";
import { textFromBytes } from "../model/text.js";
import { readAsked, readName, readPath, readStorage } from "./decode-path.js";
import { decodeConnect, decodeListen } from "./decode-socket.js";
import { readResult, textUntilNul, type RecordBytes } from "./record-bytes.js";
import { EXEC, EXEC_FLAG, HEADER, OPEN, PATH_FLAG, SOCKET, SYSCALL, WIRE_KIND } from "./wire.js";

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

export function decodeActor({ bytes, data }: RecordBytes): WireActor {
  return {
    pid: data.getUint32(HEADER.pid, true),
    tid: data.getUint32(HEADER.tid, true),
    ppid: data.getUint32(HEADER.ppid, true),
    uid: data.getUint32(HEADER.uid, true),
    comm: textUntilNul(bytes.subarray(HEADER.comm, HEADER.size)),
    phase: PHASES[data.getUint8(HEADER.phase)] ?? "setup",
    origin: ORIGINS[data.getUint8(HEADER.origin)] ?? "main",
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
    case WIRE_KIND.EVENT_CONNECT:
      return decodeConnect(record);
    case WIRE_KIND.EVENT_LISTEN:
      return decodeListen(record);
    case WIRE_KIND.EVENT_SYSCALL:
      return { kind: "syscall", ...readSyscall(record, abis) };
    case WIRE_KIND.EVENT_SYSCALL_REFUSED:
      return { kind: "syscall-refused", ...readSyscall(record, abis), ret: readResult(record) };
    default:
      return null;
  }
}

const FIXED_SIZE: Readonly<Record<number, number>> = {
  [WIRE_KIND.EVENT_EXEC]: EXEC.size,
  [WIRE_KIND.EVENT_EXEC_FAILED]: EXEC.size,
  [WIRE_KIND.EVENT_OPEN]: OPEN.size,
  [WIRE_KIND.EVENT_CONNECT]: SOCKET.size,
  [WIRE_KIND.EVENT_LISTEN]: SOCKET.size,
  [WIRE_KIND.EVENT_SYSCALL]: SYSCALL.size,
  [WIRE_KIND.EVENT_SYSCALL_REFUSED]: SYSCALL.size,
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
  };
}

function splitArguments(bytes: Buffer): string[] {
  if (bytes.length === 0) return [];
  const list = textFromBytes(bytes).split("\0");
  if (list.at(-1) === "") list.pop();
  return list;
}

const O_ACCMODE = 0o3;
const O_PATH = 0o10000000; // the same on x86 and arm64
const ACCESS = ["read", "write", "read-write", "read-write"] as const;

const FILE_TYPES: Readonly<Record<number, FileType>> = {
  0o01: "fifo",
  0o02: "character-device",
  0o04: "directory",
  0o06: "block-device",
  0o10: "file",
  0o12: "link",
  0o14: "socket",
};

function decodeOpen(record: RecordBytes): Open {
  const { data } = record;
  const flags = data.getUint32(OPEN.open_flags, true);
  const ret = readResult(record);
  const mode = data.getUint16(OPEN.mode, true);
  // Every file has a mode: without one another thread closed it before it could be looked at.
  const found = ret >= 0 && mode !== 0;
  const asked = readAsked(record, OPEN);
  const truncated = (data.getUint16(OPEN.path_flags, true) & PATH_FLAG.PATH_TRUNCATED) !== 0;
  const access = (flags & O_PATH) !== 0 ? "path" : (ACCESS[flags & O_ACCMODE] ?? "read");
  return {
    kind: "open",
    path: found ? readPath(record, OPEN) : null,
    asked,
    name: readName(record, asked),
    flags,
    access,
    // S_IFMT is the upper four bits; anonymous inodes have none of the types
    type: found ? (FILE_TYPES[mode >>> 12] ?? null) : null,
    storage: readStorage(record, OPEN),
    ret,
    ...(truncated ? { truncated } : {}),
  };
}

function readSyscall({ data }: RecordBytes, abis: readonly Abi[]) {
  return {
    abi: abis[data.getUint8(HEADER.abi)] ?? "x86_64",
    nr: data.getUint32(SYSCALL.nr, true),
  };
}
