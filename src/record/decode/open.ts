/** Decodes opened files. */
import type { FileType, Open } from "../../model/events/events.js";
import { readAsked, readName, readPath, readStorage } from "./path.js";
import { readResult, type RecordBytes } from "./record-bytes.js";
import type { Decoders } from "./record-decoder.js";
import { PATH_FLAG } from "../kernel/wire-enums.js";
import { OPEN } from "../kernel/wire.js";

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
  // Every file has a mode. If it is 0, another thread closed the file before the probe saw it.
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

export const OPEN_DECODERS = {
  EVENT_OPEN: { size: OPEN.size, decode: decodeOpen },
} as const satisfies Partial<Decoders>;
