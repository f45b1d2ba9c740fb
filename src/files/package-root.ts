import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * The root of the package: the nearest directory above with a package.json. Shipped files
 * (templates/, schemas/, dist/bpf/) are found from there, because compiled code is at different
 * depths: in dist/ when installed, in build/src/ under test.
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
