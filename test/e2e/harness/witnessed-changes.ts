/** Files that strace saw a container change. */
import { fileOf, numberOf, stringOf, type StraceCall } from "./strace.js";
import { absolute, nameWord } from "./words.js";

/** How a call names a file: by a name, by a folder's descriptor and a name, or by a descriptor. */
interface Shape {
  readonly operation: string;
  /** places of names; one alone is relative to the current folder */
  readonly names: readonly Place[];
  /** what is compared besides */
  readonly more?: (args: readonly string[]) => readonly string[];
}

interface Place {
  readonly folder?: number;
  readonly name?: number;
  readonly descriptor?: number;
}

const path = (name: number): Place => ({ name });
const at = (folder: number): Place => ({ folder, name: folder + 1 });
const by = (descriptor: number): Place => ({ descriptor });
const octal =
  (place: number) =>
  (args: readonly string[]): string[] => [(numberOf(args[place]) & 0o7777).toString(8)];
const owner =
  (place: number) =>
  (args: readonly string[]): string[] =>
    args.slice(place, place + 2).map((id) => (id === "-1" ? "same" : id));
const text =
  (place: number) =>
  (args: readonly string[]): string[] => [JSON.stringify(stringOf(args[place]))];

const RENAME_EXCHANGE = 2;
const AT_REMOVEDIR = 0x200;

const SHAPES: Readonly<Record<string, Shape>> = {
  rename: { operation: "rename", names: [path(0), path(1)] },
  renameat: { operation: "rename", names: [at(0), at(2)] },
  renameat2: { operation: "rename", names: [at(0), at(2)] },
  link: { operation: "link", names: [path(0), path(1)] },
  linkat: { operation: "link", names: [at(0), at(2)] },
  symlink: { operation: "symlink", names: [path(1)], more: text(0) },
  symlinkat: { operation: "symlink", names: [at(1)], more: text(0) },
  unlink: { operation: "unlink", names: [path(0)] },
  unlinkat: { operation: "unlink", names: [at(0)] },
  rmdir: { operation: "rmdir", names: [path(0)] },
  mkdir: { operation: "mkdir", names: [path(0)], more: octal(1) },
  mkdirat: { operation: "mkdir", names: [at(0)], more: octal(2) },
  mknod: { operation: "mknod", names: [path(0)], more: octal(1) },
  mknodat: { operation: "mknod", names: [at(0)], more: octal(2) },
  chmod: { operation: "chmod", names: [path(0)], more: octal(1) },
  fchmod: { operation: "chmod", names: [by(0)], more: octal(1) },
  fchmodat: { operation: "chmod", names: [at(0)], more: octal(2) },
  chown: { operation: "chown", names: [path(0)], more: owner(1) },
  lchown: { operation: "chown", names: [path(0)], more: owner(1) },
  fchown: { operation: "chown", names: [by(0)], more: owner(1) },
  fchownat: { operation: "chown", names: [at(0)], more: owner(2) },
  truncate: { operation: "truncate", names: [path(0)] },
  ftruncate: { operation: "truncate", names: [by(0)] },
  setxattr: { operation: "setxattr", names: [path(0)], more: text(1) },
  lsetxattr: { operation: "setxattr", names: [path(0)], more: text(1) },
  fsetxattr: { operation: "setxattr", names: [by(0)], more: text(1) },
  removexattr: { operation: "removexattr", names: [path(0)], more: text(1) },
  lremovexattr: { operation: "removexattr", names: [path(0)], more: text(1) },
  fremovexattr: { operation: "removexattr", names: [by(0)], more: text(1) },
  utime: { operation: "utimes", names: [path(0)] },
  utimes: { operation: "utimes", names: [path(0)] },
  futimesat: { operation: "utimes", names: [at(0)] },
  utimensat: { operation: "utimes", names: [at(0)] },
  mount: { operation: "mount", names: [path(1)] },
  umount: { operation: "umount", names: [path(0)] },
  umount2: { operation: "umount", names: [path(0)] },
};

export function witnessedChange({ call, args, errno }: StraceCall): string[] {
  const shape = SHAPES[call];
  if (shape === undefined) return [];
  const words = shape.names.map((place) => nameOf(place, args));
  const done = errno === "" ? "done" : errno;
  return [
    [operationOf(call, args, shape), done, ...words, ...(shape.more?.(args) ?? [])].join(" "),
  ];
}

function operationOf(call: string, args: readonly string[], { operation }: Shape): string {
  if (call === "unlinkat" && (numberOf(args[2]) & AT_REMOVEDIR) !== 0) return "rmdir";
  if (call === "renameat2" && (numberOf(args[4]) & RENAME_EXCHANGE) !== 0) return "exchange";
  return operation;
}

/** A name as it was asked for, and made absolute; or the file behind a descriptor. */
function nameOf({ folder, name, descriptor }: Place, args: readonly string[]): string {
  if (descriptor !== undefined) return nameWord("", fileOf(args[descriptor]));
  const asked = stringOf(args[name ?? 0]);
  const base = folder === undefined ? null : fileOf(args[folder]);
  // futimens: utimensat of a descriptor without a name; AT_EMPTY_PATH: with an empty one
  if (asked === null || asked === "") return nameWord("", base);
  return nameWord(asked, absolute(base, asked));
}
