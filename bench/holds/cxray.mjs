// Calls cxray as a user does.
import { join } from "node:path";
import process from "node:process";
import { run } from "./engine.mjs";

const MAIN = join(import.meta.dirname, "../../dist/cli/main.js");

export const cxray = (...args) => run(process.execPath, [MAIN, ...args]);

/** @throws where it fails */
export async function cxrayDone(...args) {
  const { status, stdout, stderr } = await cxray(...args);
  if (status !== 0) throw new Error(`cxray ${args.join(" ")} ended with ${status}: ${stderr}`);
  return stdout;
}
