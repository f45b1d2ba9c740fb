/** Rules about opening and changing files. */
import type { Rule } from "../rule.js";

const OPENS = ["open", "openat", "openat2", "open_by_handle_at"];

const READ = {
  events: OPENS,
  result: "evt.is_open_read=true",
  allowed: "cxray_read",
  excuse: "set-up",
  fields: { file: "fd.name" },
} as const;

/** Calls whose arguments and result Falco has. */
const CHANGED = {
  result: "evt.rawres=0",
  excuse: "set-up",
  // argument names differ between calls; this field holds all of the event's arguments
  fields: { call: "evt.type", arguments: "evt.args" },
  priority: "WARNING",
} as const;

/** Calls of which Falco has only the caller. */
const BARE = { excuse: "set-up", fields: { call: "evt.type" } } as const;

const EXECUTABLE_BITS = ["S_IXUSR", "S_IXGRP", "S_IXOTH", "S_ISUID", "S_ISGID"];

export const FILE_RULES: readonly Rule[] = [
  {
    name: "Unexpected write",
    description: "A file was opened for writing that was not seen to be written in this image.",
    events: [...OPENS, "creat"],
    // creat has no flag
    result: "(evt.is_open_write=true or evt.type=creat)",
    // opening a directory for writing creates a file without a name (O_TMPFILE)
    tests: ["fd.num>=0", "fd.typechar in (f, d)"],
    allowed: "cxray_written",
    excuse: "set-up",
    sentence: "Unexpected file opened for writing in container",
    fields: { file: "fd.name" },
    priority: "WARNING",
    tags: ["filesystem", "mitre_impact", "T1565.001"],
  },
  {
    ...READ,
    name: "Unexpected read of secrets or configuration",
    description:
      "A file that may hold secrets or configuration was opened for reading, and was not seen to be read in this image.",
    tests: ["cxray_sensitive", "fd.num>=0", "fd.typechar=f"],
    sentence: "Unexpected secret or configuration file opened for reading in container",
    priority: "WARNING",
    tags: ["filesystem", "mitre_credential_access", "T1552.001"],
  },
  {
    ...READ,
    name: "Unexpected read",
    description:
      "A program that may run opened another file for reading that was not seen to be read in this image. Other programs are reported when they are executed.",
    tests: ["fd.num>=0", "fd.typechar=f", "cxray_programs", "not cxray_sensitive"],
    sentence: "Unexpected file opened for reading in container",
    priority: "NOTICE",
    tags: ["filesystem", "mitre_collection", "T1005"],
  },
  {
    ...CHANGED,
    name: "Unexpected rename",
    description: "A file was renamed to a name that it was not seen to get in this image.",
    events: ["rename", "renameat", "renameat2"],
    allowed: "cxray_renames",
    sentence: "Unexpected rename in container",
    tags: ["filesystem", "mitre_defense_evasion", "T1036"],
  },
  {
    ...CHANGED,
    name: "Unexpected link",
    description: "A hard or symbolic link was made that was not seen to be made in this image.",
    events: ["link", "linkat", "symlink", "symlinkat"],
    allowed: "cxray_links",
    sentence: "Unexpected link made in container",
    tags: ["filesystem", "mitre_privilege_escalation", "T1611"],
  },
  {
    ...CHANGED,
    name: "Unexpected removal",
    description: "A file or directory was removed that was not seen to be removed in this image.",
    events: ["unlink", "unlinkat", "rmdir"],
    allowed: "cxray_removed",
    sentence: "Unexpected file removed in container",
    tags: ["filesystem", "mitre_defense_evasion", "T1070.004"],
  },
  {
    ...CHANGED,
    name: "Unexpected directory",
    description: "A directory was made that was not seen to be made in this image.",
    events: ["mkdir", "mkdirat"],
    allowed: "cxray_directories",
    sentence: "Unexpected directory made in container",
    priority: "NOTICE",
    tags: ["filesystem", "mitre_collection", "T1074.001"],
  },
  {
    ...CHANGED,
    name: "Unexpected device or pipe",
    description: "A device, pipe or socket was made that was not seen to be made in this image.",
    events: ["mknod", "mknodat"],
    allowed: "cxray_nodes",
    sentence: "Unexpected device or pipe made in container",
    tags: ["filesystem", "mitre_privilege_escalation", "T1611"],
  },
  {
    ...CHANGED,
    name: "File made executable",
    description:
      "A file got a bit for execution, set-user-id or set-group-id that it was not seen to get in this image. Directories count too: Falco can't tell them apart here.",
    events: ["chmod", "fchmod", "fchmodat"],
    tests: [`(${EXECUTABLE_BITS.map((bit) => `evt.arg.mode contains ${bit}`).join(" or ")})`],
    allowed: "cxray_executable",
    sentence: "File made executable in container",
    tags: ["filesystem", "mitre_defense_evasion", "T1222.002"],
  },
  {
    ...CHANGED,
    name: "Unexpected permissions or owner",
    description:
      "Permissions or owner of a file were changed, and were not seen to be in this image.",
    events: ["chmod", "fchmod", "fchmodat", "chown", "lchown", "fchown", "fchownat"],
    allowed: "cxray_attributes",
    sentence: "Unexpected permissions or owner given in container",
    priority: "NOTICE",
    tags: ["filesystem", "mitre_defense_evasion", "T1222.002"],
  },
  {
    ...BARE,
    name: "Unexpected change of file contents or attributes",
    description:
      "A program made a call that cuts a file, or changes its times, permissions or extended attributes, and was not seen to in this image. Falco tells no more of it.",
    events: [
      ...["truncate", "utime", "utimes", "futimesat", "utimensat", "fchmodat2"],
      ...["setxattr", "lsetxattr", "fsetxattr", "removexattr", "lremovexattr", "fremovexattr"],
    ],
    allowed: "cxray_file_calls",
    calls: "contents or attributes changed",
    sentence: "Unexpected change of a file in container",
    priority: "WARNING",
    tags: ["filesystem", "mitre_defense_evasion", "T1070.006", "mitre_impact", "T1565.001"],
  },
  {
    ...CHANGED,
    name: "Unexpected mount",
    description: "Something was mounted or unmounted that was not seen to be in this image.",
    events: ["mount", "umount", "umount2"],
    allowed: "cxray_mounts",
    sentence: "Unexpected mount in container",
    priority: "CRITICAL",
    tags: ["filesystem", "mitre_privilege_escalation", "T1611"],
  },
  {
    ...BARE,
    name: "Unexpected mount by newer calls",
    description:
      "A program made one of the newer calls for mounts, and was not seen to in this image. Falco tells no more of it.",
    events: [
      ...["fsopen", "fsconfig", "fsmount", "fspick", "move_mount", "open_tree"],
      ...["mount_setattr", "pivot_root"],
    ],
    allowed: "cxray_mount_calls",
    calls: "newer calls for mounts",
    sentence: "Unexpected call for a mount in container",
    priority: "CRITICAL",
    tags: ["filesystem", "mitre_privilege_escalation", "T1611"],
  },
];
