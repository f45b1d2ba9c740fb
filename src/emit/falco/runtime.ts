/**
 * The runtime works inside the container before the program starts. These macros let the rules
 * recognise it.
 */
import { quote } from "./text.js";

/** Process names of runc and crun during setup. */
const SETUP_NAMES = ["runc:[0:PARENT]", "runc:[1:CHILD]", "runc:[2:INIT]", "crun"];

const BINARIES = ["/usr/bin", "/usr/sbin", "/usr/local/bin", "/usr/local/sbin"];

/**
 * Paths of a running runtime: where it is installed; its copy in memory (CVE-2019-5736); and `runc`
 * or `crun`, which is what remains of the path if it runs from a detached mount of its own.
 */
const PATHS = [
  ...BINARIES.flatMap((folder) => [`${folder}/runc`, `${folder}/crun`]),
  "memfd:runc_cloned:/proc/self/exe",
  "memfd:crun_cloned:/proc/self/exe",
  ...["runc", "crun"],
];

/** The path on that mount in runc 1.2 and later: an overlay over runc's directory. */
const OVERLAID_RUNC = "/runc";

/**
 * Paths that are never the parent: runc starts from its own file, and only its setup process runs
 * from a copy. crun becomes the copy before it starts a process.
 */
const NO_PARENTS = new Set(["memfd:runc_cloned:/proc/self/exe", "runc"]);

/**
 * Programs that start a runtime and adopt its child: the parent of the setup process is the runtime
 * on the host, and after its end one of these.
 */
const SHIM_PATHS = [
  ...BINARIES.flatMap((folder) => [`${folder}/containerd-shim-runc-v2`, `${folder}/conmon`]),
  ...["/usr/libexec/podman/conmon", "/usr/local/libexec/podman/conmon"],
  ...["/usr/lib/podman/conmon", "/usr/libexec/crio/conmon"],
];

/** The list of possible parents of a setup process. */
export const RUNTIME_PARENTS = "cxray_runtime_parents";

/** The lists, by name. */
export const RUNTIME_LISTS: Readonly<Record<string, readonly string[]>> = {
  cxray_runtime_names: SETUP_NAMES,
  cxray_runtime_paths: PATHS,
  [RUNTIME_PARENTS]: [...PATHS.filter((path) => !NO_PARENTS.has(path)), ...SHIM_PATHS],
};

/** True only in an image that runs a runtime of its own. That runtime is not ignored. */
export const OWN_RUNTIME = "cxray_own_runtime";

const IN_NO_LAYER = "proc.is_exe_lower_layer=false and proc.is_exe_upper_layer=false";

/**
 * runc under load, before it enters the container's namespaces: it is in the container's cgroup,
 * and its pid is still the host's. A container with its own pid namespace cannot make the two pids
 * equal.
 */
const START = [
  `proc.pid=val(proc.vpid) and proc.args=init and proc.pexepath in (${RUNTIME_PARENTS})`,
  `and proc.exepath in (cxray_runtime_paths) and ${IN_NO_LAYER} and not ${OWN_RUNTIME}`,
];

/**
 * A setup process is recognised by its name, its executable and its parent's executable. To get
 * such an executable a program must execute it, and the rules about programs report that. runc's
 * own overlay looks like the image's: for `/runc` only the writable layer can be ruled out. Both
 * runtimes execute a copy of themselves by file descriptor, and kernels before 6.14 use the
 * descriptor's number as the process name.
 */
const SET_UP = [
  `cxray_runtime_start or (proc.pexepath in (${RUNTIME_PARENTS})`,
  'and (proc.name in (cxray_runtime_names) or proc.name glob "[3-9]" or proc.name glob "[1-9][0-9]")',
  `and ((proc.exepath in (cxray_runtime_paths) and proc.is_exe_lower_layer=false) or proc.exepath=${quote(OVERLAID_RUNC)})`,
  `and proc.is_exe_upper_layer=false and not ${OWN_RUNTIME})`,
];

/** The macros by name; a macro uses only those above it. */
export const RUNTIME_MACROS: Readonly<Record<string, readonly string[]>> = {
  cxray_runtime_start: START,
  cxray_runtime_setup: SET_UP,
};

/** Conditions for runtimes that the image itself contains; empty: it contains none. */
export function ownRuntimes(isProgram: (path: string) => boolean): string[] {
  const own = [...new Set([...PATHS, OVERLAID_RUNC, ...SHIM_PATHS])].filter(isProgram);
  const items = own.map(quote).join(", ");
  return own.length === 0
    ? []
    : ["proc.exepath", "proc.pexepath"].map((at) => `${at} in (${items})`);
}
