/** What `changes.py` does, in the order in which it does it. */
import type { Change, ChangedPath, Operation, Storage } from "../../../src/model/events/events.js";
import { textFromBytes } from "../../../src/model/text.js";

/** Links followed, in the container's writable layer; `asked` was absolute, without links. */
function at(path: string, more: Partial<ChangedPath> = {}): ChangedPath {
  return { path, asked: path, name: path, storage: "upper", ...more };
}
/** What was asked for, where it led to, and its absolute name where that differs from both. */
const via = (asked: string, path: string, name = path, storage: Storage = "upper") =>
  at(path, { asked, name, storage });
const unresolved = (asked: string, name: string | null, storage: Storage = "unknown") =>
  ({ path: name, asked, name, storage, linksUnresolved: true }) as const;
const byDescriptor = (path: string): ChangedPath => at(path, { asked: "" });

type Rest = Partial<Omit<Change, "kind" | "operation" | "from">>;

function did(operation: Operation, from: ChangedPath | string, rest: Rest = {}): Change {
  const file = typeof from === "string" ? at(from) : from;
  return { kind: "change", operation, from: file, ret: 0, ...rest };
}

const inImage = { storage: "image" } as const;

export const names: readonly Change[] = [
  did("mkdir", "/w", { mode: 0o750 }),
  did("mkdir", via("real", "/w/real"), { mode: 0o700 }),
  did("symlink", "/w/link", { text: "real" }),
  did("symlink", via("abs", "/w/abs"), { text: "/w/real" }),
  did("mknod", via("link/pipe", "/w/real/pipe", "/w/link/pipe"), { mode: 0o10600 }),
  did("link", via("pipe", "/w/real/pipe"), { to: via("/w/abs//two", "/w/real/two", "/w/abs/two") }),
  did("rename", via("./two", "/w/real/two"), { to: via("../three", "/w/three") }),
  did("rename", via("three", "/w/three"), { to: via("link/four", "/w/real/four", "/w/link/four") }),
  did("exchange", via("five", "/w/real/five"), {
    to: via("abs/four", "/w/real/four", "/w/abs/four"),
  }),
  did("unlink", via("four", "/w/real/four")),
  did("unlink", via("abs/five", "/w/real/five", "/w/abs/five")),
  did("mkdir", via("sub", "/w/real/sub"), { mode: 0o777 }),
  did("rmdir", via("../real/sub", "/w/real/sub")),
  did("mkdir", via("sub", "/w/real/sub"), { mode: 0o777 }),
  did("rmdir", via("link/sub", "/w/real/sub", "/w/link/sub")),
  did("unlink", "/w/abs"),
];

const throughLink = via("/w/to-file", "/w/file", "/w/to-file");
const throughLinkAt = via("to-file", "/w/file", "/w/to-file");
const linkItself = via("to-file", "/w/to-file");
const descriptor = byDescriptor("/w/file");

/** `returned`: what calls that newer kernels have returned. */
export function attributes(returned: Readonly<Record<string, number>>): readonly Change[] {
  const ret = (call: string): number => returned[call] ?? NaN;
  return [
    did("symlink", "/w/to-file", { text: "file" }),
    did("chmod", throughLink, { mode: 0o4755 }),
    did("chmod", throughLinkAt, { mode: 0o644 }),
    did("chmod", descriptor, { mode: 0o600 }),
    did("chmod", via("link/../file", "/w/file"), { mode: 0o640, ret: ret("fchmodat2") }),
    did("chmod", descriptor, { mode: 0o600, ret: ret("fchmodat2 of a descriptor") }),
    did("chown", throughLink, { uid: 7 }),
    did("chown", "/w/to-file", { gid: 9 }),
    did("chown", descriptor, { uid: 0, gid: 0 }),
    did("chown", linkItself, { uid: 70000, gid: 70001 }),
    did("truncate", throughLink),
    did("truncate", descriptor),
    did("setxattr", throughLink, { text: "user.a" }),
    did("setxattr", "/w/file", { text: "user.b" }),
    did("setxattr", descriptor, { text: "user.c" }),
    did("removexattr", throughLink, { text: "user.a" }),
    did("removexattr", "/w/file", { text: "user.b" }),
    did("removexattr", descriptor, { text: "user.c" }),
    did("setxattr", throughLinkAt, { text: "user.d", ret: ret("setxattrat") }),
    did("removexattr", descriptor, { text: "user.d", ret: ret("removexattrat") }),
    did("utimes", throughLink),
    did("utimes", linkItself),
    did("utimes", descriptor),
  ];
}

export const image: readonly Change[] = [
  did("chmod", via("/var/run", "/run", "/var/run"), { mode: 0o755 }),
  did("chmod", via("/var/run/", "/run", "/var/run"), { mode: 0o755 }),
  did("mkdir", via("/var/run/made", "/run/made", "/var/run/made"), { mode: 0o777 }),
  did("unlink", at("/etc/issue.net", inImage)),
  did("rename", at("/etc/issue", inImage), { to: at("/etc/issue.old") }),
  did("chmod", "/", { mode: 0o755 }),
  did("unlink", "/etc/own"),
];

const onOther = (root: string, storage: Storage): Change[] => [
  did("mkdir", at(`${root}/a`, { storage }), { mode: 0o777 }),
  did("symlink", at(`${root}/link`, { storage }), { text: "a" }),
  did("symlink", at(`${root}/chain`, { storage }), { text: `${root}/link/b` }),
  did("mkdir", via(`${root}/link/b`, `${root}/a/b`, `${root}/link/b`, storage), { mode: 0o777 }),
  did("chmod", via(`${root}/chain`, `${root}/a/b`, `${root}/chain`, storage), { mode: 0o700 }),
  did("rmdir", via(`${root}/link/../link/b`, `${root}/a/b`, `${root}/link/b`, storage)),
  did("unlink", at(`${root}/chain`, { storage })),
];
export const elsewhere = [...onOther("/t", "tmpfs"), ...onOther("/v", "volume")];

