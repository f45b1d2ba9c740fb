/** What the log says of files that were changed or written. */
import type {
  Change,
  ChangedPath,
  FileType,
  Operation,
  Written,
} from "../../model/events/events.js";
import { resultFields } from "./result-fields.js";

export function fileFields(behaviour: Change | Written): Record<string, string> {
  if (behaviour.kind === "written") {
    return {
      content: behaviour.content,
      executable: String(behaviour.executable),
      ...(behaviour.path === null ? {} : { path: behaviour.path }),
      storage: behaviour.storage,
    };
  }
  const { operation, from, to, mode, uid, gid, text, ret } = behaviour;
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

/** What the text of a change is. */
const TEXTS: Readonly<Partial<Record<Operation, string>>> = {
  symlink: "target",
  mount: "source",
  setxattr: "attribute",
  removexattr: "attribute",
};

/** S_IFMT, and the types in it. */
const TYPE_MASK = 0o170000;
const TYPES: ReadonlyMap<number, FileType> = new Map([
  [0o010000, "fifo"],
  [0o020000, "character-device"],
  [0o060000, "block-device"],
  [0o100000, "file"],
  [0o140000, "socket"],
]);

/** Permissions in octal, and of mknod what was made; of a mount its MS_* flags. */
function modeFields(operation: Operation, mode: number): Record<string, string> {
  if (operation === "mount") return { flags: `0x${mode.toString(16)}` };
  const permissions = (mode & ~TYPE_MASK).toString(8).padStart(4, "0");
  // mknod makes an ordinary file where it is given no type
  const type = TYPES.get(mode & TYPE_MASK) ?? "file";
  return { mode: permissions, ...(operation === "mknod" ? { type } : {}) };
}
