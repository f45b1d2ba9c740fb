/** Decodes system calls, their arguments, capabilities and changes of rights. */
import type {
  Abi,
  Argument,
  Capability,
  Privilege,
  Syscall,
  SyscallRefused,
} from "../../model/events/events.js";
import { syscallName } from "../../model/kernel/syscalls.js";
import { readResult, type RecordBytes } from "./record-bytes.js";
import type { Decoders } from "./record-decoder.js";
import { CAPABILITY_FLAG } from "../kernel/wire-enums.js";
import { ARGUMENT, CAPABILITY, HEADER, PRIVILEGE, SYSCALL } from "../kernel/wire.js";

/** Every record of a system call has its number at the same offset. */
function readCall({ data }: RecordBytes, abis: readonly Abi[]): { abi: Abi; nr: number } {
  return {
    abi: abis[data.getUint8(HEADER.abi)] ?? "x86_64",
    nr: data.getUint32(SYSCALL.nr, true),
  };
}

function decodeSyscall(record: RecordBytes, abis: readonly Abi[]): Syscall {
  return { kind: "syscall", ...readCall(record, abis) };
}

function decodeRefusal(record: RecordBytes, abis: readonly Abi[]): SyscallRefused {
  return { kind: "syscall-refused", ...readCall(record, abis), ret: readResult(record) };
}

const VALUE_SIZE = 8;

/** Drops bits above 2^53: no flag, id, request or capability is that large. */
function readValues({ data }: RecordBytes, from: number, count: number): number[] {
  return Array.from({ length: count }, (_, at) =>
    Number(BigInt.asUintN(53, data.getBigUint64(from + at * VALUE_SIZE, true))),
  );
}

/** How many values a record has: three for `socket`, one for all others. */
function countArguments(name: string): number {
  return name === "socket" || name === "socketcall" ? 3 : 1;
}

function decodeArgument(record: RecordBytes, abis: readonly Abi[]): Argument {
  const call = readCall(record, abis);
  const count = countArguments(syscallName(call.abi, call.nr));
  return { kind: "argument", ...call, values: readValues(record, ARGUMENT.values, count) };
}

/** Means that there was no system call, as an unsigned number. */
const NO_CALL = 0xffff_ffff;

function decodeCapability(record: RecordBytes, abis: readonly Abi[]): Capability {
  const { data } = record;
  const { abi, nr } = readCall(record, abis);
  const flags = data.getUint8(CAPABILITY.capability_flags);
  return {
    kind: "capability",
    capability: data.getUint8(CAPABILITY.capability),
    granted: readResult(record) === 0,
    abi,
    nr: nr === NO_CALL ? null : nr,
    ret: data.getInt16(CAPABILITY.result, true),
    ...((flags & CAPABILITY_FLAG.CAPABILITY_NAMESPACES) === 0 ? {} : { namespaces: true }),
  };
}

/** How many values of a record belong to a call, by its name without the `32` of wide ids. */
const PRIVILEGE_VALUES: Readonly<Record<string, number>> = {
  setuid: 1,
  setgid: 1,
  setfsuid: 1,
  setfsgid: 1,
  setreuid: 2,
  setregid: 2,
  setresuid: 3,
  setresgid: 3,
  setgroups: 4,
  capset: 4,
  ptrace: 2,
  process_vm_readv: 1,
  process_vm_writev: 1,
  bpf: 1,
};

/** Ids have 32 bits. The highest means -1, which leaves an id unchanged. */
function idOf(value: number): number {
  return value === 0xffff_ffff ? -1 : value;
}

function decodePrivilege(record: RecordBytes, abis: readonly Abi[]): Privilege {
  const call = readCall(record, abis);
  const name = syscallName(call.abi, call.nr).replace(/32$/, "");
  const values = readValues(record, PRIVILEGE.values, PRIVILEGE_VALUES[name] ?? 0);
  return {
    kind: "privilege",
    ...call,
    values: name === "capset" ? values : values.map(idOf),
    ret: readResult(record),
  };
}

export const CALL_DECODERS = {
  EVENT_SYSCALL: { size: SYSCALL.size, decode: decodeSyscall },
  EVENT_SYSCALL_REFUSED: { size: SYSCALL.size, decode: decodeRefusal },
  EVENT_ARGUMENT: { size: ARGUMENT.size, decode: decodeArgument },
  EVENT_CAPABILITY: { size: CAPABILITY.size, decode: decodeCapability },
  EVENT_PRIVILEGE: { size: PRIVILEGE.size, decode: decodePrivilege },
} as const satisfies Partial<Decoders>;
