// Calls cxray as a user does.
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const MAIN = join(dirname(fileURLToPath(import.meta.url)), "../../dist/cli/main.js");

function cxray(args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(`cxray ${args.join(" ")} ended with ${status}: ${stderr}`);
  return stdout;
}

export function record(db, command) {
  cxray(["record", "--db", db, "--image", "cxray-nights/*", "--", ...command]);
}

/** The baseline of an image. */
export function profile(db, image) {
  return JSON.parse(cxray(["profile", "--db", db, "--image", image, "--json"]));
}
