/** System calls in records: which one, its arguments, what it was allowed. */
import type { Abi, Argument, Capability, Privilege } from "../model/events.js";
import { readResult, type RecordBytes } from "./record-bytes.js";
import { ARGUMENT, CAPABILITY, HEADER, PRIVILEGE, SYSCALL } from "./wire.js";

/** Every record of a system call has its number at the same place. */
export function readCall({ data }: RecordBytes, abis: readonly Abi[]): { abi: Abi; nr: number } {
  return {
    abi: abis[data.getUint8(HEADER.abi)] ?? "x86_64",
    nr: data.getUint32(SYSCALL.nr, true),
  };
}

const VALUE_SIZE = 8;

/** Numbers above 2^53 lose their last bits: no flag, id or request is that large. */
function readValues({ data }: RecordBytes, from: number, end: number): number[] {
  const count = (end - from) / VALUE_SIZE;
  return Array.from({ length: count }, (_, at) =>
    Number(data.getBigUint64(from + at * VALUE_SIZE, true)),
  );
}

export function decodeArgument(record: RecordBytes, abis: readonly Abi[]): Argument {
  const values = readValues(record, ARGUMENT.values, ARGUMENT.size);
  return { kind: "argument", ...readCall(record, abis), values };
}

/** The number of no system call, as unsigned. */
const NO_CALL = 0xffff_ffff;

export function decodeCapability(record: RecordBytes, abis: readonly Abi[]): Capability {
  const { abi, nr } = readCall(record, abis);
  return {
    kind: "capability",
    capability: record.data.getUint32(CAPABILITY.capability, true),
    granted: readResult(record) === 0,
    abi,
    nr: nr === NO_CALL ? null : nr,
  };
}

export function decodePrivilege(record: RecordBytes, abis: readonly Abi[]): Privilege {
  const values = readValues(record, PRIVILEGE.values, PRIVILEGE.size);
  return { kind: "privilege", ...readCall(record, abis), values, ret: readResult(record) };
}
