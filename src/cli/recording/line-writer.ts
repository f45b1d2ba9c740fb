/** Writes the live log: joins many short lines into few writes. */
import { closeSync, constants, fstatSync, openSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { CxrayError, systemReason } from "../../model/errors.js";
import { giveToCaller } from "../../files/our-user.js";
import { whyNotPrivate } from "../../files/ownership.js";
import { LogWatch } from "./log-watch.js";
import { ownStdout } from "../terminal/output.js";

export interface LineWriter {
  readonly add: (line: string) => void;
  /** false while a slow reader has to catch up */
  readonly isReady: () => boolean;
  /** Checks that the log's file was not removed, replaced or cut. */
  readonly check: () => void;
  /** Writes what is left. */
  readonly close: () => Promise<void>;
}

const CHUNK = 64 * 1024;
/** Bytes that a slow reader may be behind. Then cxray waits, and the kernel side counts losses. */
const MOST_WAITING = 16 * 1024 * 1024;

/**
 * Opens the target; `-` is stdout. A file is appended to, or created so that only its owner can
 * read it. A file that others may read or write is refused.
 */
export function openLineWriter(target: string): LineWriter {
  return target === "-" ? writeToStdout() : writeToFile(target);
}

function collect(write: (text: string) => void): {
  add: (line: string) => void;
  flush: () => void;
} {
  let waiting = "";
  let planned = false;
  // Nobody can catch an error of a delayed write, so the next call throws it.
  let failure: { readonly error: unknown } | null = null;
  const flush = (): void => {
    if (failure !== null) throw failure.error;
    const text = waiting;
    waiting = "";
    if (text !== "") write(text);
  };
  const add = (line: string): void => {
    waiting += line;
    if (waiting.length >= CHUNK || failure !== null) flush();
    if (planned) return;
    planned = true;
    setImmediate(() => {
      planned = false;
      try {
        flush();
      } catch (error) {
        failure = { error };
      }
    });
  };
  return { add, flush };
}

function writeToStdout(): LineWriter {
  let failure: Error | null = null;
  const check = (): void => {
    if (failure !== null) throw failure;
  };
  const release = ownStdout((error) => (failure = error));
  const { add, flush } = collect((text) => {
    check();
    process.stdout.write(text);
  });
  return {
    add,
    isReady: () => process.stdout.writableLength < MOST_WAITING,
    check,
    close: async () => {
      flush();
      await new Promise<void>((resolve) => {
        process.stdout.write("", () => {
          resolve();
        });
      });
      await nextTurn(); // the stream reports its error in this turn
      release();
      check();
    },
  };
}

// root must not follow a link that somebody put there, nor wait for the reader of a FIFO.
const FLAGS = constants.O_APPEND | constants.O_WRONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

function openLog(path: string): number {
  try {
    const fd = openSync(path, FLAGS | constants.O_CREAT | constants.O_EXCL, 0o600);
    giveToCaller(fd, dirname(path));
    return fd;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    return openSync(path, FLAGS);
  }
}

/** Devices are fine, because only root can make one. */
function checkPrivate(path: string, fd: number): void {
  const stats = fstatSync(fd);
  if (stats.isCharacterDevice()) return;
  const refusal = stats.isFile()
    ? whyNotPrivate(path, stats)
    : { reason: `${path} is not a regular file`, advice: "Choose another file with --log." };
  if (refusal) throw new CxrayError("unwritable-output", refusal.reason, refusal.advice);
}

/** Writes everything: a nearly full disk may take only a part at once. Returns the bytes written. */
function writeWhole(fd: number, bytes: Buffer): number {
  let written = 0;
  while (written < bytes.length) written += writeSync(fd, bytes, written);
  return written;
}

function writeToFile(path: string): LineWriter {
  const attempt = <T>(act: () => T): T => {
    try {
      return act();
    } catch (error) {
      throw new CxrayError(
        "unwritable-output",
        `${path} can't be written: ${systemReason(error, { ENOENT: `there is no directory ${dirname(path)}` })}`,
        "Choose another file with --log.",
      );
    }
  };
  const fd = attempt(() => openLog(path));
  try {
    checkPrivate(path, fd);
  } catch (error) {
    closeSync(fd);
    throw error;
  }
  const watch = new LogWatch(path, fd);
  let isOpen = true;
  const { add, flush } = collect((text) => {
    attempt(() => {
      watch.add(writeWhole(fd, Buffer.from(text)));
    });
  });
  return {
    add,
    isReady: () => true,
    check: () => {
      watch.check();
    },
    close: async () => {
      await Promise.resolve();
      if (!isOpen) return;
      isOpen = false;
      try {
        flush();
        watch.check();
      } finally {
        closeSync(fd);
      }
    },
  };
}
