/** What was recorded, as Falco's modern eBPF driver tells the same: fields as measured in the real engine. */
import { isIPv4 } from "node:net";
import type { Baseline } from "../../src/model/baseline/baseline.js";
import type {
  Behaviour,
  Change,
  ChangedPath,
  Connect,
  Open,
} from "../../src/model/events/events.js";
import type { Fact } from "../../src/model/events/fact.js";
import { asFalcoSees } from "../../src/emit/falco/text.js";
import { socketFamilyName } from "../../src/model/kernel/socket-names.js";
import { syscallName } from "../../src/model/kernel/syscalls.js";
import type { FalcoEvent } from "../emit/falco-evaluator.js";
import { RUNC } from "../emit/falco-events.js";

/** Another run: numbers of processes and addresses of the same network are others. */
export interface Replay {
  readonly pid: (pid: string) => string;
  readonly address: (address: string) => string;
}

export const SAME: Replay = { pid: (pid) => pid, address: (address) => address };

type Fields = Record<string, string | number | boolean>;

/** The events of a fact; none where Falco has none. */
export function falcoEvents(fact: Fact, { image }: Baseline, replay: Replay): FalcoEvent[] {
  const { actor, behaviour } = fact;
  const program = exePath(actor.programs[0] ?? "");
  const common: Fields = {
    "container.image.repository": image.repositories[0] ?? "",
    "container.image.id": (image.builds.at(-1)?.digest ?? "").replace("sha256:", ""),
    "proc.pid": Number(replay.pid("4711")),
    "proc.vpid": 7,
    "proc.name": actor.comm,
    "proc.exepath": program,
    "proc.pexepath": actor.programs[1] ?? "/usr/bin/containerd-shim-runc-v2",
    ...(actor.phase === "workload" ? {} : RUNC),
  };
  return eventsOf(behaviour, replay).map((event) => ({ ...common, ...event }));
}

function exePath(path: string): string {
  return path.replace(/^\/?(memfd:.*?)(?: \(deleted\))?$/su, "$1");
}

function eventsOf(behaviour: Behaviour, replay: Replay): Fields[] {
  switch (behaviour.kind) {
    case "exec":
      return [
        {
          ...{ "evt.type": "execve", "evt.rawres": 0, "proc.exepath": exePath(behaviour.path) },
          "proc.exe": behaviour.argv[0] ?? "",
          "proc.is_exe_upper_layer": behaviour.storage === "upper",
          "proc.is_exe_lower_layer": behaviour.storage === "image",
          "proc.is_exe_from_memfd": behaviour.storage === "memory",
        },
      ];
    case "open":
      return openEvents(behaviour, replay);
    case "change":
      return behaviour.ret < 0 ? [] : changeEvents(behaviour, replay);
    case "connect":
      return [connectEvent(behaviour, replay)];
    case "send":
      return [
        {
          "evt.type": "sendto",
          "evt.failed": behaviour.ret < 0,
          "fd.name_changed": true,
          ...udp(behaviour, replay),
        },
      ];
    case "listen":
      return [{ "evt.type": "listen", "fd.typechar": "4", ...boundTo(behaviour) }];
    case "bind":
      return [
        {
          "evt.type": "bind",
          "evt.failed": behaviour.ret < 0,
          "fd.typechar": "4",
          "fd.l4proto": "udp",
          ...boundTo(behaviour),
        },
      ];
    case "connect-unix":
    case "listen-unix": {
      const isCall = behaviour.kind === "connect-unix";
      const failed = isCall && behaviour.ret < 0;
      return [
        {
          "evt.type": isCall ? "connect" : "bind",
          "evt.failed": failed,
          "fd.typechar": "u",
          "evt.arg.addr": unixAddress(behaviour.address),
        },
      ];
    }
    case "socket":
      return behaviour.ret < 0
        ? []
        : [
            {
              "evt.type": "socket",
              "evt.failed": false,
              "evt.arg.domain": familyOf(behaviour.family),
              "evt.arg.type": behaviour.type,
              "evt.arg.proto": behaviour.protocol,
            },
          ];
    case "privilege":
      return [
        {
          "evt.type": syscallName(behaviour.abi, behaviour.nr),
          "evt.failed": behaviour.ret < 0,
          "evt.rawres": behaviour.ret,
        },
      ];
    case "syscall":
      // with arguments they come above; of the others Falco has nothing but that they were made
      return WITHOUT_ARGUMENTS.has(syscallName(behaviour.abi, behaviour.nr))
        ? [{ "evt.type": syscallName(behaviour.abi, behaviour.nr) }]
        : [];
    default:
      return [];
  }
}

const WITHOUT_ARGUMENTS: ReadonlySet<string> = new Set([
  ...[
    "truncate",
    "utime",
    "utimes",
    "futimesat",
    "utimensat",
    "fchmodat2",
    "setxattr",
    "lsetxattr",
  ],
  ...["fsetxattr", "removexattr", "lremovexattr", "fremovexattr", "fsopen", "fsconfig", "fsmount"],
  ...["fspick", "move_mount", "open_tree", "mount_setattr", "pivot_root", "kexec_load"],
]);

const O_DIRECTORY = 0o200000;
const O_TMPFILE = 0o20000000;

