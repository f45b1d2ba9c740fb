/** What an image ran, read and wrote. */
import type { Baseline } from "../../model/baseline/baseline.js";
import { isProgram } from "../../model/concerns/files.js";
import { printable } from "../../model/text.js";
import { concernWarnings } from "./concerns.js";
import { foldOfFile } from "./fold.js";
import { formatRows, titleOf, type Row, type ViewContext } from "./rows.js";

export function formatExecutables({ executables }: Baseline, context: ViewContext): string {
  const rows = executables.map((entry): Row => {
    const names = entry.invokedAs.filter((name) => name !== entry.path).map(printable);
    const scripts = (entry.scripts ?? []).filter((storage) => storage !== "image");
    const interprets = entry.interprets ?? [];
    const warnings = [
      notInImage("NOT IN THE IMAGE", entry.storage),
      notInImage("its script NOT IN THE IMAGE", scripts),
      ...concernWarnings("executables", entry),
    ].filter((warning) => warning !== "");
    return {
      name: printable(entry.path),
      evidence: entry,
      // What it ran is told below it; that there is something is a warning all the same.
      warnings: warnings.length === 0 && interprets.length > 0 ? [""] : warnings,
      notes: [
        entry.elevated === true ? "WITH MORE RIGHTS than its caller" : "",
        names.length === 0 ? "" : `as ${names.join(" ")}`,
      ],
      more: interprets.map(
        ({ path, storage }) => `ran ${printable(path)}, ${notInImage("NOT IN THE IMAGE", storage)}`,
      ),
    };
  });
  return formatRows(titleOf("RAN", rows.length, "executable"), rows, context, { hidesWhom: true });
}

function notInImage(words: string, storages: readonly string[]): string {
  const foreign = storages.filter((storage) => storage !== "image" && storage !== "unknown");
  // Where a file lies that could not be found again is a blind spot, and no finding.
  return foreign.length === 0 ? "" : `${words}: ${foreign.join(", ")}`;
}

export function formatFilesRead({ filesRead }: Baseline, context: ViewContext): string {
  const rows = filesRead.map((entry): Row => {
    const storage = (entry.storage ?? []).filter(
      (each) => each !== "image" && !entry.path.startsWith(`/${each}/`),
    );
    return {
      name: printable(entry.path),
      evidence: entry,
      warnings: concernWarnings("filesRead", entry),
      notes: [storage.join(", ")],
      // A library from elsewhere is one to look at.
      fold: foldOfFile(entry.path, context.limit, storage.length > 0),
    };
  });
  return formatRows(titleOf("READ", rows.length, "file"), rows, context);
}

export function formatFilesWritten({ filesWritten }: Baseline, context: ViewContext): string {
  const rows = filesWritten.map((entry): Row => {
    // in the writable layer is where written files are expected
    const storage = (entry.storage ?? []).filter((each) => each !== "upper" && each !== "image");
    const contents = (entry.contents ?? []).filter((each) => TELLING.has(each)).join(", ");
    const isWarned = isProgram(entry);
    return {
      name: printable(entry.path),
      evidence: entry,
      warnings: [
        ...(isWarned ? [`PROGRAM (${contents || "contents not seen"})`] : []),
        ...concernWarnings("filesWritten", entry),
      ],
      notes: [isWarned ? "" : contents, storage.join(", ")],
      fold: foldOfFile(entry.path, context.limit, true),
    };
  });
  return formatRows(titleOf("WROTE", rows.length, "file"), rows, context);
}

const TELLING: ReadonlySet<string> = new Set(["elf", "script", "archive"]);
