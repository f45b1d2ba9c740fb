/** Writes the live log: many short lines, in few writes. */
import { closeSync, constants, openSync, writeSync } from "node:fs";
import { CxrayError } from "../model/errors.js";

export interface LineWriter {
  readonly add: (line: string) => void;
  /** false while a slow reader has to catch up */
  readonly isReady: () => boolean;
  /** Writes what is left. */
  readonly close: () => Promise<void>;
}

const CHUNK = 64 * 1024;
/** A reader that is this much behind makes cxray wait; the kernel then counts what it drops. */
const MOST_WAITING = 16 * 1024 * 1024;

/** `-` is stdout. A file is appended to, and made readable for its owner alone. */
export function openLineWriter(target: string): LineWriter {
  return target === "-" ? writeToStdout() : writeToFile(target);
}

function collect(write: (text: string) => void): {
  add: (line: string) => void;
  flush: () => void;
} {
  let waiting = "";
  let planned = false;
  // Nobody catches what a planned write throws: it waits for the next call.
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
  const { add, flush } = collect((text) => process.stdout.write(text));
  return {
    add,
    isReady: () => process.stdout.writableLength < MOST_WAITING,
    close: () =>
      new Promise((resolve) => {
        flush();
        process.stdout.write("", () => {
          resolve();
        });
      }),
  };
}

function writeToFile(path: string): LineWriter {
  const { O_APPEND, O_CREAT, O_WRONLY, O_NOFOLLOW } = constants;
  const attempt = <T>(act: () => T): T => {
    try {
      return act();
    } catch (error) {
      throw new CxrayError(
        "unwritable-output",
        `${path} can't be written: ${error instanceof Error ? error.message : String(error)}`,
        "Name another file with --log.",
      );
    }
  };
  // A link that somebody left there must not lead root's writing elsewhere.
  const fd = attempt(() => openSync(path, O_APPEND | O_CREAT | O_WRONLY | O_NOFOLLOW, 0o600));
  const { add, flush } = collect((text) => {
    attempt(() => writeSync(fd, text));
  });
  return {
    add,
    isReady: () => true,
    close: async () => {
      await Promise.resolve();
      try {
        flush();
      } finally {
        closeSync(fd);
      }
    },
  };
}
