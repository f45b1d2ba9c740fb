import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * The directories of all code that decides what a baseline says; a test checks this against the
 * imports.
 */
export const FOLD_FOLDERS = ["aggregate", "gaps", "model"] as const;
/** A file beside the code with the result of `digestOfCode`, because reading all code is slow. */
export const DIGEST_FILE = "aggregate/fold-version.txt";

const CODE = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * Identifies the code of the fold: stored baselines made by other code are made again. It is a
 * digest of the compiled code that every build computes, so that nobody has to maintain a version
 * number.
 */
export function foldVersion(): string {
  try {
    return readFileSync(join(CODE, DIGEST_FILE), "utf8").trim();
  } catch {
    return digestOfCode(CODE); // the code was not compiled by our build
  }
}

/** @param root the directory that contains `FOLD_FOLDERS` */
export function digestOfCode(root: string): string {
  const hash = createHash("sha256");
  for (const folder of FOLD_FOLDERS) {
    const names = readdirSync(join(root, folder), { encoding: "utf8", recursive: true });
    for (const name of names.filter((each) => each.endsWith(".js")).sort()) {
      hash.update(`${folder}/${name}\0`).update(readFileSync(join(root, folder, name)));
    }
  }
  return hash.digest("hex").slice(0, 16);
}
