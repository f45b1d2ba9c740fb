/**
 * Turns the bytes of a record into an actor or a behaviour.
 *
 * The bytes hold what whoever runs in the container chose to put there, and
 * lengths that a defect could have made wrong. Nothing here throws: lengths are
 * bounded by the record, and a record that makes no sense is null.
 */
import { posix } from "node:path";
import type {
  Abi,
  Actor,
  Behaviour,
  Connect,
  ConnectUnix,
  Exec,
  FileType,
  Listen,
  Open,
  Origin,
  Phase,
  Storage,
} from "../model/events.js";
import { textFromBytes } from "../model/text.js";
import { addressText } from "./address.js";
import { EXEC, EXEC_FLAG, HEADER, OPEN, PATH_FLAG, SOCKET, SYSCALL, WIRE_KIND } from "./wire.js";

/** One record: its bytes, and a view on the same. */
export interface RecordBytes {
  readonly bytes: Buffer;
  readonly data: DataView;
}

export function recordBytes(bytes: Buffer): RecordBytes {
  return { bytes, data: new DataView(bytes.buffer, bytes.byteOffset, bytes.length) };
}

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

function readResult({ data }: RecordBytes): number {
  return data.getInt32(HEADER.ret, true);
}

function textUntilNul(bytes: Buffer): string {
  const end = bytes.indexOf(0);
  return textFromBytes(end < 0 ? bytes : bytes.subarray(0, end));
}

interface PathFields {
  readonly path_flags: number;
  readonly path_len: number;
  readonly asked_len: number;
  readonly data: number;
}

function readAsked({ bytes, data }: RecordBytes, at: PathFields): string {
  const start = at.data + data.getUint16(at.path_len, true);
  return textUntilNul(bytes.subarray(start, start + data.getUint16(at.asked_len, true)));
}

const PATH_WITHOUT_ROOT = PATH_FLAG.PATH_DETACHED | PATH_FLAG.PATH_TRUNCATED;

/** A path from its components, the last one first, each ended by a NUL. */
function joinComponents(bytes: Buffer, flags: number): string {
  const components = textFromBytes(bytes).split("\0");
  components.pop(); // after the last NUL
  const path = components.reverse().join("/");
  return (flags & PATH_WITHOUT_ROOT) === 0 ? `/${path}` : path;
}

function readPath({ bytes, data }: RecordBytes, at: PathFields): string {
  const end = at.data + data.getUint16(at.path_len, true);
  return joinComponents(bytes.subarray(at.data, end), data.getUint16(at.path_flags, true));
}

/** What was asked for, made absolute; null when the folder it starts from is not known. */
function readName({ bytes, data }: RecordBytes, asked: string): string | null {
  if (asked.startsWith("/")) return normalizeName(asked);
  const length = data.getUint16(OPEN.base_len, true);
  const flags = data.getUint16(OPEN.base_flags, true);
  if (asked === "" || (flags & PATH_WITHOUT_ROOT) !== 0) return null;
  const start =
    OPEN.data + data.getUint16(OPEN.path_len, true) + data.getUint16(OPEN.asked_len, true);
  const base = joinComponents(bytes.subarray(start, start + length), flags);
  return normalizeName(`${base}/${asked}`);
}

function normalizeName(path: string): string {
  const normal = posix.normalize(path);
  return normal.length > 1 && normal.endsWith("/") ? normal.slice(0, -1) : normal;
}

function readStorage({ data }: RecordBytes, at: PathFields): Storage {
  const flags = data.getUint16(at.path_flags, true);
  if ((flags & PATH_FLAG.PATH_DETACHED) !== 0) return "memory";
  if ((flags & PATH_FLAG.PATH_DELETED) !== 0) return "deleted";
  if ((flags & PATH_FLAG.PATH_UPPER) !== 0) return "upper";
  return "image";
}

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

const AF_UNIX = 1;
const AF_INET6 = 10;
const IPPROTO_TCP = 6;
const IPPROTO_UDP = 17;
const IPPROTO_MPTCP = 262;

function readTransport({ data }: RecordBytes): "tcp" | "udp" | "other" {
  const protocol = data.getUint16(SOCKET.protocol, true);
  if (protocol === IPPROTO_TCP || protocol === IPPROTO_MPTCP) return "tcp";
  return protocol === IPPROTO_UDP ? "udp" : "other";
}

function readEnd({ bytes, data }: RecordBytes, end: "local" | "remote") {
  const family = data.getUint16(SOCKET.family, true);
  const at = end === "local" ? SOCKET.local_addr : SOCKET.remote_addr;
  const port = end === "local" ? SOCKET.local_port : SOCKET.remote_port;
  return {
    address: addressText(bytes.subarray(at, at + (family === AF_INET6 ? 16 : 4))),
    port: data.getUint16(port, false),
  };
}

function decodeConnect(record: RecordBytes): Connect | ConnectUnix {
  const ret = readResult(record);
  if (record.data.getUint16(SOCKET.family, true) === AF_UNIX) {
    return { kind: "connect-unix", address: readUnixAddress(record), ret };
  }
  const remote = readEnd(record, "remote");
  const local = readEnd(record, "local");
  return {
    kind: "connect",
    family: remote.address.includes(":") ? "ipv6" : "ipv4",
    transport: readTransport(record),
    local,
    remote,
    ret,
  };
}

/** unix(7): a path ends at its NUL, an abstract name begins with one and holds any byte. */
function readUnixAddress({ bytes, data }: RecordBytes): string {
  const address = bytes.subarray(SOCKET.data, SOCKET.data + data.getUint16(SOCKET.path_len, true));
  if (address[0] === 0) return `@${textFromBytes(address.subarray(1))}`;
  return textUntilNul(address);
}

function decodeListen(record: RecordBytes): Listen {
  const local = readEnd(record, "local");
  const transport = readTransport(record) === "tcp" ? "tcp" : "other";
  const family = local.address.includes(":") ? "ipv6" : "ipv4";
  return { kind: "listen", family, transport, local };
}

function readSyscall({ data }: RecordBytes, abis: readonly Abi[]) {
  return {
    abi: abis[data.getUint8(HEADER.abi)] ?? "x86_64",
    nr: data.getUint32(SYSCALL.nr, true),
  };
}
