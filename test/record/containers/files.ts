/** Files as engines leave them, from `files/`: its README says which are written by hand. */
import { readFileSync } from "node:fs";
import { packageFile } from "../../../src/files/package-root.js";

export function engineFile(name: string): string {
  return readFileSync(packageFile(`test/record/containers/files/${name}`), "utf8");
}

export function annotationsOf(name: string): Record<string, string> {
  return (JSON.parse(engineFile(name)) as { annotations: Record<string, string> }).annotations;
}

/** As the hand-written files call their pod's sandbox, its container and that's image. */
export const SANDBOX = "5cf2b0a9c1d34e7f".repeat(4);
export const CONTAINER = "c0ffee0123456789".repeat(4);
export const IMAGE = "1a2b3c4d5e6f7081".repeat(4);

/** Waits for a message of a watch, which by itself doesn't keep the process alive. */
export async function awaited<T>(message: Promise<T>): Promise<T> {
  const alive = setInterval(() => undefined, 1_000);
  return await message.finally(() => {
    clearInterval(alive);
  });
}
