/** What an image ran, read, wrote and changed. */
import type { Baseline, ChangeEntry, FileEntry, OtherType } from "../model/baseline.js";
import { plural } from "../model/plural.js";
import { printable } from "../model/text.js";
import {
  byWhom,
  failures,
  formatRow,
  formatRows,
  hiddenCount,
  joinNotes,
  titleOf,
  type Row,
  type ViewContext,
} from "./profile-view-rows.js";

/** What a person should look at first; empty: nothing. */
export function formatWarnings({ executables, filesWritten }: Baseline): string[] {
  // a script that its interpreter was seen to read is among those that were interpreted
  const foreign = executables.filter(({ storage, scripts = [], interprets }) =>
    [...storage, ...(interprets === undefined ? scripts : [])].some((each) => each !== "image"),
  );
  const interpreted = executables.flatMap(({ interprets = [] }) => interprets);
  const programs = filesWritten.filter(isProgram);
  return [
    ...(foreign.length === 0 ? [] : [`${plural(foreign.length, "program")} NOT IN THE IMAGE ran`]),
    ...(interpreted.length === 0
      ? []
      : [`${plural(interpreted.length, "script")} NOT IN THE IMAGE ran by an interpreter`]),
    ...(programs.length === 0 ? [] : [`${plural(programs.length, "program")} WRITTEN`]),
  ].map((warning) => `! ${warning}`);
}

/** An ELF file whatever its permissions; a script, or what nobody saw, that can be executed. */
function isProgram({ contents = [], executable }: FileEntry): boolean {
  if (contents.includes("elf")) return true;
  return executable === true && (contents.includes("script") || contents.includes("unknown"));
}

export function formatExecutables({ executables }: Baseline, context: ViewContext): string {
  const rows = executables.map((entry): Row => {
    const names = entry.invokedAs.filter((name) => name !== entry.path).map(printable);
    const scripts = (entry.scripts ?? []).filter((storage) => storage !== "image");
    const note = joinNotes(
      names.length === 0 ? "" : `as ${names.join(" ")}`,
      entry.elevated === true ? "WITH MORE RIGHTS than its caller" : "",
      notInImage("NOT IN THE IMAGE", entry.storage),
      notInImage("its script NOT IN THE IMAGE", scripts),
    );
    const more = (entry.interprets ?? []).map(
      ({ path, storage }) => `ran ${printable(path)}, ${notInImage("NOT IN THE IMAGE", storage)}`,
    );
    return { name: printable(entry.path), evidence: entry, note, more };
  });
  return formatRows(titleOf("RAN", rows.length, "executable"), rows, context);
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
    const note = joinNotes(storage.join(", "), byWhom(entry, context));
    return { name: printable(entry.path), evidence: entry, note };
  });
  return formatRows(titleOf("READ", rows.length, "file"), rows, context);
}

export function formatFilesWritten({ filesWritten }: Baseline, context: ViewContext): string {
  const rows = filesWritten.map((entry): Row => {
    // in the writable layer is where written files are expected
    const storage = (entry.storage ?? []).filter((each) => each !== "upper" && each !== "image");
    const contents = (entry.contents ?? []).filter((each) => TELLING.has(each)).join(", ");
    const program = isProgram(entry) ? `PROGRAM (${contents || "contents not seen"})` : contents;
    const note = joinNotes(storage.join(", "), program, byWhom(entry, context));
    return { name: printable(entry.path), evidence: entry, note };
  });
  return formatRows(titleOf("WROTE", rows.length, "file"), rows, context);
}

/** Names of things that are none of the above; most images have few or none. */
export function formatOtherOpens({ otherOpens }: Baseline, context: ViewContext): string {
  if (otherOpens.length === 0) return "";
  const rows = otherOpens.map((entry): Row => {
    const what = entry.types.map((type) => OTHER_TYPES[type] ?? type).join(", ");
    const access = entry.access.map((each) => (each === "read" ? "read" : "written"));
    const note = joinNotes(`${what}, ${access.join(" and ")}`, byWhom(entry, context));
    return { name: printable(entry.path), evidence: entry, note };
  });
  const title = `${titleOf("OPENED", rows.length, "name")} of pipes, folders and the like`;
  return formatRows(title, rows, context);
}

const OTHER_TYPES: Partial<Readonly<Record<OtherType, string>>> = {
  directory: "folder",
  fifo: "pipe",
};

const TELLING: ReadonlySet<string> = new Set(["elf", "script", "archive"]);

type Operation = ChangeEntry["operation"];

/** Operations as a person thinks of them, in the order in which they are shown. */
const GROUPS: readonly (readonly [title: string, operations: readonly Operation[]])[] = [
  ["created", ["mkdir", "mknod", "link", "symlink"]],
  ["renamed", ["rename", "exchange"]],
  ["removed", ["unlink", "rmdir"]],
  ["permissions", ["chmod", "chown"]],
  ["length", ["truncate"]],
  ["times", ["utimes"]],
  ["attributes", ["setxattr", "removexattr"]],
  ["mounts", ["mount", "umount"]],
];

/** Of the whole section so many rows are shown as of any other. */
export function formatChanges(baseline: Baseline, context: ViewContext): string {
  const { changes } = baseline;
  if (changes.length === 0) return "";
  const written = new Set(baseline.filesWritten.map(({ path }) => path));
  const lines: string[] = [];
  let left = context.limit;
  for (const [title, operations] of GROUPS) {
    const rows = changes
      .filter(({ operation }) => operations.includes(operation))
      .slice(0, left)
      .map((entry) => changeRow(entry, written, context));
    left -= rows.length;
    if (rows.length === 0) continue;
    lines.push(` ${title}`, ...rows.flatMap((row) => formatRow(row, context)));
  }
  const title = titleOf("CHANGED", changes.length, "file");
  return [title, ...lines, ...hiddenCount(changes.length - context.limit)].join("\n");
}

const ARROWS: Partial<Readonly<Record<Operation, string>>> = { exchange: "↔" };

function changeRow(entry: ChangeEntry, written: ReadonlySet<string>, context: ViewContext): Row {
  const { operation, path, to, modes = [], owners = [], texts = [], results } = entry;
  const ends = to === undefined ? [path] : [path, to];
  const note = joinNotes(
    PLAIN.has(operation) ? "" : operation,
    modes.join(" "),
    operation === "chmod" && written.has(path) && modes.some(executes) ? "MADE EXECUTABLE" : "",
    ...owners.map((owner) => `owner ${owner}`),
    texts.map(printable).join(" "),
    failures(results),
    byWhom(entry, context),
  );
  const name = ends.map(printable).join(` ${ARROWS[operation] ?? "→"} `);
  return { name, evidence: entry, note };
}

/** Those that the group's title or the rest of the row says already. */
const PLAIN: ReadonlySet<Operation> = new Set([
  "rename",
  "exchange",
  "unlink",
  "chmod",
  "chown",
  "truncate",
  "utimes",
]);

const EXECUTE_BITS = 0o111;

function executes(mode: string): boolean {
  return (Number.parseInt(mode, 8) & EXECUTE_BITS) !== 0;
}
