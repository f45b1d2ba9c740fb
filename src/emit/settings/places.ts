/**
 * The writable places of a container with a read-only root file system: as few directories as hold
 * what was written. Each can be mounted on its own.
 */
import type { Baseline } from "../../model/baseline/baseline.js";
import { sortedBy, sortedTexts } from "../../model/order.js";
import { foldersOf, folderOf } from "./folders.js";
import { mergeFolders } from "./merge-folders.js";
import { writtenPaths, type WrittenPath } from "./written-paths.js";

/** A directory to write to. */
export interface Place {
  readonly path: string;
  /** memory is enough: the workload uses none of the image's files there */
  readonly isTmpfs: boolean;
  /** files written there are executed, or may be */
  readonly isExecutable: boolean;
  /** a used file of the image below it, which a new mount would hide; null: none */
  readonly hides: string | null;
  /** one of the changed paths in it, as in the baseline */
  readonly because: string;
  /** the workload makes it in the root directory; as a mount it exists from the start */
  readonly isMade: boolean;
}

export interface WritablePlaces {
  readonly places: readonly Place[];
  /** why the root directory itself must be writable; null: it can be read-only */
  readonly root: string | null;
  /** directories on the user's own mounts that were written to */
  readonly mounted: readonly string[];
}

/** Nobody reads a longer list. */
const MOST_PLACES = 12;

/** World-writable on every system. For any other directory the runtime keeps the mode. */
const SHARED: ReadonlySet<string> = new Set(["/tmp", "/var/tmp", "/run/lock", "/var/lock"]);

/** Directories for temporary files. Each is checked for files of the image. */
const TEMPORARY: ReadonlySet<string> = new Set([...SHARED, "/run", "/var/run"]);

/** The places that a baseline's writes need. */
export function writablePlaces(baseline: Baseline): WritablePlaces {
  const paths = writtenPaths(baseline);
  const { folders, root } = foldersOf(paths, (path) => TEMPORARY.has(path), MOST_PLACES);
  const mounted = mergeFolders(sortedTexts(paths.mounted.flatMap(folderOfMount)), MOST_PLACES);
  if (root !== null) return { places: [], root, mounted };
  const used = usedOfImage(baseline);
  const executed = executedPaths(baseline);
  const attributed = attributedPaths(baseline);
  const places = [...folders].map(([path, { because, isMemory, isJoined, isMade }]): Place => {
    const below = (each: string): boolean => each.startsWith(`${path}/`);
    const hides = used.find(below) ?? null;
    const isTemporary = isMemory || (TEMPORARY.has(path) && !isJoined && !attributed.some(below));
    return {
      path,
      because,
      hides,
      isMade,
      isTmpfs: isTemporary && hides === null,
      isExecutable: executed.some(below),
    };
  });
  return { places: withoutNested(places), root, mounted };
}

/** The notation of `--tmpfs` and Compose: `/tmp:exec,mode=1777`. */
export function tmpfsText({ path, isExecutable }: Place, user: string | null): string {
  const [uid, gid] = user?.split(":") ?? [];
  const isShared = SHARED.has(path);
  const options = [
    ...(isExecutable ? ["exec"] : []),
    ...(isShared ? ["mode=1777"] : uid === undefined ? [] : [`uid=${uid}`]),
    ...(isShared || gid === undefined ? [] : [`gid=${gid}`]),
  ];
  return options.length === 0 ? path : `${path}:${options.join(",")}`;
}

/** Every engine mounts these. */
const ENGINES_OWN: ReadonlySet<string> = new Set([
  "/etc/hosts",
  "/etc/hostname",
  "/etc/resolv.conf",
]);

function folderOfMount(each: WrittenPath): string[] {
  const folder = folderOf(each);
  return folder === "/" || ENGINES_OWN.has(each.path) ? [] : [folder];
}

/** Files of the image that were read or executed. A new mount above them would hide them. */
function usedOfImage({ filesRead, executables }: Baseline): string[] {
  const isImages = ({ storage = ["image"] }: { readonly storage?: readonly string[] }): boolean =>
    storage.includes("image");
  return sortedTexts([...filesRead, ...executables].filter(isImages).map(({ path }) => path));
}

/** Paths that got `user.` attributes, which tmpfs does not support before Linux 6.6. */
function attributedPaths({ changes }: Baseline): string[] {
  return changes
    .filter(
      ({ operation, texts = [], results }) =>
        operation === "setxattr" &&
        results.includes("done") &&
        texts.some((name) => name.startsWith("user.")),
    )
    .map(({ path }) => path);
}

/** Written files that can be executed, and executed files that are not the image's. */
function executedPaths({ filesWritten, executables, changes }: Baseline): string[] {
  const written = filesWritten.filter(
    ({ executable, contents = [] }) => executable === true || contents.includes("elf"),
  );
  const files = new Set(filesWritten.map(({ path }) => path));
  const made = changes.filter(
    // the execute bits of a directory do not make it a program
    ({ operation, path, modes = [] }) =>
      operation === "chmod" && files.has(path) && modes.some(isExecutable),
  );
  const programs = executables.filter(({ storage }) => storage.some((each) => each !== "image"));
  const scripts = executables.flatMap(({ interprets = [] }) => interprets);
  return [...written, ...made, ...programs, ...scripts].map(({ path }) => path);
}

const EXECUTE_BITS = 0o111;

function isExecutable(mode: string): boolean {
  return (Number.parseInt(mode, 8) & EXECUTE_BITS) !== 0;
}

/**
 * A volume holds directories below it, so these need no volume of their own; a tmpfs hides them, so
 * they keep theirs.
 */
function withoutNested(places: readonly Place[]): Place[] {
  const volumes = places.filter(({ isTmpfs }) => !isTmpfs);
  const isHeld = ({ path, isTmpfs }: Place): boolean =>
    !isTmpfs && volumes.some((other) => path.startsWith(`${other.path}/`));
  return sortedBy(
    places.filter((place) => !isHeld(place)),
    ({ path }) => path,
  );
}
