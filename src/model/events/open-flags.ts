import type { Open } from "./events.js";

/** Bits of `Open.flags` that a stage looks at. */

/** O_DIRECTORY on arm64 and arm (asm/fcntl.h), and on all other supported architectures. */
const O_DIRECTORY_ARM = 0o40000;
const O_DIRECTORY = 0o200000;

/** Whether the open succeeds only for a directory. */
export function asksForFolder(flags: number, architecture: string): boolean {
  const bit = architecture === "aarch64" ? O_DIRECTORY_ARM : O_DIRECTORY;
  return (flags & bit) !== 0;
}

/** The same on all supported architectures. */
const O_APPEND = 0o2000;

/**
 * Whether all writes go to the end of the file. A file that is open for reading too can be mapped,
 * and written anywhere.
 */
export function onlyAppends({ access, flags }: Pick<Open, "access" | "flags">): boolean {
  return access === "write" && (flags & O_APPEND) !== 0;
}

/** The same on all supported architectures. */
const O_CREAT = 0o100;
const O_EXCL = 0o200;
/** O_NOFOLLOW on arm64 and arm, and on all other supported architectures. */
const O_NOFOLLOW_ARM = 0o100000;
const O_NOFOLLOW = 0o400000;

/** Whether the open creates a missing file. */
export function isMaking(flags: number): boolean {
  return (flags & O_CREAT) !== 0;
}

/** Whether a successful open created the file, because it fails if the file exists. */
export function isExclusive(flags: number): boolean {
  return (flags & (O_CREAT | O_EXCL)) === (O_CREAT | O_EXCL);
}

/** Whether the open fails if the last component is a link. */
export function refusesLinks(flags: number, architecture: string): boolean {
  return (flags & (architecture === "aarch64" ? O_NOFOLLOW_ARM : O_NOFOLLOW)) !== 0;
}