function openEvents(open: Open, replay: Replay): Fields[] {
  if (open.ret < 0 || open.name === null) return [];
  const isFolder = (open.flags & (O_DIRECTORY | O_TMPFILE)) !== 0;
  const both = open.access === "read-write";
  return [
    {
      ...{ "evt.type": "openat", "fd.num": open.ret, "fd.typechar": isFolder ? "d" : "f" },
      "evt.is_open_read": both || open.access === "read" || open.access === "path",
      "evt.is_open_write": both || open.access === "write",
      "fd.name": asFalcoSees(renumbered(open.name, replay)),
    },
  ];
}

/** Other numbers of processes; those of this process itself are seen as links. */
function renumbered(path: string, { pid }: Replay): string {
  return path.replace(/^\/proc\/(\d+)/u, (_all, number: string) => `/proc/${pid(number)}`);
}

/** Absolute ones as they were given, relative ones made absolute. */
function argument({ asked, name, path }: ChangedPath, replay: Replay): string {
  return asFalcoSees(renumbered(asked.startsWith("/") ? asked : (name ?? path ?? asked), replay));
}

const BITS: readonly (readonly [number, string])[] = [
  ...([
    [0o4000, "S_ISUID"],
    [0o2000, "S_ISGID"],
    [0o100, "S_IXUSR"],
    [0o10, "S_IXGRP"],
  ] as const),
  ...([
    [0o1, "S_IXOTH"],
    [0o400, "S_IRUSR"],
    [0o200, "S_IWUSR"],
  ] as const),
];

function changeEvents(change: Change, replay: Replay): Fields[] {
  const { operation, from, to, text = "", mode = 0 } = change;
  const first = argument(from, replay);
  const second = to === undefined ? "" : argument(to, replay);
  const args: Readonly<Record<string, readonly [string, Fields]>> = {
    rename: ["renameat2", { oldpath: first, newpath: second }],
    exchange: ["renameat2", { oldpath: first, newpath: second }],
    link: ["linkat", { oldpath: first, newpath: second }],
    symlink: ["symlinkat", { linkpath: first, target: text }],
    unlink: ["unlinkat", { name: first }],
    rmdir: ["rmdir", { path: first }],
    mkdir: ["mkdirat", { path: first }],
    mknod: ["mknodat", { path: first }],
    chmod: [
      "fchmodat",
      {
        filename: first,
        mode: BITS.filter(([bit]) => (mode & bit) !== 0)
          .map(([, bit]) => bit)
          .join("|"),
      },
    ],
    chown: ["fchownat", { pathname: first }],
    mount: ["mount", { dir: first, dev: text }],
    umount: ["umount2", { name: first }],
  };
  const [type = "", named = {}] = args[operation] ?? [];
  if (type === "") return [];
  const fields = Object.entries(named).map(([key, value]) => [`evt.arg.${key}`, value] as const);
  const byDescriptor = from.asked === "" && (operation === "chmod" || operation === "chown");
  const descriptor = {
    "evt.type": `f${operation}`,
    "fd.name": first,
    "evt.arg.mode": String(named["mode"] ?? ""),
  };
  const event = { "evt.type": type, ...Object.fromEntries(fields) };
  return [{ "evt.rawres": 0, "evt.failed": false, ...(byDescriptor ? descriptor : event) }];
}

function connectEvent({ family, transport, remote, ret }: Connect, replay: Replay): Fields {
  const address = replay.address(remote.address);
  const isMapped = family === "ipv6" && isIPv4(address);
  const asked = `${isMapped ? "::ffff:" : ""}${address}:${remote.port}`;
  const isRefused = ret < 0 && ret !== -115;
  return {
    ...{ "evt.type": "connect", "evt.failed": ret < 0, "evt.arg.addr": asked },
    "fd.typechar": family === "ipv4" ? "4" : "6",
    ...(isRefused ? {} : { "fd.sip": address, "fd.sport": remote.port }),
    ...(isRefused || isMapped ? {} : { "fd.l4proto": transport }),
  };
}

function udp(
  { remote, local }: { remote: { address: string; port: number }; local: { port: number } },
  replay: Replay,
): Fields {
  return {
    ...{ "fd.typechar": "4", "fd.l4proto": "udp", "fd.sip": replay.address(remote.address) },
    ...{ "fd.sport": remote.port, "fd.cport": local.port },
  };
}

/** A socket without a port of its own has none to Falco, and the name that was asked for. */
function boundTo({
  local,
  ephemeral,
}: {
  local: { address: string; port: number };
  ephemeral?: true;
}): Fields {
  if (ephemeral === true || local.port === 0) return { "fd.name": `${local.address}:0` };
  return {
    "fd.name": `${local.address}:${local.port}`,
    "fd.sip": local.address,
    "fd.sport": local.port,
  };
}

/** An abstract name without its mark, and with what lay behind it. */
function unixAddress(address: string): string {
  return address.startsWith("@") ? `${address.slice(1)}stale` : asFalcoSees(address);
}

/** Families that Falco doesn't know are none to it. */
function familyOf(family: number): string {
  if (family === 40) return "AF_UNSPEC";
  const name = socketFamilyName(family).toUpperCase();
  return `AF_${{ IPV4: "INET", IPV6: "INET6" }[name] ?? name}`;
}
