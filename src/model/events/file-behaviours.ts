/** What a container does to files. */
import type { Content, Operation, OtherType, Storage } from "../baseline/document.js";
import type { KindRows } from "./kind-row.js";

export type { Content, Operation, Storage } from "../baseline/document.js";

export type FileType = "file" | Exclude<OtherType, "memory">;

/** open, openat, openat2 or creat. */
export interface Open {
  readonly kind: "open";
  /** absolute, as the container sees it, links resolved; null: it failed or is unknown */
  readonly path: string | null;
  /** as the caller gave it */
  readonly asked: string;
  /**
   * `asked` made absolute and normalised, links not resolved: the name that other tools report.
   * Null: the directory it is relative to is unknown.
   */
  readonly name: string | null;
  /** O_* bits of the recording's architecture */
  readonly flags: number;
  readonly access: "read" | "write" | "read-write" | "path";
  readonly type: FileType | null;
  readonly storage: Storage;
  /** the file descriptor, or a negative errno */
  readonly ret: number;
  /** the beginning is missing: the path is too deep, or outside of the container's file system */
  readonly truncated?: true;
}

/** The change, named after the system call without its variants. */
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

/** A path in a change. */
export interface ChangedPath {
  /** absolute, as the container sees it, links resolved; null: unknown */
  readonly path: string | null;
  /** as the caller gave it; empty for a descriptor */
  readonly asked: string;
  /** `asked` made absolute, links not resolved; null: unknown */
  readonly name: string | null;
  readonly storage: Storage;
  /** links in the path could not be followed: `path` is `name` */
  readonly linksUnresolved?: true;
  /** the beginning is missing */
  readonly truncated?: true;
}

/** A change of a file other than writing, or an attempt. */
export interface Change {
  readonly kind: "change";
  readonly operation: Operation;
  /** the changed file; for a rename the old name, for a link the existing file */
  readonly from: ChangedPath;
  /** the new name, for rename, exchange and link */
  readonly to?: ChangedPath;
  /** permissions and S_IF* bits of chmod, mkdir, mknod; MS_* of a mount */
  readonly mode?: number;
  /** for chown; absent: unchanged */
  readonly uid?: number;
  readonly gid?: number;
  /** the target of a symlink, the source of a mount, the name of an attribute */
  readonly text?: string;
  /** 0, or a negative errno */
  readonly ret: number;
}

/** The type of a file, recognised by its first bytes. */
export const CONTENTS = [
  "unknown",
  "empty",
  "elf",
  "script",
  "archive",
  "text",
  "other",
] as const satisfies readonly Content[];

/** A file that was opened for writing was closed. */
export interface Written {
  readonly kind: "written";
  /** absolute, links resolved, at the time of closing; null: unknown */
  readonly path: string | null;
  readonly content: Content;
  /** anyone may execute it */
  readonly executable: boolean;
  readonly storage: Storage;
  readonly truncated?: true;
}

export type FileBehaviour = Open | Change | Written;

/** The rows of KINDS for these. */
export const FILE_KINDS = {
  open: { sort: "done", summary: "a file was opened, or could not be" },
  change: {
    sort: "done",
    summary:
      "a file was renamed, linked, removed, made, or its owner, mode, length or times changed",
  },
  written: { sort: "done", summary: "a file that had been opened for writing was closed" },
} as const satisfies KindRows<FileBehaviour>;
