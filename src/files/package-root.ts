import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * The files cxray ships beside its code (templates/, schemas/, dist/bpf/) are found from the
 * package's root, because compiled code lives at different depths: dist/ when installed,
 * build/src/ under test. The root is the nearest folder above with a package.json.
 */
const root = nearestPackage(dirname(fileURLToPath(import.meta.url)));

/** The absolute path of a file of the package, such as "templates/falco/rules.hbs". */
export function packageFile(relative: string): string {
  return join(root, relative);
}

function nearestPackage(folder: string): string {
  if (existsSync(join(folder, "package.json"))) return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error("cxray's code lies outside of any package");
  return nearestPackage(parent);
}
