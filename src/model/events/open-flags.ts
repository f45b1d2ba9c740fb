import type { Open } from "./events.js";

/** Bits of `Open.flags` that a stage looks at. */

/** O_DIRECTORY of arm64 and arm (asm/fcntl.h), and of everything else that cxray runs on. */
const O_DIRECTORY_ARM = 0o40000;
const O_DIRECTORY = 0o200000;

/** Whether a folder was asked for, and nothing else would have been opened. */
export function asksForFolder(flags: number, architecture: string): boolean {
  const bit = architecture === "aarch64" ? O_DIRECTORY_ARM : O_DIRECTORY;
  return (flags & bit) !== 0;
}

/** The same everywhere that cxray runs. */
const O_APPEND = 0o2000;

/** Whether all that is written goes to the file's end: who may read too, may map it and write anywhere. */
export function onlyAppends({ access, flags }: Pick<Open, "access" | "flags">): boolean {
  return access === "write" && (flags & O_APPEND) !== 0;
}

/** The same everywhere that cxray runs. */
const O_CREAT = 0o100;
const O_EXCL = 0o200;
/** O_NOFOLLOW of arm64 and arm, and of everything else that cxray runs on. */
const O_NOFOLLOW_ARM = 0o100000;
const O_NOFOLLOW = 0o400000;

/** Whether the file is made where there is none. */
export function isMaking(flags: number): boolean {
  return (flags & O_CREAT) !== 0;
}

/** Whether the file was made by this open, as it fails where there is one. */
export function isExclusive(flags: number): boolean {
  return (flags & (O_CREAT | O_EXCL)) === (O_CREAT | O_EXCL);
}

/** Whether the last part of the name may not be a link. */
export function refusesLinks(flags: number, architecture: string): boolean {
  return (flags & (architecture === "aarch64" ? O_NOFOLLOW_ARM : O_NOFOLLOW)) !== 0;
}
