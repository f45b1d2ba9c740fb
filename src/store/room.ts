/** Room on a disk that is kept free, for what has to be written when the disk is full. */
import { closeSync, constants, openSync, unlinkSync, writeSync } from "node:fs";
import { randomUUID } from "node:crypto";
import { join } from "node:path";

/** A few pages of the -wal file. */
const SIZE = 64 * 1024;

/**
 * Takes room in a folder, by a file that has no name. The function returned gives it back. Where
 * there is none to take, nothing is kept.
 */
export function keepRoom(folder: string): () => void {
  const path = join(folder, `.cxray-${randomUUID()}`);
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
  let descriptor: number | null = null;
  try {
    descriptor = openSync(path, flags, 0o600);
    unlinkSync(path);
    // not zeros, which a file system may leave out
    writeSync(descriptor, Buffer.alloc(SIZE, "cxray"));
  } catch {
    // the disk is full already: the next thing that is written says so
  }
  return () => {
    if (descriptor !== null) closeSync(descriptor);
    descriptor = null;
  };
}
