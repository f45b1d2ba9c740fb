/**
 * Records of the ring buffer, written field by field in the order of bpf/event.h. The offsets of
 * src/record/kernel/wire.ts are not used here: they are what these records test.
 */
import { recordBytes, type RecordBytes } from "../../../src/record/decode/decode.js";
import { WIRE_KIND } from "../../../src/record/kernel/wire-enums.js";

/** enum event_kind */
export const KIND = {
  started: WIRE_KIND.EVENT_CONTAINER_STARTED,
  serving: WIRE_KIND.EVENT_CONTAINER_SERVING,
  stopped: WIRE_KIND.EVENT_CONTAINER_STOPPED,
  exec: WIRE_KIND.EVENT_EXEC,
  execFailed: WIRE_KIND.EVENT_EXEC_FAILED,
  open: WIRE_KIND.EVENT_OPEN,
  change: WIRE_KIND.EVENT_CHANGE,
  written: WIRE_KIND.EVENT_WRITTEN,
  connect: WIRE_KIND.EVENT_CONNECT,
  send: WIRE_KIND.EVENT_SEND,
  listen: WIRE_KIND.EVENT_LISTEN,
  bind: WIRE_KIND.EVENT_BIND,
  socket: WIRE_KIND.EVENT_SOCKET,
  payload: WIRE_KIND.EVENT_PAYLOAD,
  syscall: WIRE_KIND.EVENT_SYSCALL,
  refused: WIRE_KIND.EVENT_SYSCALL_REFUSED,
  argument: WIRE_KIND.EVENT_ARGUMENT,
  capability: WIRE_KIND.EVENT_CAPABILITY,
  privilege: WIRE_KIND.EVENT_PRIVILEGE,
  signal: WIRE_KIND.EVENT_SIGNAL,
  unseen: WIRE_KIND.EVENT_UNSEEN,
} as const;

/** Bytes of a string; strings are UTF-8, other bytes are given as they are. */
type Bytes = string | Uint8Array;

/** A struct's fields, one after the other, little-endian as on x86 and arm64. */
class Fields {
  readonly #parts: Uint8Array[] = [];

  #add(size: number, write: (view: DataView) => void): this {
    const part = new Uint8Array(size);
    write(new DataView(part.buffer));
    return this.bytes(part);
  }
  u8(value: number): this {
    return this.#add(1, (view) => view.setUint8(0, value));
  }
  u16(value: number): this {
    return this.#add(2, (view) => view.setUint16(0, value, true));
  }
  /** __u16 in network order */
  be16(value: number): this {
    return this.#add(2, (view) => view.setUint16(0, value, false));
  }
  u32(value: number): this {
    return this.#add(4, (view) => view.setUint32(0, value, true));
  }
  s32(value: number): this {
    return this.#add(4, (view) => view.setInt32(0, value, true));
  }
  u64(value: bigint): this {
    return this.#add(8, (view) => view.setBigUint64(0, value, true));
  }
  /** An array of `size`, the rest of which is 0. */
  array(size: number, value: Bytes): this {
    const part = new Uint8Array(size);
    part.set(Buffer.from(value));
    return this.bytes(part);
  }
  bytes(value: Bytes): this {
    this.#parts.push(Buffer.from(value));
    return this;
  }
  build(): Buffer {
    return Buffer.concat(this.#parts);
  }
}

export interface HeaderFields {
  readonly time?: bigint;
  readonly ret?: number;
  readonly abi?: number;
  readonly phase?: number;
  readonly origin?: number;
  readonly container?: bigint;
  readonly exec?: bigint;
  readonly pid?: number;
  readonly tid?: number;
  readonly ppid?: number;
  readonly containerPid?: number;
  readonly uid?: number;
  readonly comm?: Bytes;
}

/** struct event_header; unless said otherwise the container's own program acts. */
export function header(kind: number, given: HeaderFields): Fields {
  return new Fields()
    .u64(given.time ?? 0n)
    .s32(given.ret ?? 0)
    .u8(kind)
    .u8(given.abi ?? 0)
    .u8(given.phase ?? 2)
    .u8(given.origin ?? 0)
    .u64(given.container ?? 77n)
    .u64(given.exec ?? 0n)
    .u32(given.pid ?? 100)
    .u32(given.tid ?? 100)
    .u32(given.ppid ?? 1)
    .u32(given.uid ?? 0)
    .u32(given.containerPid ?? 0)
    .u32(0)
    .array(16, given.comm ?? "sh");
}