export const onTheWay: readonly Change[] = [
  did("mkdir", at("/t/x", { storage: "tmpfs" }), { mode: 0o777 }),
  did("mkdir", at("/t/x/y", { storage: "tmpfs" }), { mode: 0o777 }),
  did("symlink", at("/t/through", { storage: "tmpfs" }), { text: "/t/x/y" }),
  did("rmdir", unresolved("/t/through/../y", "/t/y")),
];

export const failures: readonly Change[] = [
  did("unlink", "/etc", { ret: -21 }), // EISDIR
  did("rmdir", "/w", { ret: -39 }), // ENOTEMPTY
  did("rename", at("/w/missing", inImage), { to: at("/w/new", inImage), ret: -2 }),
  did("mkdir", unresolved("/w/missing/sub", "/w/missing/sub"), { mode: 0o777, ret: -2 }),
  did("mkdir", "/w/real", { mode: 0o777, ret: -17 }), // EEXIST
  did("chmod", at("/sys/kernel/notes", { storage: "sys" }), { mode: 0o777, ret: -30 }), // EROFS
  did("unlink", unresolved("name", null), { ret: -9 }), // EBADF
  did("symlink", "/w/link", { text: "/text", ret: -17 }),
  did("chmod", unresolved("", null), { mode: 0o600, ret: -9 }),
];

const HOSTILE = ["new\nline", `quo"te'`, "\xff\xfe\x80", "{{brace}}", " ", "..."].map((bytes) =>
  textFromBytes(Buffer.from(bytes, "latin1")),
);

export const hostile: readonly Change[] = HOSTILE.flatMap((name) => [
  did("mkdir", `/w/${name}`, { mode: 0o777 }),
  did("symlink", "/w/hostile", { text: name }),
  did("chmod", via("/w/hostile", `/w/${name}`, "/w/hostile"), { mode: 0o700 }),
  did("rename", "/w/hostile", { to: at(`/w/${name}/${name}`) }),
  did("unlink", `/w/${name}/${name}`),
]);

export const inChroot: readonly Change[] = [
  did("symlink", "/w/out", { text: "/inside" }),
  did("mkdir", via("/inside", "/w/inside", "/inside"), { mode: 0o777 }),
  did("chmod", via("/../../out", "/w/inside", "/out"), { mode: 0o700 }),
  did("mkdir", via("../../out/top", "/w/inside/top", "/out/top"), { mode: 0o777 }),
];

const inMemory = { storage: "tmpfs" } as const;
const MS_BIND = 4096;
const MS_PRIVATE_REC = 16384 | 262144;

export const mounts: readonly Change[] = [
  did("mkdir", "/m", { mode: 0o777 }),
  did("symlink", "/to-m", { text: "m" }),
  did("mount", via("/to-m", "/m", "/to-m", "tmpfs"), { mode: 2, text: "source" }),
  did("mkdir", at("/m/bound", inMemory), { mode: 0o777 }),
  did("mount", "/m/bound", { mode: MS_BIND, text: "/w" }),
  did("chmod", via("/m/bound/link/", "/m/bound/real", "/m/bound/link"), { mode: 0o711 }),
  did("mkdir", at("/m/x", { ...inMemory, asked: "/m/bound/../x" }), { mode: 0o777 }),
  did("umount", via("/to-m/bound", "/m/bound", "/to-m/bound", "tmpfs")),
  did("umount", "/to-m", { ret: -22 }), // a link is no mount
  did("umount", "/m"),
  did("mount", at("/m", inMemory), { mode: 0, text: "made" }),
  did("umount", "/m"),
];

const throughProc = ["/proc/self/fd/50", "/proc/thread-self/fd/50", "/proc/1/cwd/w/file"];

/** `pid`: of the process, in its own namespace */
export const proc = (pid: number): readonly Change[] => [
  ...[...throughProc, "/dev/fd/50"].map((asked, index) =>
    did("chmod", via(asked, "/w/file", asked), { mode: 0o611 + index }),
  ),
  did("chmod", via("/proc/self/comm", `/proc/${String(pid)}/comm`, "/proc/self/comm", "proc"), {
    mode: 0o777,
    ret: -1,
  }),
];

export const pivot: readonly Change[] = [
  did("mount", "/", { mode: MS_PRIVATE_REC }),
  did("mount", "/w", { mode: MS_BIND, text: "/w" }),
  did("mkdir", "/w/put", { mode: 0o777 }),
  did("mount", unresolved("/w", "/w"), { mode: 0, text: "/w/put" }),
  did("chmod", "/file", { mode: 0o600 }),
];

/** What `change-abis.c` does; `returned`: by its x32 calls. */
export const foreignAbis = (returned: readonly number[]): readonly Change[] => [
  did("mkdir", "/made", { mode: 0o700 }),
  did("chown", "/made", { gid: 5 }),
  did("chown", "/made", { uid: 6 }),
  did("chown", "/made", { uid: 70000 }),
  did("rename", "/made", { to: at("/moved") }),
  did("chown", unresolved("", null), { uid: 1, gid: 2, ret: -9 }),
  did("umount", "/moved", { ret: -1 }),
  did("rmdir", via("moved", "/moved")),
  ...(["mkdir", "rmdir"] as const).map((operation, index) => {
    const ret = returned[index] ?? NaN;
    const storage = ret === 0 ? "upper" : "image"; // what was never made lies nowhere else
    const mode = operation === "mkdir" ? { mode: 0o700 } : {};
    return did(operation, at("/made", { storage }), { ...mode, ret });
  }),
];
