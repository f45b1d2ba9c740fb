/**
 * Writes a result to a file, completely or not at all. The text goes to a new file
 * in the same directory, is flushed to the disk, and replaces the old file.
 */
import { randomBytes } from "node:crypto";
import * as fs from "node:fs";
import { dirname, join } from "node:path";
import { CxrayError, systemReason } from "../model/errors.js";
import { giveToCaller, isOurUser } from "./our-user.js";

interface WriteOptions {
  /** only the owner may read a new file */
  readonly secret?: boolean;
}

const BATCH = 1 << 20;

/** Links of the system to the streams that cxray was started with. */
const OWN_STREAM = /^\/dev\/(?:stdout|stderr|fd\/\d+)$/;

/**
 * Writes `chunks` to `path`. An existing file keeps its mode and owner. A new one gets 0644; under
 * sudo it belongs to the user who called sudo, if the directory does. With `secret`, the mode is
 * always 0600, and another user's file becomes ours. As root, another user's file is refused. A
 * device or pipe (`/dev/stdout`) is written directly. Throws `unwritable-output`; the old file is
 * then unchanged.
 */
export function writeOutput(
  path: string,
  chunks: string | Iterable<string>,
  options: WriteOptions = {},
): void {
  const parts = typeof chunks === "string" ? [chunks] : chunks;
  const old = statOf(path);
  if (old && !old.isFile()) writeThrough(path, parts);
  else replaceFile(path, parts, old, options.secret === true);
}

/** Creates a directory for results if it is missing. Throws `unwritable-output`. */
export function makeFolder(path: string): void {
  const known = attempt(path, () => fs.statSync(path, { throwIfNoEntry: false }));
  if (known?.isDirectory() === true) return;
  if (known) throw unwritable(path, "it is not a directory", "Name a directory with -o.");
  attempt(path, () => fs.mkdirSync(path, { recursive: true }));
}

/**
 * What is at `path`, if anything. A link to a file is refused: replacing the link would not change
 * the file, and following it would let the owner of the link choose which file is overwritten.
 */
function statOf(path: string): fs.Stats | undefined {
  const self = attempt(path, () => fs.lstatSync(path, { throwIfNoEntry: false }));
  if (!self?.isSymbolicLink()) return self;
  if (OWN_STREAM.test(path)) {
    const target = attempt(path, () => fs.statSync(path, { throwIfNoEntry: false }));
    if (target && !target.isFile()) return target;
  }
  throw unwritable(path, "it is a symbolic link", "Name the file itself, or remove the link.");
}

function replaceFile(
  path: string,
  parts: Iterable<string>,
  old: fs.Stats | undefined,
  secret: boolean,
): void {
  if (old) refuseForeign(path, old);
  const kept = old && (!secret || isOurUser(old.uid)) ? old : undefined;
  const mode = secret ? 0o600 : old ? old.mode & 0o777 : 0o644;
  const folder = dirname(path);
  const temporary = join(folder, `.cxray-${randomBytes(8).toString("hex")}.tmp`);
  // wx: a file or link of that name, however unlikely, is not written to
  const fd = attempt(path, () => fs.openSync(temporary, "wx", 0o600));
  try {
    try {
      writeParts(path, fd, parts);
      attempt(path, () => {
        if (kept === undefined) giveToCaller(fd, folder);
        else keepOwner(fd, kept);
      });
      attempt(path, () => fs.fchmodSync(fd, mode));
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

function keepOwner(fd: number, old: fs.Stats): void {
  const now = fs.fstatSync(fd);
  if (old.uid !== now.uid || old.gid !== now.gid) fs.fchownSync(fd, old.uid, old.gid);
}

/** As root, refuses a file of any user except root and the user who called sudo: it may be a trap. */
function refuseForeign(path: string, { uid }: fs.Stats): void {
  if (process.geteuid?.() !== 0 || isOurUser(uid)) return;
  const reason = `it belongs to another user (uid ${uid})`;
  throw unwritable(path, reason, "Choose another file with -o, or remove this one first.");
}

/**
 * Opens without creating or truncating, and checks what was opened, because the path may lead to
 * something else by now. Then opens the same thing again so that writes block.
 */
function openThrough(path: string): number {
  const { O_WRONLY, O_NOFOLLOW, O_NONBLOCK } = fs.constants;
  const isStream = OWN_STREAM.test(path);
  const flags = O_WRONLY | O_NONBLOCK | (isStream ? 0 : O_NOFOLLOW);
  const fd = attempt(path, () => fs.openSync(path, flags));
  try {
    const now = fs.fstatSync(fd);
    if (now.isFile()) throw unwritable(path, "it was replaced meanwhile", "Try again.");
    if (now.isFIFO() && !isStream) refuseForeign(path, now);
    return attempt(path, () => fs.openSync(`/proc/self/fd/${fd}`, O_WRONLY));
  } finally {
    fs.closeSync(fd);
  }
}

function writeThrough(path: string, parts: Iterable<string>): void {
  const fd = openThrough(path);
  try {
    writeParts(path, fd, parts);
  } finally {
    fs.closeSync(fd);
  }
}

/** Writes the parts. Errors of the iterator that makes them are passed on unchanged. */
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

/** Makes the rename survive a crash. Some file systems can't; the file is complete anyway. */
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
    // The system speaks of a file of ours, whose name nobody knows.
    throw unwritable(
      path,
      systemReason(error, { ENOENT: `there is no directory ${dirname(path)}` }),
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
