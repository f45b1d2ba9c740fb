/** The runtime that sets a container up is in it before the program is: how the rules know it. */
import { quote } from "./text.js";

/** What runc and crun call their process while it sets a container up. */
const SETUP_NAMES = ["runc:[0:PARENT]", "runc:[1:CHILD]", "runc:[2:INIT]", "crun"];

const BINARIES = ["/usr/bin", "/usr/sbin", "/usr/local/bin", "/usr/local/sbin"];

/**
 * Where runtimes are installed; the copy in memory that they run from (CVE-2019-5736), and what is
 * left of the path of a mount of their own that they run from instead and that hangs nowhere.
 */
const PATHS = [
  ...BINARIES.flatMap((folder) => [`${folder}/runc`, `${folder}/crun`]),
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
  ...BINARIES.flatMap((folder) => [`${folder}/containerd-shim-runc-v2`, `${folder}/conmon`]),
  ...["/usr/libexec/podman/conmon", "/usr/local/libexec/podman/conmon"],
  ...["/usr/lib/podman/conmon", "/usr/libexec/crio/conmon"],
];

/** The list of what a set-up's parent may be. */
export const RUNTIME_PARENTS = "cxray_runtime_parents";

/** The lists, by name. */
export const RUNTIME_LISTS: Readonly<Record<string, readonly string[]>> = {
  cxray_runtime_names: SETUP_NAMES,
  cxray_runtime_paths: PATHS,
  [RUNTIME_PARENTS]: [...PATHS.filter((path) => !NO_PARENTS.has(path)), ...SHIM_PATHS],
};

/** Never true but in an image that runs a runtime itself: such a one is not excused there. */
export const OWN_RUNTIME = "cxray_own_runtime";

const IN_NO_LAYER = "proc.is_exe_lower_layer=false and proc.is_exe_upper_layer=false";

/**
 * runc under load, before it enters the container's namespaces: it is in the container's cgroup, and
 * its number is that of the host. A container with a namespace of processes of its own can't make
 * the two numbers equal.
 */
const START = [
  `proc.pid=val(proc.vpid) and proc.args=init and proc.pexepath in (${RUNTIME_PARENTS})`,
  `and proc.exepath in (cxray_runtime_paths) and ${IN_NO_LAYER} and not ${OWN_RUNTIME}`,
];

/**
 * It is known by its name, its executable and its parent's executable, and an executable can't be
 * had without executing it, which the rules on programs report. The overlay that runc makes for
 * itself looks like the image's, so that of `/runc` only the writable layer can be told. Both
 * runtimes execute a copy of themselves by its file descriptor, whose number kernels before 6.14
 * take for the name.
 */
const SET_UP = [
  `cxray_runtime_start or (proc.pexepath in (${RUNTIME_PARENTS})`,
  'and (proc.name in (cxray_runtime_names) or proc.name glob "[3-9]" or proc.name glob "[1-9][0-9]")',
  `and ((proc.exepath in (cxray_runtime_paths) and proc.is_exe_lower_layer=false) or proc.exepath=${quote(OVERLAID_RUNC)})`,
  `and proc.is_exe_upper_layer=false and not ${OWN_RUNTIME})`,
];

/** The macros, by name: those further down use those further up. */
export const RUNTIME_MACROS: Readonly<Record<string, readonly string[]>> = {
  cxray_runtime_start: START,
  cxray_runtime_setup: SET_UP,
};

/** Tests of the image's own runtimes, none where it runs none. */
export function ownRuntimes(isProgram: (path: string) => boolean): string[] {
  const own = [...new Set([...PATHS, OVERLAID_RUNC, ...SHIM_PATHS])].filter(isProgram);
  const items = own.map(quote).join(", ");
  return own.length === 0
    ? []
    : ["proc.exepath", "proc.pexepath"].map((at) => `${at} in (${items})`);
}
