/**
 * Small files that decide what cxray does: configuration and templates. Whoever can put one in
 * place, or lead a name elsewhere, must not choose what another user's cxray reads or does.
 */
import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from "node:fs";
import { isOurUser } from "./our-user.js";

export type OwnFile =
  | { readonly text: string }
  /** `error`: of the system; else what is wrong with the file, and what helps */
  | { readonly error: unknown }
  | { readonly problem: string; readonly remedy: string };

/** More than configuration and templates need. */
const LARGEST = 1024 * 1024;

// A link leads elsewhere, and a pipe or terminal must neither hold cxray up nor become its own.
const FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK | constants.O_NOCTTY;

/** Reads a regular file of at most `largest` bytes that nobody else chose. What is refused is not read at all. */
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

/** By the group, or by everyone; who called sudo may share a group of their own with nobody. */
function mayBeChanged({ mode, uid, gid }: Stats): boolean {
  const isPrivateGroup = uid !== 0 && gid === uid && String(gid) === process.env["SUDO_GID"];
  return (mode & (isPrivateGroup ? 0o002 : 0o022)) !== 0;
}

function ownName(): string {
  return process.geteuid?.() === 0 ? "root" : "$USER";
}

/** As much as the file had when it was opened: it may grow meanwhile. */
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
