/** Which events the rules look at: those of the image, and not those of the runtime's set-up. */
import type { ImageNames } from "./names.js";
import { anyOf, item, joinItems, membership } from "./parts.js";
import type { Item, List, Macro, Part } from "./parts.js";

function listOf(name: string, about: string, texts: readonly string[]): List {
  return { name, about, items: joinItems(texts.map((text): Item => item(text))) };
}

/**
 * The image, by what it is, never by what it is not: `container.image.repository` exists on the
 * host too, and is empty there.
 */
export function scopeToImage(names: ImageNames): Part {
  const { prefix } = names;
  const repositories = listOf(
    `${prefix}_repositories`,
    "the image's repository, as engines may tell it",
    names.repositories,
  );
  const ids = listOf(`${prefix}_image_ids`, "the image's own id", names.ids);
  const digests = listOf(`${prefix}_image_digests`, "the image in registries", names.digests);
  const about = [
    repositories.items.length > 0
      ? "containers of the image: any tag of its repository, or the image by its id"
      : "containers of the image, by its id alone: it has no repository",
  ];
  const macro = anyOf(`${prefix}_image`, about, [
    ...membership("container.image.repository", repositories),
    ...membership("container.image.id", ids),
    ...membership("container.image.digest", digests),
  ]);
  const lists = [repositories, ids, digests].filter((list) => list.items.length > 0);
  return { lists, macros: [macro] };
}

/** What runc and crun call their process while it sets a container up. */
const SETUP_NAMES = ["runc:[0:PARENT]", "runc:[1:CHILD]", "runc:[2:INIT]", "crun"];

/**
 * Both execute a copy of themselves by its file descriptor, whose number kernels before 6.14 take
 * for the name.
 */
const DESCRIPTOR_NAME = `proc.name glob "[3-9]" or proc.name glob "[1-9][0-9]"`;

/**
 * Where runtimes are installed; the copy in memory that they run from (CVE-2019-5736), and what is
 * left of the path of a mount of their own that they run from instead and that hangs nowhere.
 */
const RUNTIME_PATHS = [
  ...["/usr/bin", "/usr/sbin", "/usr/local/bin", "/usr/local/sbin"].flatMap((folder) => [
    `${folder}/runc`,
    `${folder}/crun`,
  ]),
  "memfd:runc_cloned:/proc/self/exe",
  "memfd:crun_cloned:/proc/self/exe",
  ...["runc", "crun"],
];

/** That mount in runc 1.2 and later: an overlay over the folder that runc lies in. */
const OVERLAID_RUNC = "/runc";

/** runc sets up from the copy what it started from its own file; crun becomes the copy first. */
const NO_PARENTS = new Set(["memfd:runc_cloned:/proc/self/exe", "runc"]);

/**
 * What starts a runtime and inherits its process: the set-up's parent is the runtime on the host,
 * and one of these once that has ended.
 */
const SHIM_PATHS = [
  ...["/usr/bin", "/usr/sbin", "/usr/local/bin", "/usr/local/sbin"].flatMap((folder) => [
    `${folder}/containerd-shim-runc-v2`,
    `${folder}/conmon`,
  ]),
  ...["/usr/libexec/podman/conmon", "/usr/local/libexec/podman/conmon"],
  ...["/usr/lib/podman/conmon", "/usr/libexec/crio/conmon"],
];

/**
 * The runtime's set-up is in the container before the program is: it opens dozens of files, the
 * host's among them. It is known by its name, its executable and its parent's executable, and an
 * executable can't be had without executing it, which the rules on programs report: they don't use
 * this macro. A runtime that the image itself executes is not excused, nor one in a layer of the
 * container, be it the image's or the writable one; but the overlay that runc makes for itself
 * looks like the image's, so that of `/runc` only the writable one can be told.
 */
export function excuseRuntime(prefix: string, isProgram: (path: string) => boolean): Part {
  const paths = RUNTIME_PATHS.filter((path) => !isProgram(path));
  const about = "a container runtime that sets the container up";
  const names = listOf(`${prefix}_runtime_names`, `names of ${about}`, SETUP_NAMES);
  const exes = listOf(`${prefix}_runtime_paths`, `executables of ${about}`, paths);
  const shims = SHIM_PATHS.filter((path) => !isProgram(path));
  const parents = listOf(
    `${prefix}_runtime_parents`,
    "executables of what starts the container's set-up",
    [...paths.filter((path) => !NO_PARENTS.has(path)), ...shims],
  );
  const own = membership("proc.exepath", exes).map((is) => `(${is}${IN_NO_LOWER_LAYER})`);
  const overlaid = isProgram(OVERLAID_RUNC) ? [] : [`proc.exepath="${OVERLAID_RUNC}"`];
  const executables = [...own, ...overlaid];
  const isAny = executables.length > 0 && parents.items.length > 0;
  const macro: Macro = {
    name: `${prefix}_runtime_setup`,
    about: [about],
    lines: [
      `(${membership("proc.pexepath", parents).join("")}`,
      `and (${[...membership("proc.name", names), DESCRIPTOR_NAME].join(" or ")})`,
      `and (${executables.join(" or ")})`,
      "and proc.is_exe_upper_layer=false)",
    ],
  };
  const lists = [names, exes, parents].filter((list) => list.items.length > 0);
  return isAny
    ? { lists, macros: [macro] }
    : { lists: [], macros: [anyOf(macro.name, [about], [])] };
}

const IN_NO_LOWER_LAYER = " and proc.is_exe_lower_layer=false";
