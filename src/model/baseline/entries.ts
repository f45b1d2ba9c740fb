/** The entries of a baseline's lists. */
import type { GeneraliseRule } from "./name-rules.js";
import type { Abi, Content, FileType, Operation, SignalTarget, Storage } from "../events/events.js";

/** How well an entry is supported. */
export interface Evidence {
  /** events seen; for system calls, executables times runs in which it was first used */
  readonly count: number;
  /** the runs in which it was seen, by their places in `Baseline.runs.each`: `1-3,7` */
  readonly runs: string;
  /** RFC 3339, UTC, milliseconds */
  readonly firstSeen: string;
  readonly lastSeen: string;
  /** before the container first answered, after it, or both; empty: not known; see docs/baseline.md */
  readonly when: readonly Stage[];
  /** executables that did it, sorted; `""` stands for one that is not known */
  readonly by: readonly string[];
  /** why it was accepted into a committed file, sorted; absent: nobody said */
  readonly accepted?: readonly string[];
}

/** Parts of its life: `steady` begins when it first answers; `health-check`: nothing else did it. */
export type Stage = "start-up" | "steady" | "health-check";

/**
 * One argument: its text, any text (null), any text with a beginning, or a pattern, as a name in it
 * became one.
 */
export type ArgumentText =
  | string
  | null
  | { readonly startsWith: string }
  | { readonly pattern: string; readonly stars: Stars };

/** `more` stands last and for any number of arguments: those that followed were not recorded. */
export type ArgumentPattern = ArgumentText | { readonly more: true };

/** What each star of a pattern stood for, in order, as a regular expression: `[a-z0-9_]{8}`. */
export type Stars = readonly string[];

/** A program the image ran. */
export interface ExecutableEntry extends Evidence {
  /** the resolved executable; a pattern where `rule` is given */
  readonly path: string;
  readonly rule?: GeneraliseRule;
  /** of a pattern */
  readonly stars?: Stars;
  /** where the file came from; `upper` was not in the image when it ran */
  readonly storage: readonly Storage[];
  /** the names it was started by: links, scripts */
  readonly invokedAs: readonly string[];
  readonly arguments: readonly (readonly ArgumentPattern[])[];
  /** where the scripts among `invokedAs` lie, sorted; absent: no script */
  readonly scripts?: readonly Storage[];
  /** the file gave it another user, group or capabilities */
  readonly elevated?: true;
  /** it is an interpreter, and was given these files that are not the image's, by path */
  readonly interprets?: readonly InterpretedFile[];
}

/** A file that an interpreter was given as its argument and read. */
export interface InterpretedFile {
  readonly path: string;
  readonly rule?: GeneraliseRule;
  /** of a pattern */
  readonly stars?: Stars;
  /** where it lay, sorted; never only in the image */
  readonly storage: readonly Storage[];
}

/** A file the image opened. */
export interface FileEntry extends Evidence {
  /** absolute, links resolved; a glob whose `*` does not cross `/` where `rule` is given */
  readonly path: string;
  /** the rule that made a pattern of several paths; absent: `path` is literal */
  readonly rule?: GeneraliseRule;
  /** of a pattern */
  readonly stars?: Stars;
  /** absolute names, beside `path`, by which it was asked for, sorted: Falco compares these */
  readonly openedAs?: readonly string[];
  /** where it lay, sorted; of what was read only where it is not the image's own */
  readonly storage?: readonly Storage[];
  /** what was in it when it was closed after writing, sorted */
  readonly contents?: readonly Content[];
  /** it could be executed when it was closed after writing */
  readonly executable?: true;
  /** its beginning was not seen, as it was there before: it was only ever opened to append */
  readonly appended?: true;
}

/** What may be opened that no list of files holds; a file in memory has no type of its own. */
export type OtherType = Exclude<FileType, "file"> | "memory";

/**
 * A name by which something was opened that is no file with a place: a pipe, a socket, a file in
 * memory, or a folder that was not asked for as one. Falco takes each for a file.
 */
