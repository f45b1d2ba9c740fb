/** Events of a container of the sample baseline, as Falco would see them. */
import { renderBaseline } from "../../src/emit/emit.js";
import { falco } from "../../src/emit/falco/falco.js";
import type { Baseline } from "../../src/model/baseline/baseline.js";
import type { FalcoEvent } from "./falco-evaluator.js";
import { ID, sampleBaseline } from "./sample-baseline.js";

export const CONTAINER = { "container.image.repository": "nginx", "container.image.id": ID };

export function rulesFor(more: Partial<Baseline> = {}): string {
  return renderBaseline(falco, sampleBaseline(more)).text;
}

export function exec(path: string, more: FalcoEvent = {}): FalcoEvent {
  return {
    ...CONTAINER,
    "evt.type": "execve",
    "evt.rawres": 0,
    "proc.exepath": path,
    "proc.is_exe_upper_layer": false,
    "proc.is_exe_lower_layer": true,
    "proc.is_exe_from_memfd": false,
    ...more,
  };
}

export function open(path: string, access: "read" | "write", more: FalcoEvent = {}): FalcoEvent {
  return {
    ...CONTAINER,
    "evt.type": "openat",
    "evt.is_open_read": access === "read",
    "evt.is_open_write": access === "write",
    "fd.num": 3,
    "fd.typechar": "f",
    "fd.name": path,
    "proc.exepath": "/usr/sbin/nginx",
    "proc.name": "nginx",
    ...more,
  };
}

/** Of runc while it sets a container up. */
export const RUNC = {
  "proc.exepath": "/usr/sbin/runc",
  "proc.pexepath": "/usr/sbin/runc",
  "proc.name": "runc:[2:INIT]",
  "proc.is_exe_upper_layer": false,
  "proc.is_exe_lower_layer": false,
};

export function connect(more: FalcoEvent): FalcoEvent {
  return {
    ...CONTAINER,
    "evt.type": "connect",
    "evt.failed": false,
    "fd.typechar": "4",
    "fd.l4proto": "tcp",
    "proc.exepath": "/usr/sbin/nginx",
    ...more,
  };
}

/** Of the program that the sample baseline runs, wherever it acts. */
const NGINX = { "proc.exepath": "/usr/sbin/nginx", "proc.name": "nginx" };

/** Falco has nothing of these but that they were made. */
const GENERIC: ReadonlySet<string> = new Set([
  ...["kexec_load", "kexec_file_load", "truncate", "utimensat", "fchmodat2", "setxattr"],
  ...["removexattr", "fsopen", "fsmount", "move_mount", "open_tree", "pivot_root"],
]);

/** A call that succeeded, with the arguments that Falco has of it, absolute paths for names. */
export function call(type: string, args: FalcoEvent, more: FalcoEvent = {}): FalcoEvent {
  const named = Object.entries(args).map(([name, value]) => [`evt.arg.${name}`, value] as const);
  return {
    ...CONTAINER,
    ...NGINX,
    "evt.type": type,
    ...(GENERIC.has(type) ? {} : { "evt.rawres": 0, "evt.failed": false }),
    ...Object.fromEntries(named),
    ...more,
  };
}

export function rename(oldpath: string, newpath: string, more: FalcoEvent = {}): FalcoEvent {
  return call("renameat2", { oldpath, newpath }, more);
}

export function link(oldpath: string, newpath: string): FalcoEvent {
  return call("linkat", { oldpath, newpath });
}

export function symlink(linkpath: string, target: string): FalcoEvent {
  return call("symlinkat", { linkpath, target });
}

/** A permission's names, as Falco joins them. */
export function chmod(filename: string, mode: string, more: FalcoEvent = {}): FalcoEvent {
  return call("fchmodat", { filename, mode }, more);
}

/** A datagram to an address. */
export function datagram(ip: string, port: number, more: FalcoEvent = {}): FalcoEvent {
  return call(
    "sendto",
    {},
    {
      ...{ "fd.l4proto": "udp", "fd.typechar": "4", "fd.name_changed": true },
      ...{ "fd.sip": ip, "fd.sport": port },
      ...more,
    },
  );
}
