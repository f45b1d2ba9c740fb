/**
 * Writing a result to a file: whole or not at all. The text goes to a new file
 * in the same folder, is flushed to the disk, and takes the old file's place.
 */
import { randomBytes } from "node:crypto";
import * as fs from "node:fs";
import { dirname, join } from "node:path";
import { CxrayError } from "../model/errors.js";

interface WriteOptions {
  /** only the owner may read a new file */
  readonly secret?: boolean;
}

const BATCH = 1 << 20;

/**
 * Writes `chunks` to `path`. An existing file keeps its mode and owner; a new one gets 0644, or
 * 0600 where `secret`. A device or pipe (`/dev/stdout`) is written directly. Throws
 * `unwritable-output`; the old file is then as it was.
 */
export function writeOutput(
  path: string,
  chunks: string | Iterable<string>,
  options: WriteOptions = {},
): void {
  const parts = typeof chunks === "string" ? [chunks] : chunks;
  const old = statOf(path);
  if (old && !old.isFile()) writeThrough(path, parts);
  else replaceFile(path, parts, old, options.secret === true ? 0o600 : 0o644);
}

/**
 * What lies at `path`, if anything. A link to a file is refused: replacing the link would leave
 * the file it points to untouched, and following it would let whoever owns the link choose what
 * is overwritten.
 */
function statOf(path: string): fs.Stats | undefined {
  const self = attempt(path, () => fs.lstatSync(path, { throwIfNoEntry: false }));
  if (!self?.isSymbolicLink()) return self;
  const target = attempt(path, () => fs.statSync(path, { throwIfNoEntry: false }));
  if (target && !target.isFile()) return target;
  throw unwritable(path, "it is a symbolic link", "Name the file itself, or remove the link.");
}

function replaceFile(
  path: string,
  parts: Iterable<string>,
  old: fs.Stats | undefined,
  mode: number,
): void {
  const folder = dirname(path);
  const temporary = join(folder, `.cxray-${randomBytes(8).toString("hex")}.tmp`);
  // wx: a file or link of that name, however unlikely, is not written to
  const fd = attempt(path, () => fs.openSync(temporary, "wx", 0o600));
  try {
    try {
      writeParts(path, fd, parts);
      attempt(path, () => keepOwner(fd, old));
      attempt(path, () => fs.fchmodSync(fd, old ? old.mode & 0o777 : mode));
      attempt(path, () => fs.fsyncSync(fd));
    } finally {
      fs.closeSync(fd);
    }
    attempt(path, () => fs.renameSync(temporary, path));
  } catch (error) {
    fs.rmSync(temporary, { force: true });
    throw error;
  }
  syncFolder(folder);
}

function keepOwner(fd: number, old: fs.Stats | undefined): void {
  const now = fs.fstatSync(fd);
  if (old && (old.uid !== now.uid || old.gid !== now.gid)) fs.fchownSync(fd, old.uid, old.gid);
}

function writeThrough(path: string, parts: Iterable<string>): void {
  const fd = attempt(path, () => fs.openSync(path, "w"));
  try {
    writeParts(path, fd, parts);
  } finally {
    fs.closeSync(fd);
  }
}

/** An error while the parts are made is the maker's own and passes as it is. */
function writeParts(path: string, fd: number, parts: Iterable<string>): void {
  let pending = "";
  for (const part of parts) {
    pending += part;
    if (pending.length < BATCH) continue;
    writeAll(path, fd, pending);
    pending = "";
  }
  writeAll(path, fd, pending);
}

function writeAll(path: string, fd: number, text: string): void {
  const bytes = Buffer.from(text);
  let done = 0;
  while (done < bytes.length) done += attempt(path, () => fs.writeSync(fd, bytes, done));
}

/** So that the new name survives a crash too; some file systems can't, and the file is whole anyway. */
function syncFolder(folder: string): void {
  try {
    const fd = fs.openSync(folder, "r");
    try {
      fs.fsyncSync(fd);
    } finally {
      fs.closeSync(fd);
    }
  } catch {
    return;
  }
}

function attempt<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw unwritable(
      path,
      reason,
      "Choose another file with -o, or leave -o out for stdout.",
      error,
    );
  }
}

function unwritable(path: string, reason: string, advice: string, cause?: unknown): CxrayError {
  return new CxrayError("unwritable-output", `${path} can't be written: ${reason}`, advice, {
    cause,
  });
}