export interface OtherOpenEntry extends Evidence {
  /** as it was asked for, made absolute, links not followed; a pattern where `rule` is given */
  readonly path: string;
  readonly rule?: GeneraliseRule;
  /** of a pattern */
  readonly stars?: Stars;
  /** what was there, sorted */
  readonly types: readonly OtherType[];
  /** what it was opened for, sorted */
  readonly access: readonly ("read" | "write")[];
}

/** A program that could not be executed; its path as it was asked for. */
export interface FailedExecutionEntry extends Omit<
  FileEntry,
  "storage" | "contents" | "executable" | "appended"
> {
  /** the errno's name */
  readonly error: string;
}

/** A file that was changed otherwise than by writing to it. */
export interface ChangeEntry extends Evidence {
  readonly operation: Operation;
  /** as in `FileEntry`; of a rename the old name */
  readonly path: string;
  readonly rule?: GeneraliseRule;
  /** of a pattern */
  readonly stars?: Stars;
  /** the new name: rename, exchange, link */
  readonly to?: string;
  readonly toRule?: GeneraliseRule;
  readonly toStars?: Stars;
  /**
   * names by which it was asked for and which are not `path`, sorted: made absolute, and where they
   * were absolute but not normal, as they were, too
   */
  readonly askedAs?: readonly string[];
  readonly toAskedAs?: readonly string[];
  /** it was asked for with a slash at its end, too: to Falco another name */
  readonly slashed?: true;
  readonly toSlashed?: true;
  readonly storage: readonly Storage[];
  /** chmod, mkdir, mknod: permissions in octal, sorted */
  readonly modes?: readonly string[];
  /** chown: `uid:gid`, sorted; what stays as it is is left out: `33:` */
  readonly owners?: readonly string[];
  /** what a symlink says, the source of a mount, the name of an attribute, sorted */
  readonly texts?: readonly string[];
  /** sorted: `done`, or an errno's name */
  readonly results: readonly string[];
}

/** A capability the kernel asked for. */
export interface CapabilityEntry extends Evidence {
  /** `CAP_CHOWN` */
  readonly name: string;
  /** `probed`: the kernel asked in passing, and the call goes on without; `refused`: it was not there */
  readonly use: "used" | "probed" | "refused";
  /** system calls in which it was asked for, sorted */
  readonly calls: readonly string[];
}

/** Arguments of a system call that a seccomp filter could look at. */
export interface ArgumentEntry extends Evidence {
  readonly abi: Abi;
  readonly call: string;
  /** as in `Argument.values` */
  readonly values: readonly number[];
  /** the same in words: `AF_NETLINK SOCK_RAW NETLINK_ROUTE` */
  readonly meaning: string;
}

/** A call that changes what a process may do, or reaches into another or into the kernel. */
export interface PrivilegeEntry extends Evidence {
  readonly call: string;
  /** what it asked for, in words: `uid 33` of the container, `PTRACE_ATTACH`; empty where it says nothing */
  readonly what: string;
  readonly results: readonly string[];
}

/** A signal that was sent, or refused. */
export interface SignalEntry extends Evidence {
  /** `SIGTERM` */
  readonly signal: string;
  /** whose process it was; absent: it was refused */
  readonly target?: SignalTarget;
  /** what another process of the container runs; absent: the own process, one outside, or not known */
  readonly executable?: string;
  /** `done`, or errors such as `EPERM` */
  readonly results: readonly string[];
}

/** A system call that was used. */
export interface SyscallEntry extends Evidence {
  /** its name; `#NUMBER` where cxray knows none */
  readonly name: string;
}

/** The system calls of one ABI. */
export type SyscallsByAbi = Readonly<Partial<Record<Abi, readonly SyscallEntry[]>>>;

/** An execution that failed, or a system call that was refused: seen, but not allowed by it. */
export interface RefusedSyscallEntry extends SyscallEntry {
  readonly abi: Abi;
  /** the errno's name */
  readonly error: string;
}

export type { GeneraliseRule } from "./name-rules.js";
