/** Files that may be changed otherwise than by writing to them: an allowance for each sort of change. */
import type { ChangeEntry } from "../../model/baseline.js";
import type { Operation } from "../../model/events.js";
import { namesOfArgument } from "./file-names.js";
import type { Part } from "./parts.js";
import { allowPairs } from "./pairs.js";
import { allowPaths } from "./paths.js";
import type { AllowedPath, PathField } from "./paths.js";

/** Changes that name one path, and where Falco has it. */
interface Sort {
  /** of the list and the macro */
  readonly name: string;
  readonly about: string;
  readonly operations: readonly Operation[];
  readonly fields: readonly PathField[];
  readonly isMeant?: (entry: ChangeEntry) => boolean;
}

/** fchmod and fchown have a descriptor; the others' descriptor would be the folder's. */
const CHMOD: readonly PathField[] = [
  { field: "evt.arg.filename" },
  { field: "fd.name", when: "evt.type=fchmod" },
];
const CHOWN: readonly PathField[] = [
  { field: "evt.arg.path" },
  { field: "evt.arg.pathname" },
  { field: "fd.name", when: "evt.type=fchown" },
];

const SORTS: readonly Sort[] = [
  {
    name: "removed",
    about: "files and folders that were removed",
    operations: ["unlink", "rmdir"],
    fields: [{ field: "evt.arg.name" }, { field: "evt.arg.path" }],
  },
  {
    name: "made_folders",
    about: "folders that were made",
    operations: ["mkdir"],
    fields: [{ field: "evt.arg.path" }],
  },
  {
    name: "made_nodes",
    about: "pipes, sockets and devices that were made",
    operations: ["mknod"],
    fields: [{ field: "evt.arg.path" }],
  },
  {
    name: "made_executable",
    about: "files that were made executable, and folders that were made accessible",
    operations: ["chmod"],
    fields: CHMOD,
    isMeant: ({ modes }) => (modes ?? []).some((mode) => (parseInt(mode, 8) & 0o6111) !== 0),
  },
  {
    name: "permissions",
    about: "files whose permissions were changed",
    operations: ["chmod"],
    fields: CHMOD,
  },
  {
    name: "owners",
    about: "files whose owner was changed",
    operations: ["chown"],
    fields: CHOWN,
  },
  {
    name: "unmounted",
    about: "what was unmounted",
    operations: ["umount"],
    fields: [{ field: "evt.arg.name" }],
  },
];

/** Everything that allows the changes that were seen to be made; attempts that failed allow none. */
export function allowChanges(
  prefix: string,
  entries: readonly ChangeEntry[],
  allRuns: number,
): Part[] {
  const done = entries.filter(({ results }) => results.includes("done"));
  const sorts = SORTS.map(({ name, about, operations, fields, isMeant = () => true }) => {
    const names = { list: `${prefix}_${name}_paths`, macro: `${prefix}_${name}`, about };
    const meant = done.filter((entry) => operations.includes(entry.operation) && isMeant(entry));
    return allowPaths(fields, names, meant.flatMap(pathsOf), allRuns);
  });
  return [...allowPairs(prefix, done, allRuns), ...sorts];
}

function pathsOf(entry: ChangeEntry): AllowedPath[] {
  const { rule: _rule, to: _to, slashed: _slashed, ...literal } = entry;
  const modes = entry.modes === undefined ? [] : [`permissions ${entry.modes.join(", ")}`];
  return namesOfArgument(entry).map(({ path, rule }) => ({
    ...literal,
    path,
    ...(rule === undefined ? {} : { rule }),
    notes: [...(path === entry.path ? [] : [`a name of ${entry.path}`]), ...modes],
  }));
}