/** Each ended by a NUL. */
function ended(parts: readonly Bytes[]): Buffer {
  return Buffer.concat(parts.flatMap((part) => [Buffer.from(part), Buffer.of(0)]));
}

export interface ExecFields extends HeaderFields {
  readonly id?: bigint;
  readonly execFlags?: number;
  readonly pathFlags?: number;
  readonly scriptFlags?: number;
  /** components, the last one first */
  readonly path?: readonly Bytes[];
  readonly asked?: Bytes;
  readonly args?: readonly Bytes[];
  /** instead of `args`: as they lie in memory */
  readonly argsBytes?: Bytes;
}

/** struct event_exec */
export function execRecord(given: ExecFields, kind: number = KIND.exec): Buffer {
  const path = ended(given.path ?? []);
  const asked = given.asked === undefined ? Buffer.alloc(0) : ended([given.asked]);
  const args = Buffer.from(given.argsBytes ?? ended(given.args ?? []));
  return header(kind, given)
    .u64(given.id ?? 1n)
    .u16(given.execFlags ?? 0)
    .u16(given.pathFlags ?? 0)
    .u16(path.length)
    .u16(asked.length)
    .u16(args.length)
    .u16(given.scriptFlags ?? 0)
    .array(4, "")
    .bytes(path)
    .bytes(asked)
    .bytes(args)
    .build();
}

export interface OpenFields extends HeaderFields {
  readonly flags?: number;
  readonly mode?: number;
  readonly pathFlags?: number;
  readonly path?: readonly Bytes[];
  readonly asked?: Bytes;
  readonly base?: readonly Bytes[];
  readonly baseFlags?: number;
}

/** struct event_open; a plain file unless said otherwise */
export function openRecord(given: OpenFields): Buffer {
  const path = ended(given.path ?? []);
  const asked = ended([given.asked ?? "/etc/passwd"]);
  const base = ended(given.base ?? []);
  return header(KIND.open, { ret: 3, ...given })
    .u32(given.flags ?? 0)
    .u16(given.mode ?? 0o100644)
    .u16(given.pathFlags ?? 0)
    .u16(path.length)
    .u16(asked.length)
    .u16(base.length)
    .u16(given.baseFlags ?? 0)
    .bytes(path)
    .bytes(asked)
    .bytes(base)
    .build();
}

/** struct changed_path and the bytes that belong to it; a base is given where there is one. */
export interface ChangedPathFields {
  readonly pathFlags?: number;
  readonly path?: readonly Bytes[];
  /** absent: a descriptor */
  readonly asked?: Bytes;
  readonly base?: readonly Bytes[];
  readonly baseFlags?: number;
}

export interface ChangeFields extends HeaderFields {
  /** enum operation */
  readonly operation: number;
  readonly mode?: number;
  readonly owner?: number;
  readonly group?: number;
  readonly from: ChangedPathFields;
  readonly to?: ChangedPathFields;
  readonly text?: Bytes;
}

/** struct event_change */
export function changeRecord(given: ChangeFields): Buffer {
  const paths = [given.from, given.to ?? {}].map((each) => ({
    pathFlags: each.pathFlags ?? 0,
    path: ended(each.path ?? []),
    asked: each.asked === undefined ? Buffer.alloc(0) : ended([each.asked]),
    base: ended(each.base ?? []),
    baseFlags: each.baseFlags ?? 0,
    hasBase: each.base === undefined ? 0 : 1,
  }));
  const text = given.text === undefined ? Buffer.alloc(0) : ended([given.text]);
  const record = header(KIND.change, given)
    .u8(given.operation)
    .u8(0)
    .u16(text.length)
    .u32(given.mode ?? 0)
    .u32(given.owner ?? 0)
    .u32(given.group ?? 0);
  for (const { pathFlags, path, asked, base, baseFlags, hasBase } of paths) {
    record.u16(pathFlags).u16(path.length).u16(asked.length);
    record.u16(baseFlags).u16(base.length).u16(hasBase);
  }
  for (const { path, asked, base } of paths) record.bytes(path).bytes(asked).bytes(base);
  return record.bytes(text).build();
}

