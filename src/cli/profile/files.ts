/** The sections of programs that an image ran, and of files that it read and wrote. */
import type { Baseline, ExecutableEntry } from "../../model/baseline/baseline.js";
import { isProgram } from "../../model/concerns/files.js";
import { printable } from "../../model/text.js";
import { concernWarnings } from "./concerns.js";
import { collapseOfFile } from "./collapse.js";
import { formatList } from "./list.js";
import type { ViewContext } from "./rows.js";

export function formatExecutables(baseline: Baseline, context: ViewContext): string {
  return formatList("executables", baseline, context, {
    evenEmpty: true,
    hidesPrograms: true,
    rowOf: (entry) => {
      const names = entry.invokedAs.filter((name) => name !== entry.path).map(printable);
      const interprets = entry.interprets ?? [];
      const warnings = warningsOf(entry);
      return {
        // What it ran is told below it; that there is something is a warning all the same.
        warnings: warnings.length === 0 && interprets.length > 0 ? [""] : warnings,
        notes: [
          entry.elevated === true ? "WITH MORE RIGHTS than its caller" : "",
          names.length === 0 ? "" : `as ${names.join(" ")}`,
        ],
        more: interprets.map(
          ({ path, storage }) =>
            `ran ${printable(path)}, ${notInImage("NOT IN THE IMAGE", storage)}`,
        ),
      };
    },
  });
}

function warningsOf(entry: ExecutableEntry): string[] {
  const scripts = (entry.scripts ?? []).filter((storage) => storage !== "image");
  return [
    notInImage("NOT IN THE IMAGE", entry.storage),
    notInImage("its script NOT IN THE IMAGE", scripts),
    ...concernWarnings("executables", entry),
  ].filter((warning) => warning !== "");
}

function notInImage(words: string, storages: readonly string[]): string {
  const foreign = storages.filter((storage) => storage !== "image" && storage !== "unknown");
  // Where a file lies that could not be found again is a blind spot, and no finding.
  return foreign.length === 0 ? "" : `${words}: ${foreign.join(", ")}`;
}

export function formatFilesRead(baseline: Baseline, context: ViewContext): string {
  return formatList("filesRead", baseline, context, {
    evenEmpty: true,
    rowOf: ({ path, storage = [] }) => {
      const places = storage.filter((each) => each !== "image" && !path.startsWith(`/${each}/`));
      // A library from elsewhere is one to look at.
      return {
        notes: [places.join(", ")],
        collapse: collapseOfFile(path, context.limit, places.length > 0),
      };
    },
  });
}

export function formatFilesWritten(baseline: Baseline, context: ViewContext): string {
  return formatList("filesWritten", baseline, context, {
    evenEmpty: true,
    rowOf: (entry) => {
      // in the writable layer is where written files are expected
      const storage = (entry.storage ?? []).filter((each) => each !== "upper" && each !== "image");
      const contents = (entry.contents ?? []).filter((each) => TELLING.has(each)).join(", ");
      const isWarned = isProgram(entry);
      return {
        warnings: [
          ...(isWarned ? [`PROGRAM (${contents || "contents not seen"})`] : []),
          ...concernWarnings("filesWritten", entry),
        ],
        notes: [isWarned ? "" : contents, storage.join(", ")],
        collapse: collapseOfFile(entry.path, context.limit, true),
      };
    },
  });
}

const TELLING: ReadonlySet<string> = new Set(["elf", "script", "archive"]);
