/** Decodes executed programs, and executions that failed. */
import type { Exec, ExecFailed } from "../../model/events/events.js";
import { textFromBytes } from "../../model/text.js";
import { readAsked, readPath, readStorage, storageOf } from "./path.js";
import { readResult, type RecordBytes } from "./record-bytes.js";
import type { Decoders } from "./record-decoder.js";
import { EXEC_FLAG } from "../kernel/wire-enums.js";
import { EXEC } from "../kernel/wire.js";

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

function decodeExecFailed(record: RecordBytes): ExecFailed {
  return { kind: "exec-failed", asked: readAsked(record, EXEC), ret: readResult(record) };
}

export const EXEC_DECODERS = {
  EVENT_EXEC: { size: EXEC.size, decode: decodeExec },
  EVENT_EXEC_FAILED: { size: EXEC.size, decode: decodeExecFailed },
} as const satisfies Partial<Decoders>;
