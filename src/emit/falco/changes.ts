/** Changes of files other than writing: an allowance for each sort of change. */
import type { Baseline, ChangeEntry } from "../../model/baseline/baseline.js";
import type { Operation } from "../../model/events/events.js";
import { namesOfArgument } from "./file-names.js";
import type { ImageNames } from "./names.js";
import { allowPairs } from "./pairs.js";
import type { Allowance } from "./allowance.js";
import { allowPaths } from "./paths.js";
import type { AllowedPath, PathField, PathNames } from "./paths.js";

/** Changes with one path, and the Falco fields that hold it. */
interface Sort extends PathNames {
  readonly operations: readonly Operation[];
  readonly fields: readonly PathField[];
  readonly isMeant?: (entry: ChangeEntry) => boolean;
}

/** fchmod and fchown have a descriptor of the file; the other calls have one of the directory. */
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
    list: "removed",
    macro: "cxray_removed",
    about: "removed",
    operations: ["unlink", "rmdir"],
    fields: [{ field: "evt.arg.name" }, { field: "evt.arg.path" }],
  },
  {
    list: "directories",
    macro: "cxray_directories",
    about: "directories made",
    operations: ["mkdir"],
    fields: [{ field: "evt.arg.path" }],
  },
  {
    list: "nodes",
    macro: "cxray_nodes",
    about: "devices and pipes made",
    operations: ["mknod"],
    fields: [{ field: "evt.arg.path" }],
  },
  {
    list: "executable",
    macro: "cxray_executable",
    about: "made executable",
    operations: ["chmod"],
    fields: CHMOD,
    isMeant: ({ modes }) => (modes ?? []).some((mode) => (parseInt(mode, 8) & 0o6111) !== 0),
  },
  {
    list: "permissions",
    macro: "cxray_attributes",
    about: "permissions changed",
    operations: ["chmod"],
    fields: CHMOD,
  },
  {
    list: "owners",
    macro: "cxray_attributes",
    about: "owner changed",
    operations: ["chown"],
    fields: CHOWN,
  },
  {
    list: "unmounted",
    macro: "cxray_mounts",
    about: "unmounted",
    operations: ["umount"],
    fields: [{ field: "evt.arg.name" }],
  },
];

/** Allowances for the recorded changes. Failed attempts allow nothing. */
export function allowChanges(image: ImageNames, baseline: Baseline): Allowance[] {
  const done = baseline.changes.filter(({ results }) => results.includes("done"));
  const opened = openedNames(baseline);
  const sorts = SORTS.map(({ operations, fields, isMeant = () => true, ...names }) => {
    const meant = done.filter((entry) => operations.includes(entry.operation) && isMeant(entry));
    return allowPaths(
      image,
      fields,
      names,
      meant.flatMap((entry) => pathsOf(entry, opened)),
    );
  });
  return [...allowPairs(done), ...sorts];
}

/**
 * Changes that can be made through a descriptor too. Falco then reports the name the file was
 * opened by.
 */
const BY_DESCRIPTOR: ReadonlySet<Operation> = new Set(["chmod", "chown"]);

type OpenedNames = ReadonlyMap<string, readonly string[]>;

/** Per file, the names of links through which it was opened. */
function openedNames({ filesRead, filesWritten }: Baseline): OpenedNames {
  const names = new Map<string, readonly string[]>();
  for (const { path, openedAs } of [...filesRead, ...filesWritten]) {
    if (openedAs !== undefined) names.set(path, [...(names.get(path) ?? []), ...openedAs]);
  }
  return names;
}

/** Links that nearly every image has (FHS 3.0). */
const LINKS = [
  ["/run/lock/", "/var/lock/"],
  ["/run/", "/var/run/"],
] as const;

/**
 * `mkdir -p /var/run/app` goes from directory to directory. Falco follows it by the names that it
 * goes by, so that the last one is made in /var/run; to the kernel it is made in /run.
 */
function linkedNames(path: string): string[] {
  return LINKS.filter(([target]) => path.startsWith(target)).map(
    ([target, link]) => link + path.slice(target.length),
  );
}

function pathsOf(entry: ChangeEntry, opened: OpenedNames): AllowedPath[] {
  const modes = entry.modes === undefined ? [] : [`permissions ${entry.modes.join(", ")}`];
  const { operation, path, askedAs = [] } = entry;
  const isOpen = BY_DESCRIPTOR.has(operation);
  const names = new Set([
    ...askedAs,
    ...(isOpen ? (opened.get(path) ?? []) : []),
    ...(operation === "mkdir" ? linkedNames(path) : []),
  ]);
  return namesOfArgument({ ...entry, askedAs: [...names] }).map((name) => ({
    ...name,
    by: entry.by,
    notes: [...(name.path === path ? [] : [`a name of ${path}`]), ...modes],
  }));
}
