/** Decodes changes of files, and written files. */
import { CONTENTS, OPERATIONS } from "../../model/events/file-behaviours.js";
import type { Change, ChangedPath, Written } from "../../model/events/events.js";
import { absoluteName, joinComponents, storageOf } from "./path.js";
import { readResult, textUntilNul, type RecordBytes } from "./record-bytes.js";
import type { Decoders } from "./record-decoder.js";
import { PATH_FLAG, WIRE_OPERATION } from "../kernel/wire-enums.js";
import { CHANGE, CHANGED_PATH, WRITTEN } from "../kernel/wire.js";

const UNCHANGED = 0xffff_ffff;

/** Null if the operation is not known. */
function decodeChange(record: RecordBytes): Change | null {
  const { bytes, data } = record;
  const number = data.getUint8(CHANGE.operation);
  const operation = OPERATIONS[number - 1];
  if (operation === undefined) return null;
  const from = readChangedPath(record, CHANGE.from, CHANGE.data);
  const to = readChangedPath(record, CHANGE.to, from.end);
  const text = bytes.subarray(to.end, to.end + data.getUint16(CHANGE.text_len, true));
  return {
    kind: "change",
    operation,
    from: from.path,
    ...(HAS_TARGET.has(number) ? { to: to.path } : {}),
    ...(HAS_MODE.has(number) ? { mode: data.getUint32(CHANGE.mode, true) } : {}),
    ...(number === WIRE_OPERATION.OPERATION_CHOWN ? readOwner(record) : {}),
    ...(text.length === 0 ? {} : { text: textUntilNul(text) }),
    ret: readResult(record),
  };
}

const HAS_TARGET = new Set<number>([
  WIRE_OPERATION.OPERATION_RENAME,
  WIRE_OPERATION.OPERATION_EXCHANGE,
  WIRE_OPERATION.OPERATION_LINK,
]);

const HAS_MODE = new Set<number>([
  WIRE_OPERATION.OPERATION_CHMOD,
  WIRE_OPERATION.OPERATION_MKDIR,
  WIRE_OPERATION.OPERATION_MKNOD,
  WIRE_OPERATION.OPERATION_MOUNT,
]);

function readOwner({ data }: RecordBytes): { uid?: number; gid?: number } {
  const uid = data.getUint32(CHANGE.uid, true);
  const gid = data.getUint32(CHANGE.gid, true);
  return { ...(uid === UNCHANGED ? {} : { uid }), ...(gid === UNCHANGED ? {} : { gid }) };
}

/** Reads a path whose lengths are at `fields` and whose bytes begin at `start`. */
function readChangedPath(
  { bytes, data }: RecordBytes,
  fields: number,
  start: number,
): { path: ChangedPath; end: number } {
  const field = (at: number): number => data.getUint16(fields + at, true);
  const flags = field(CHANGED_PATH.path_flags);
  const askedAt = start + field(CHANGED_PATH.path_len);
  const baseAt = askedAt + field(CHANGED_PATH.asked_len);
  const end = baseAt + field(CHANGED_PATH.base_len);
  const asked = textUntilNul(bytes.subarray(askedAt, baseAt));
  const linksUnresolved = (flags & PATH_FLAG.PATH_LINKS) !== 0;
  // Without any components, it is the root directory.
  const resolved = linksUnresolved ? null : joinComponents(bytes.subarray(start, askedAt), flags);
  const base = { bytes: bytes.subarray(baseAt, end), flags: field(CHANGED_PATH.base_flags) };
  const isAbsolute = asked.startsWith("/");
  // If a relative name has no base, its name is the resolved path.
  const isKnown = isAbsolute || field(CHANGED_PATH.has_base) !== 0;
  const name = isKnown ? absoluteName(asked, base) : resolved;
  const truncated = (flags & PATH_FLAG.PATH_TRUNCATED) !== 0;
  return {
    path: {
      path: linksUnresolved ? name : resolved,
      asked,
      name,
      storage: storageOf(flags),
      ...(linksUnresolved ? { linksUnresolved } : {}),
      ...(truncated ? { truncated } : {}),
    },
    end,
  };
}

const EXECUTE_BITS = 0o111;

function decodeWritten({ bytes, data }: RecordBytes): Written {
  const flags = data.getUint16(WRITTEN.path_flags, true);
  const length = data.getUint16(WRITTEN.path_len, true);
  const path = bytes.subarray(WRITTEN.data, WRITTEN.data + length);
  const truncated = (flags & PATH_FLAG.PATH_TRUNCATED) !== 0;
  return {
    kind: "written",
    path: length === 0 ? null : joinComponents(path, flags),
    content: CONTENTS[data.getUint8(WRITTEN.content)] ?? "unknown",
    executable: (data.getUint16(WRITTEN.mode, true) & EXECUTE_BITS) !== 0,
    storage: storageOf(flags),
    ...(truncated ? { truncated } : {}),
  };
}

export const CHANGE_DECODERS = {
  EVENT_CHANGE: { size: CHANGE.size, decode: decodeChange },
  EVENT_WRITTEN: { size: WRITTEN.size, decode: decodeWritten },
} as const satisfies Partial<Decoders>;
