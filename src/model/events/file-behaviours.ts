/** What a container does to files. */
import type { Content, Operation, OtherType, Storage } from "../baseline/document.js";
import type { KindRows } from "./kind-row.js";

export type { Content, Operation, Storage } from "../baseline/document.js";

export type FileType = "file" | Exclude<OtherType, "memory">;

/** open, openat, openat2 or creat. */
export interface Open {
  readonly kind: "open";
  /** absolute, as the container sees it, links resolved; null when it failed or is not known */
  readonly path: string | null;
  /** as given by the caller */
  readonly asked: string;
  /**
   * `asked` made absolute and normalised, links not resolved: the name by which
   * other tools know the file. Null where the folder it is relative to is unknown.
   */
  readonly name: string | null;
  /** O_* bits of the recording's architecture */
  readonly flags: number;
  readonly access: "read" | "write" | "read-write" | "path";
  readonly type: FileType | null;
  readonly storage: Storage;
  /** the file descriptor, or a negative errno */
  readonly ret: number;
  /** its beginning is missing: it is too deep, or lies outside of the container's file system */
  readonly truncated?: true;
}

/** What a change does to a file, by the system call's name without its variants. */
export const OPERATIONS = [
  "rename",
  "exchange",
  "link",
  "symlink",
  "unlink",
  "rmdir",
  "mkdir",
  "mknod",
  "chmod",
  "chown",
  "truncate",
  "setxattr",
  "removexattr",
  "utimes",
  "mount",
  "umount",
] as const satisfies readonly Operation[];

/** A path that a change names. */
export interface ChangedPath {
  /** absolute, as the container sees it, links resolved; null when it is not known */
  readonly path: string | null;
  /** as given by the caller; empty when a descriptor was given */
  readonly asked: string;
  /** `asked` made absolute, links not resolved; null when it is not known */
  readonly name: string | null;
  readonly storage: Storage;
  /** links on the way could not be followed: `path` is `name` */
  readonly linksUnresolved?: true;
  /** its beginning is missing */
  readonly truncated?: true;
}

/** A file that was changed otherwise than by writing to it, or an attempt. */
export interface Change {
  readonly kind: "change";
  readonly operation: Operation;
  /** what was changed: of a rename the old name, of a link the file that got another name */
  readonly from: ChangedPath;
  /** the new name, of rename, exchange and link */
  readonly to?: ChangedPath;
  /** permissions and S_IF* bits: chmod, mkdir, mknod; MS_* of a mount */
  readonly mode?: number;
  /** chown; absent: not changed */
  readonly uid?: number;
  readonly gid?: number;
  /** what a symlink says, the source of a mount, the name of an attribute */
  readonly text?: string;
  /** 0, or a negative errno */
  readonly ret: number;
}

/** What the beginning of a file says of it. */
export const CONTENTS = [
  "unknown",
  "empty",
  "elf",
  "script",
  "archive",
  "text",
  "other",
] as const satisfies readonly Content[];

/** A file that had been opened for writing was closed. */
export interface Written {
  readonly kind: "written";
  /** absolute, links resolved, when it was closed; null when it is not known */
  readonly path: string | null;
  readonly content: Content;
  /** anyone may execute it */
  readonly executable: boolean;
  readonly storage: Storage;
  readonly truncated?: true;
}

export type FileBehaviour = Open | Change | Written;

/** Their rows of KINDS. */
export const FILE_KINDS = {
  open: { sort: "done", summary: "a file was opened, or could not be" },
  change: {
    sort: "done",
    summary:
      "a file was renamed, linked, removed, made, or its owner, mode, length or times changed",
  },
  written: { sort: "done", summary: "a file that had been opened for writing was closed" },
} as const satisfies KindRows<FileBehaviour>;
