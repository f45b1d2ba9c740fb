/** Files that may be opened, by each name that was used to open them. */
import type { Baseline, FileEntry, OtherOpenEntry } from "../../model/baseline/baseline.js";
import { namesOfPath } from "./file-names.js";
import type { ImageNames } from "./names.js";
import type { Allowance } from "./allowance.js";
import { allowPaths } from "./paths.js";
import type { AllowedPath } from "./paths.js";

/** Allowances for all files that were read, or written. */
export function allowFiles(
  image: ImageNames,
  access: "read" | "written",
  { filesRead, filesWritten, otherOpens }: Baseline,
): Allowance {
  const isRead = access === "read";
  const names = { list: access, macro: `cxray_${access}`, about: access };
  const files = isRead ? filesRead : filesWritten;
  const others = otherOpens.filter((entry) => entry.access.includes(isRead ? "read" : "write"));
  const paths = [...files.flatMap(namesOfFile), ...others.map(nameOfOther)];
  return allowPaths(image, [{ field: "fd.name" }], names, paths);
}

/**
 * Falco does not check a file's type: it takes anything that was not opened as a directory for a
 * file.
 */
function nameOfOther({ path, rule, stars, by, types }: OtherOpenEntry): AllowedPath {
  const name = rule === undefined ? { path } : { path, rule, stars };
  return { ...name, by, notes: [`no file: ${types.join(", ")}`] };
}

function namesOfFile(entry: FileEntry): readonly AllowedPath[] {
  const { path, rule, stars, openedAs, by } = entry;
  if (openedAs === undefined) return [entry];
  const own = rule === undefined ? { path } : { path, rule, stars };
  return namesOfPath(own, openedAs).map((name) => ({
    ...name,
    by,
    notes: name.path === path ? [] : [`a name of ${path}`],
  }));
}
