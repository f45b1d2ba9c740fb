/** Log fields for files that were opened, changed or written. */
import type { Change, ChangedPath, FileType, Operation } from "../../model/events/events.js";
import { OPERATIONS } from "../../model/events/file-behaviours.js";
import type { LogRows } from "./log-row.js";
import { resultFields } from "./result-fields.js";

export const FILE_ROWS: LogRows<"open" | "change" | "written"> = {
  open: {
    names: ["open"],
    fieldsOf: ({ asked, path, ret }) => {
      const data = { fname: asked, ret: String(ret) };
      return path === null ? data : { ...data, path };
    },
  },
  change: { names: OPERATIONS, nameOf: ({ operation }) => operation, fieldsOf: changeFields },
  written: {
    names: ["written"],
    fieldsOf: ({ content, executable, path, storage }) => ({
      content,
      executable: String(executable),
      ...(path === null ? {} : { path }),
      storage,
    }),
  },
};

function changeFields(change: Change): Record<string, string> {
  const { operation, from, to, mode, uid, gid, text, ret } = change;
  const textKey = TEXTS[operation];
  return {
    ...pathFields("", from),
    ...(to === undefined ? {} : pathFields("to_", to)),
    ...(mode === undefined ? {} : modeFields(operation, mode)),
    ...(uid === undefined ? {} : { owner: String(uid) }),
    ...(gid === undefined ? {} : { group: String(gid) }),
    ...(text === undefined || textKey === undefined ? {} : { [textKey]: text }),
    ...resultFields(ret),
  };
}

function pathFields(prefix: string, changed: ChangedPath): Record<string, string> {
  const { asked, path, storage } = changed;
  return {
    [`${prefix}fname`]: asked,
    [`${prefix}storage`]: storage,
    ...(path === null ? {} : { [`${prefix}path`]: path }),
  };
}

/** The key of a change's text. */
const TEXTS: Readonly<Partial<Record<Operation, string>>> = {
  symlink: "target",
  mount: "source",
  setxattr: "attribute",
  removexattr: "attribute",
};

/** S_IFMT, and the file types in it. */
const TYPE_MASK = 0o170000;
const TYPES: ReadonlyMap<number, FileType> = new Map([
  [0o010000, "fifo"],
  [0o020000, "character-device"],
  [0o060000, "block-device"],
  [0o100000, "file"],
  [0o140000, "socket"],
]);

/** Permissions in octal; for mknod also the file type; for a mount its MS_* flags. */
function modeFields(operation: Operation, mode: number): Record<string, string> {
  if (operation === "mount") return { flags: `0x${mode.toString(16)}` };
  const permissions = (mode & ~TYPE_MASK).toString(8).padStart(4, "0");
  // mknod without a type makes an ordinary file
  const type = TYPES.get(mode & TYPE_MASK) ?? "file";
  return { mode: permissions, ...(operation === "mknod" ? { type } : {}) };
}
