/**
 * Reads small files that decide what cxray does: configuration and templates. Another user who can
 * put such a file in place, or a link to one, must not control what cxray reads or does.
 */
import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from "node:fs";
import { isOurUser } from "./our-user.js";

export type OwnFile =
  | { readonly text: string }
  /** `error`: an error of the system; else what is wrong with the file, and what to do */
  | { readonly error: unknown }
  | { readonly problem: string; readonly remedy: string };

/** More than configuration and templates need. */
const LARGEST = 1024 * 1024;

// Don't follow links, don't wait for a FIFO, and don't make a terminal the controlling one.
const FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK | constants.O_NOCTTY;

/** Reads a regular file of at most `largest` bytes that no other user could have put there. */
export function readOwnFile(path: string, largest = LARGEST): OwnFile {
  let fd: number;
  try {
    fd = openSync(path, FLAGS);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ELOOP") return { error };
    return { problem: "is a symbolic link", remedy: "Name the file that it points to." };
  }
  try {
    const stats = fstatSync(fd);
    return refusalOf(path, stats, largest) ?? { text: readWhole(fd, stats.size) };
  } catch (error) {
    return { error };
  } finally {
    closeSync(fd);
  }
}

function refusalOf(path: string, stats: Stats, largest: number): OwnFile | null {
  const { uid, nlink, size } = stats;
  if (!stats.isFile()) {
    return stats.isDirectory()
      ? { problem: "is a directory", remedy: "Name a file." }
      : { problem: "is not a regular file", remedy: "Copy its contents into a file." };
  }
  // Root's files are trusted by all: root could do anything anyway.
  if (uid !== 0 && !isOurUser(uid)) {
    return {
      problem: `belongs to another user (uid ${String(uid)})`,
      remedy: `Read it, then copy it, or run: chown ${ownName()} ${path}`,
    };
  }
  if (process.geteuid?.() === 0 && mayBeChanged(stats)) {
    return {
      problem: "is writable by other users, and cxray runs as root",
      remedy: `Read it, then run: chmod go-w ${path}`,
    };
  }
  if (nlink > 1) {
    return { problem: "has a second hard link", remedy: "Copy it." };
  }
  if (size <= largest) return null;
  const most = `${String(largest / 1024 / 1024)} MiB`;
  return { problem: `is larger than ${most}`, remedy: "Name another file." };
}

/** Whether the group or everyone can write it. A group that belongs to the owner alone is fine. */
function mayBeChanged({ mode, uid, gid }: Stats): boolean {
  const isPrivateGroup = uid !== 0 && gid === uid && String(gid) === process.env["SUDO_GID"];
  return (mode & (isPrivateGroup ? 0o002 : 0o022)) !== 0;
}

function ownName(): string {
  return process.geteuid?.() === 0 ? "root" : "$USER";
}

/** Reads the size that the file had when it was opened, as it may grow meanwhile. */
function readWhole(fd: number, size: number): string {
  const bytes = Buffer.alloc(size);
  let done = 0;
  while (done < size) {
    const count = readSync(fd, bytes, done, size - done, done);
    if (count === 0) break;
    done += count;
  }
  return bytes.toString("utf8", 0, done);
}