export interface WrittenFields extends HeaderFields {
  /** S_IF* and permissions */
  readonly mode?: number;
  readonly pathFlags?: number;
  readonly path?: readonly Bytes[];
  /** enum content */
  readonly content?: number;
}

/** struct event_written; a plain file unless said otherwise */
export function writtenRecord(given: WrittenFields): Buffer {
  const path = ended(given.path ?? []);
  return header(KIND.written, given)
    .u16(given.mode ?? 0o100644)
    .u16(given.pathFlags ?? 0)
    .u16(path.length)
    .u8(given.content ?? 0)
    .u8(0)
    .bytes(path)
    .build();
}

export interface SocketFields extends HeaderFields {
  readonly family: number;
  readonly type?: number;
  readonly protocol?: number;
  readonly localPort?: number;
  readonly remotePort?: number;
  readonly localAddress?: readonly number[];
  readonly remoteAddress?: readonly number[];
  readonly socketFlags?: number;
  /** of a unix socket */
  readonly address?: Bytes;
  /** components of a unix socket's file, the last one first */
  readonly file?: readonly Bytes[];
  readonly fileFlags?: number;
}

/** struct event_socket; TCP unless said otherwise */
export function socketRecord(kind: number, given: SocketFields): Buffer {
  const address = Buffer.from(given.address ?? "");
  const file = ended(given.file ?? []);
  return header(kind, given)
    .be16(given.localPort ?? 0)
    .u16(given.family)
    .u16(given.type ?? 1)
    .u16(given.protocol ?? 6)
    .be16(given.remotePort ?? 0)
    .u16(address.length)
    .u16(given.socketFlags ?? 0)
    .u16(given.fileFlags ?? 0)
    .u16(file.length)
    .array(6, "")
    .array(16, Uint8Array.from(given.localAddress ?? []))
    .array(16, Uint8Array.from(given.remoteAddress ?? []))
    .bytes(address)
    .bytes(file)
    .build();
}

/** struct event_syscall */
export function syscallRecord(
  nr: number,
  given: HeaderFields,
  kind: number = KIND.syscall,
): Buffer {
  return header(kind, given).u32(nr).u32(0).build();
}

/** struct event_container */
export function containerRecord(kind: number, path: string, given: HeaderFields): Buffer {
  const bytes = ended([path]);
  return header(kind, given).u16(bytes.length).u16(0).u16(0).u16(0).bytes(bytes).build();
}

/** A record as the decoder gets it, somewhere in a larger buffer. */
export function inRing(record: Buffer): RecordBytes {
  const ring = Buffer.concat([Buffer.alloc(24, 0xaa), record, Buffer.alloc(24, 0x55)]);
  return recordBytes(ring.subarray(24, 24 + record.length));
}

export interface ValuesFields extends HeaderFields {
  readonly nr: number;
  readonly values: readonly bigint[];
}

/** struct event_argument with three values, struct event_privilege with four */
export function valuesRecord(kind: number, given: ValuesFields): Buffer {
  const count = kind === KIND.privilege ? 4 : 3;
  const values = Array.from({ length: count }, (_, at) => given.values[at] ?? 0n);
  return values
    .reduce((fields, value) => fields.u64(value), header(kind, given).u32(given.nr).u32(0))
    .build();
}

export interface CapabilityFields extends HeaderFields {
  /** absent: in no system call */
  readonly nr?: number;
  readonly capability: number;
  readonly flags?: number;
  readonly result?: number;
}

/** struct event_capability */
export function capabilityRecord(given: CapabilityFields): Buffer {
  return header(KIND.capability, given)
    .u32(given.nr ?? 0xffff_ffff)
    .u8(given.capability)
    .u8(given.flags ?? 0)
    .u16((given.result ?? 0) & 0xffff)
    .build();
}

/** struct event_signal */
export function signalRecord(
  signal: number,
  target: number,
  executable: readonly Bytes[] = [],
  given: HeaderFields = {},
): Buffer {
  const path = ended(executable);
  return header(KIND.signal, given)
    .u32(signal)
    .u8(target)
    .u8(0)
    .u16(0)
    .u16(path.length)
    .array(6, "")
    .bytes(path)
    .build();
}

/** struct event_unseen */
export function unseenRecord(what: number, given: HeaderFields = {}): Buffer {
  return header(KIND.unseen, given).u32(what).u32(0).build();
}
