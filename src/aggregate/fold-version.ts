import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folders of all code that decides what a baseline says; a test walks the imports. */
export const FOLD_FOLDERS = ["aggregate", "gaps", "model"] as const;
/** Beside the code: what `digestOfCode` gives, since reading all code takes a while. */
export const DIGEST_FILE = "aggregate/fold-version.txt";

const CODE = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * Tells the code that folds from any other: stored baselines that other code made are made anew. It
 * is a digest of the compiled code, which every build computes: nobody has to think of it.
 */
export function foldVersion(): string {
  try {
    return readFileSync(join(CODE, DIGEST_FILE), "utf8").trim();
  } catch {
    return digestOfCode(CODE); // compiled by something else than our build
  }
}

/** @param root the folder that the folders of `FOLD_FOLDERS` are in */
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
