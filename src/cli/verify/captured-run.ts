/** Runs a container and captures its output. */
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { constants } from "node:os";
import { textFromBytes } from "../../model/text.js";

/** The most bytes kept of each stream. */
const LARGEST = 16 * 1024 * 1024;

export interface CapturedRun {
  /** as a shell reports it */
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
  /** a stream was longer than the kept part */
  readonly isCut: boolean;
  /** 64 hexadecimal digits; null: the engine created no container */
  readonly containerId: string | null;
}

export interface Capturing {
  readonly finished: Promise<CapturedRun>;
  readonly kill: (signal: NodeJS.Signals) => void;
}

class Capture {
  readonly #chunks: Buffer[] = [];
  #size = 0;

  add(chunk: Buffer): void {
    if (this.#size < LARGEST) this.#chunks.push(chunk.subarray(0, LARGEST - this.#size));
    this.#size += chunk.length;
  }

  get isCut(): boolean {
    return this.#size > LARGEST;
  }

  get text(): string {
    return textFromBytes(Buffer.concat(this.#chunks));
  }
}

/** `idFile`: the file into which the engine writes the container's id. */
export function captureRun(words: readonly string[], idFile: string): Capturing {
  const [file = "", ...args] = words;
  const child = spawn(file, args, { stdio: ["ignore", "pipe", "pipe"] });
  const stdout = new Capture();
  const stderr = new Capture();
  child.stdout.on("data", (chunk: Buffer) => {
    stdout.add(chunk);
  });
  child.stderr.on("data", (chunk: Buffer) => {
    stderr.add(chunk);
  });
  const finished = new Promise<CapturedRun>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => {
      resolve({
        status: code ?? 128 + constants.signals[signal ?? "SIGTERM"],
        stdout: stdout.text,
        stderr: stderr.text,
        isCut: stdout.isCut || stderr.isCut,
        containerId: containerIdIn(idFile),
      });
    });
  });
  return { finished, kill: (signal) => child.kill(signal) };
}

/** Null until the engine has created the container. */
export function containerIdIn(idFile: string): string | null {
  if (!existsSync(idFile)) return null;
  const id = readFileSync(idFile, "utf8").trim();
  return /^[0-9a-f]{64}$/u.test(id) ? id : null;
}
