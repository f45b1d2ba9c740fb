/** Generated from schemas/baseline.schema.json by scripts/generate-types.mjs: change the schema. */
/* eslint-disable -- as it is generated */

/**
 * The rule that made the pattern of several names; absent: it is literal. docs/patterns.md says
 * what each rule does.
 */
export type GeneraliseRule = BuiltInRule | `own:${string}`;
/** A rule of cxray's own, from narrow to wide. `own:NAME` is a row of the user's cxray.yaml. */
export type BuiltInRule =
  | "proc-pid"
  | "container-id"
  | "own-pid"
  | "clock"
  | "digest-name"
  | "unique-name"
  | "passing-name"
  | "renamed-name"
  | "varying-name";
/** What the address is of. */
export type Transport = "tcp" | "udp" | "unix" | "vsock" | "other";
/** System call tables that one kernel can offer side by side. */
export type Abi = "x86_64" | "x86" | "x32" | "arm64" | "arm";
/** What a change does to a file, by the system call's name without its variants. */
export type Operation =
  | "rename"
  | "exchange"
  | "link"
  | "symlink"
  | "unlink"
  | "rmdir"
  | "mkdir"
  | "mknod"
  | "chmod"
  | "chown"
  | "truncate"
  | "setxattr"
  | "removexattr"
  | "utimes"
  | "mount"
  | "umount";
/** What the beginning of a file says of it. */
export type Content = "unknown" | "empty" | "elf" | "script" | "archive" | "text" | "other";
/** What may be opened that no list of files holds; a file in memory has no type of its own. */
export type OtherType =
  "directory" | "link" | "character-device" | "block-device" | "fifo" | "socket" | "memory";
/** Whose process a signal was sent to. */
export type SignalTarget = "self" | "child" | "parent" | "container" | "outside";
/** What of the things that cxray can't see; docs/completeness.md says what each means. */
export type BlindSpotCode =
  | "arguments-cut"
  | "io-uring-operations"
  | "io-uring"
  | "descriptors-at-exit"
  | "links-not-followed"
  | "contents-not-seen"
  | "image-not-layered"
  | "earlier-recording"
  | "capabilities"
  | "encrypted-names"
  | "memory-mapped-writes"
  | "names-only-asked-about"
  | "requests-not-told";
/**
 * Why parts of the path are *. request-id: four or more numbers, UUIDs or hexadecimal digits were
 * seen there. request-many: more than 32 names were. request-secret: it looks like a secret.
 */
export type RequestRule = "request-id" | "request-many" | "request-secret";
/** Part of a container's life. */
export type Stage = "start-up" | "steady" | "health-check";
/**
 * Where an executed, opened, written or changed file lies. image: as it is in the image; upper: in
 * the container's writable layer, changed or made since the image was; volume: on another file
 * system that was mounted into the container; tmpfs: on a file system in memory; memory: in memory,
 * without a place in any file system (memfd); deleted: unlinked while it was in use; unknown: its
 * name led through links that could not be followed.
 */
export type Storage =
  "image" | "upper" | "volume" | "tmpfs" | "proc" | "sys" | "memory" | "deleted" | "unknown";
/**
 * One argument: its text; null for any text; any text with a beginning; or a pattern, as a name in
 * it became one.
 */
export type ArgumentText =
  | string
  | null
  | {
      readonly startsWith: string;
    }
  | {
      /** The argument, in which names are patterns, as in `path`. */
      readonly pattern: string;
      /** Of a pattern: what each * stood for, in order, as a regular expression. */
      readonly stars: readonly string[];
    };
/**
 * One argument; or, at the end, `more` for any number of arguments: those that followed were not
 * recorded.
 */
export type ArgumentPattern =
  | ArgumentText
  | {
      readonly more: true;
    };

/**
 * The behaviour that cxray learnt of one container image. Every list is sorted. Texts came from
 * inside containers: a byte that is not part of valid UTF-8 is the lone surrogate U+DC80 to U+DCFF,
 * as in Python's surrogateescape.
 */
export interface BaselineDocument {
  /** The version of this format. */
  readonly version: 3;
  readonly image: ImageIdentity;
  /** `uname -m` of the machine that recorded, such as x86_64 or aarch64. */
  readonly architecture: string;
  readonly completeness: Completeness;
  /** What could not be seen. */
  readonly blindSpots: readonly BlindSpot[];
  /** The workloads of Kubernetes that it ran in. */
  readonly kubernetes: readonly KubernetesWorkload[];
  readonly runs: RunsOfImage;
  readonly stability?: Stability;
  /** Programs that were executed. */
  readonly executables: readonly ExecutableEntry[];
  /** Files that were opened to be read. */
  readonly filesRead: readonly FileEntry[];
  /** Files that were opened to be written. */
  readonly filesWritten: readonly FileEntry[];
  /**
   * Names by which something was opened that is no file with a place: pipes, sockets, files in
   * memory, folders that were not asked for as such.
   */
  readonly otherOpens: readonly OtherOpenEntry[];
  /**
   * Files that were renamed, linked, removed or made, or whose owner, mode, length or times were
   * changed; mounts.
   */
  readonly changes: readonly ChangeEntry[];
  /** Where connections were made to, or attempted. */
  readonly destinations: readonly DestinationEntry[];
  /** Where connections were awaited. */
  readonly listeners: readonly ListenerEntry[];
  /** Names that DNS answered for. */
  readonly names: readonly NameEntry[];
  /** Raw, packet, netlink and other sockets that were made. */
  readonly sockets: readonly SocketEntry[];
  /** Capabilities that the kernel asked for. */
  readonly capabilities: readonly CapabilityEntry[];
  /** Calls that change what a process may do, or reach into another process or the kernel. */
  readonly privileges: readonly PrivilegeEntry[];
  /** Signals that were sent, and whose process they went to. */
  readonly signals: readonly SignalEntry[];
  /** System calls by ABI. */
  readonly syscalls: {
    /** Made by the container's own programs. */
    readonly workload: SyscallsByAbi;
    /**
     * Made by the container runtime between loading a seccomp filter and executing the container's
     * program.
     */
    readonly start: SyscallsByAbi;
  };
  /** Arguments of system calls that a seccomp filter could look at. */
  readonly syscallArguments: readonly ArgumentEntry[];
  /** What was seen and is not part of what is allowed. */
  readonly refused: {
    /** Executions that failed. */
    readonly executables: readonly FailedExecutionEntry[];
    /** System calls that a seccomp filter answered with an error. */
    readonly syscalls: readonly RefusedSyscallEntry[];
  };
}
/** The image, and what it was called. */
export interface ImageIdentity {
  /**
   * What the baseline belongs to: a repository, in familiar form, with a tag or a digest where only
   * runs of that were asked for. What has no repository: its digest, or `bundle:` and the path of a
   * bundle that was run by hand.
   */
  readonly name: string;
  /** The images that had the name, by when they were first seen. */
  readonly builds: readonly Build[];
  /** As typed by whoever started the containers, sorted. */
  readonly references: readonly string[];
  /** Names without tag and digest, without docker.io/library/, sorted. */
  readonly repositories: readonly string[];
  /** Tags the image had, sorted. */
  readonly tags: readonly string[];
  /** `repository@sha256:…`, as registries know the image, sorted. */
  readonly repoDigests: readonly string[];
}
/** Whether the baseline may lack something the image did while it was recorded. */
export interface Completeness {
  /** complete: nothing is known to be missing. */
  readonly state: "complete" | "partial";
  /** Why something the image does may be missing; empty when complete. */
  readonly reasons: readonly IncompleteReason[];
}
/**
 * How sure the baseline is, of two runs or more. It follows from the runs of the entries, and is
 * not read.
 */
export interface Stability {
  /** Runs that it rests on. */
  readonly runs: number;
  /** The last run, counted from 1, in which an entry was seen first. */
  readonly lastNew: number;
  /** Runs that hold an entry that no other has. */
  readonly unique: number;
  /** The chance that the next run shows something new is at most this, with 95 % confidence. */
  readonly bound: number;
}
/** The runs that the baseline was learnt from. */
export interface RunsOfImage {
  /** How many containers of the image were recorded. */
  readonly count: number;
  /** How many recordings they are in. */
  readonly recordings: number;
  /** RFC 3339, in UTC, with milliseconds. */
  readonly firstSeen: string;
  /** RFC 3339, in UTC, with milliseconds. */
  readonly lastSeen: string;
  /** The container runtimes that started them. */
  readonly runtimes: readonly Runtime[];
  /** The runs, by when they started. */
  readonly each: readonly RunEntry[];
}
/** A program the image ran. */
export interface ExecutableEntry extends Evidence {
  /** The resolved executable. With `rule`, a pattern. */
  readonly path: string;
  readonly rule?: GeneraliseRule;
  /** Of a pattern: what each * stood for, in order, as a regular expression. */
  readonly stars?: readonly string[];
  /** Where the file came from; `upper` was not in the image when it ran. */
  readonly storage: readonly Storage[];
  /** The names it was started by: its path, links, scripts. */
  readonly invokedAs: readonly string[];
  /**
   * Argument vectors, the program's name first. Where there were more than eight of one length,
   * positions that differ are null. Likely secrets are left out.
   */
  readonly arguments: readonly (readonly ArgumentPattern[])[];
  /** Where the scripts among `invokedAs` lie, sorted; absent: no script. */
  readonly scripts?: readonly Storage[];
  /** The file gave it another user, group or capabilities. */
  readonly elevated?: true;
  /**
   * It is an interpreter, and was given these files that are not the image's, by path, and read
   * them.
   */
  readonly interprets?: readonly InterpretedFile[];
}
/** How well an entry is supported. */
export interface Evidence {
  /**
   * How often it was seen; for a system call: how many executables first used it, over all runs.
   */
  readonly count: number;
  /**
   * The runs in which it was seen, by their places in runs.each, counted from 1. A run is one
   * container's life in one recording.
   */
  readonly runs: string;
  /** RFC 3339, in UTC, with milliseconds. */
  readonly firstSeen: string;
  /** RFC 3339, in UTC, with milliseconds. */
  readonly lastSeen: string;
  /**
   * Parts of a container's life in which it was seen. steady begins when the container first
   * accepts a connection or receives a datagram. health-check: nothing but the health check did it,
   * whenever that ran. Empty: not known, as the container was running before recording began.
   */
  readonly when: readonly Stage[];
  /**
   * The executables that did it, sorted; an empty text stands for one that is not known, as for
   * whoever started the container.
   */
  readonly by: readonly string[];
  /**
   * Why it was accepted into a committed file (`cxray accept --reason`), sorted; absent where
   * nobody said.
   */
  readonly accepted?: readonly string[];
}
/** A file the image opened. */
export interface FileEntry extends Evidence {
  /** Absolute, links resolved. With `rule`, a pattern. */
  readonly path: string;
  readonly rule?: GeneraliseRule;
  /** Of a pattern: what each * stood for, in order, as a regular expression. */
  readonly stars?: readonly string[];
  /**
   * Absolute names, beside `path`, by which it was opened, through links, sorted: Falco compares
   * these.
   */
  readonly openedAs?: readonly string[];
  /** Where it lay, sorted; of what was read only where it is not the image's own. */
  readonly storage?: readonly Storage[];
  /** What was in it when it was closed after writing, sorted. */
  readonly contents?: readonly Content[];
  /** It could be executed when it was closed after writing. */
  readonly executable?: true;
  /** Its beginning was not seen, as it was there before: it was only ever opened to append. */
  readonly appended?: true;
}
/** A destination that was called. */
export interface DestinationEntry extends Evidence {
  readonly transport: Transport;
  /**
   * IPv4 or IPv6 text; the name by which DNS led there; (resolver) is the server that answered
   * queries of DNS, (own network) an address of the container's own network; for a unix socket the
   * path as given, with @ before an abstract name; for vsock the number of the machine (CID), or
   * any. With `rule`, a pattern.
   */
  readonly address: string;
  /** Absent for unix sockets, and with `ephemeral`. */
  readonly port?: number;
  /** It was a listener of the same run whose port the kernel chose. */
  readonly ephemeral?: true;
  readonly rule?: GeneraliseRule;
  /** Of a pattern: what each * stood for, in order, as a regular expression. */
  readonly stars?: readonly string[];
  /** The addresses that were called, where `address` is none. */
  readonly addresses?: readonly string[];
  /**
   * connected, sent, the names of errnos, or in-progress: nobody answered until the program gave up
   * or the recording ended.
   */
  readonly results: readonly string[];
  /** The file of a unix socket, links resolved, where it is not the address. */
  readonly path?: string;
  /** Names that DNS gave this address to the container. */
  readonly names?: readonly string[];
  /** Server names of the TLS greetings sent there. */
  readonly serverNames?: readonly string[];
  /** Plain HTTP requests, by host, path and method. */
  readonly requests?: readonly RequestEntry[];
}
/** Where connections or datagrams were awaited. */
export interface ListenerEntry extends Evidence {
  readonly transport: Transport;
  /**
   * IPv4 or IPv6 text; (own network) is an address of the container itself; for a unix socket the
   * path as given, with @ before an abstract name; for vsock the number of the machine (CID), or
   * any. With `rule`, a pattern.
   */
  readonly address: string;
  readonly rule?: GeneraliseRule;
  /** Of a pattern: what each * stood for, in order, as a regular expression. */
  readonly stars?: readonly string[];
  /** Absent for unix sockets, and with `ephemeral`. */
  readonly port?: number;
  /** The kernel chose the port, or a program did at random (UDP): another run has another. */
  readonly ephemeral?: true;
  /** The file of a unix socket, links resolved, where it is not the address. */
  readonly path?: string;
}
/** A system call that was used. */
export interface SyscallEntry extends Evidence {
  /** Its name, or #NUMBER where cxray knows none. */
  readonly name: string;
}
/** A program that could not be executed; its path as it was asked for. */
export interface FailedExecutionEntry extends Evidence {
  /**
   * With `rule`, a pattern: `*` stands for any characters but /, and a backslash takes the meaning
   * from *, ?, [, ] and \. Without `rule`, the path itself.
   */
  readonly path: string;
  readonly rule?: GeneraliseRule;
  /** Of a pattern: what each * stood for, in order, as a regular expression. */
  readonly stars?: readonly string[];
  /** Absolute names, beside `path`, by which it was asked for, through links, sorted. */
  readonly openedAs?: readonly string[];
  /** The name of an errno, such as ENOENT. */
  readonly error: string;
}
/** A system call that a seccomp filter answered with an error. */
export interface RefusedSyscallEntry extends Evidence {
  readonly abi: Abi;
  /** Its name, or #NUMBER where cxray knows none. */
  readonly name: string;
  /** The name of an errno, such as ENOENT. */
  readonly error: string;
}
/** A plain HTTP request to a destination. */
export interface RequestEntry {
  /** As it was sent: GET. */
  readonly method: string;
  /** The Host field, lower case, without port; empty where none was sent. */
  readonly host: string;
  /** Without query. With `rule`, a pattern as those of files are. */
  readonly path: string;
  readonly rule?: RequestRule;
}
/**
 * A name by which something was opened that is no file with a place: a pipe, a socket, a file in
 * memory, or a folder that was not asked for as one. Falco takes each for a file.
 */
export interface OtherOpenEntry extends Evidence {
  /** The name that was asked for, made absolute, links not followed. With `rule`, a pattern. */
  readonly path: string;
  readonly rule?: GeneraliseRule;
  /** Of a pattern: what each * stood for, in order, as a regular expression. */
  readonly stars?: readonly string[];
  /** What was there, sorted. */
  readonly types: readonly OtherType[];
  /** What it was opened for, sorted. */
  readonly access: readonly ("read" | "write")[];
}
/** A file that was changed otherwise than by writing to it. */
export interface ChangeEntry extends Evidence {
  readonly operation: Operation;
  /** As of files that are opened; of a rename the old name. With `rule`, a pattern. */
  readonly path: string;
  readonly rule?: GeneraliseRule;
  /** Of a pattern: what each * stood for, in order, as a regular expression. */
  readonly stars?: readonly string[];
  /** The new name: rename, exchange, link. With `toRule`, a pattern. */
  readonly to?: string;
  readonly toRule?: GeneraliseRule;
  /** Of a pattern: what each * stood for, in order, as a regular expression. */
  readonly toStars?: readonly string[];
  /**
   * Names by which it was asked for and which are not `path`, sorted: made absolute, and where they
   * were absolute but not normal, as they were, too.
   */
  readonly askedAs?: readonly string[];
  /** The same of `to`. */
  readonly toAskedAs?: readonly string[];
  /** It was asked for with a slash at its end, too. */
  readonly slashed?: true;
  /** The same of `to`. */
  readonly toSlashed?: true;
  /** Where it lay, sorted. */
  readonly storage: readonly Storage[];
  /** Of chmod, mkdir and mknod: permissions in octal, sorted. */
  readonly modes?: readonly string[];
  /** Of chown: `uid:gid`, sorted, with what stays as it is left out: `33:`. */
  readonly owners?: readonly string[];
  /** What a symlink says, the source of a mount, the name of an attribute, sorted. */
  readonly texts?: readonly string[];
  /** `done`, or the names of errnos, sorted. */
  readonly results: readonly string[];
}
/** A name that DNS answered for. */
export interface NameEntry extends Evidence {
  /** With `rule`, a pattern. */
  readonly name: string;
  readonly rule?: GeneraliseRule;
  /** Of a pattern: what each * stood for, in order, as a regular expression. */
  readonly stars?: readonly string[];
  /** Names on the way, sorted. */
  readonly aliases: readonly string[];
  /** Sorted; empty: there is no such name. */
  readonly addresses: readonly string[];
}
/** A socket that is not TCP, UDP or unix. */
export interface SocketEntry extends Evidence {
  /** `netlink`, `packet`, `ipv4`; a number where cxray knows no name. */
  readonly family: string;
  /** `raw`, `dgram`. */
  readonly type: string;
  /** `icmp`, `route`; a number where cxray knows no name. */
  readonly protocol: string;
  /** `done`, or the names of errnos, sorted. */
  readonly results: readonly string[];
}
/** A capability that the kernel asked for. */
export interface CapabilityEntry extends Evidence {
  /** Such as CAP_CHOWN. */
  readonly name: string;
  /**
   * probed: the kernel asked in passing, and the call goes on without it; refused: it was not
   * there.
   */
  readonly use: "used" | "probed" | "refused";
  /** System calls in which it was asked for, sorted. */
  readonly calls: readonly string[];
}
/** A call that changes what a process may do, or reaches into another or into the kernel. */
export interface PrivilegeEntry extends Evidence {
  /** The system call. */
  readonly call: string;
  /**
   * What it asked for, in words: `uid 33` of the container, `PTRACE_ATTACH`; empty where it says
   * nothing.
   */
  readonly what: string;
  /** `done`, or the names of errnos, sorted. */
  readonly results: readonly string[];
}
/** A signal that was sent, or refused. */
export interface SignalEntry extends Evidence {
  /** Such as SIGTERM. */
  readonly signal: string;
  /** Whose process it was; absent: it was refused. */
  readonly target?: SignalTarget;
  /**
   * What another process of the container runs; absent: it was the own process, or one outside, or
   * it is not known.
   */
  readonly executable?: string;
  /** `done`, or the names of errnos, sorted. */
  readonly results: readonly string[];
}
/** Arguments of a system call that a seccomp filter could look at. */
export interface ArgumentEntry extends Evidence {
  readonly abi: Abi;
  /** The system call. */
  readonly call: string;
  /**
   * socket: family, type without flags, protocol; clone, clone3, unshare: flags; prctl: option;
   * ioctl: request; personality: persona; setns: type of namespace.
   */
  readonly values: readonly number[];
  /** The same in words: `AF_NETLINK SOCK_RAW NETLINK_ROUTE`. */
  readonly meaning: string;
}
/** Something that cxray can't see. */
export interface BlindSpot {
  readonly code: BlindSpotCode;
  /**
   * Of how many files, programs or requests, as the message says; null: not known whether it was
   * met at all.
   */
  readonly count: number | null;
  /** One sentence for a person. */
  readonly message: string;
}
/** What Kubernetes calls a container, but for its pod, which has another name in every run. */
export interface KubernetesWorkload {
  /** The pod's namespace. */
  readonly namespace: string;
  /** The container's name in the pod; empty for the pod's sandbox. */
  readonly container: string;
  /** What made the pod; null: nothing did, or it is not known. */
  readonly owner: {
    readonly kind: string;
    readonly name: string;
  } | null;
}
/** One image that had the name. */
export interface Build {
  /** The image's id; of a bundle that runc or crun ran by hand `bundle:` and its path. */
  readonly digest: string;
  /** RFC 3339, in UTC, with milliseconds. */
  readonly firstSeen: string;
  /** RFC 3339, in UTC, with milliseconds. */
  readonly lastSeen: string;
}
/** Why a baseline may lack something the image does. */
export interface IncompleteReason {
  readonly code:
    | "events-lost"
    | "joined-late"
    | "recording-not-finished"
    | "recording-failed"
    | "program-never-ran"
    | "paths-truncated"
    | "paths-unresolved"
    | "entries-capped"
    | "containers-undescribed"
    | "containers-untracked";
  /** How many events, containers, recordings, or names left out. */
  readonly count: number;
  /** One sentence for a person. */
  readonly message: string;
}
/** What runs a container for its engine. */
export interface Runtime {
  /** As the engine names it: runc, crun. */
  readonly name: string;
  /** Empty when the engine did not tell. */
  readonly version: string;
}
/** One container's life in one recording. */
export interface RunEntry {
  /** The same wherever that run is written down. */
  readonly id: string;
  /** The digest of its build. */
  readonly build: string;
  /** When its recording began. */
  readonly recording: string;
  /** RFC 3339, in UTC, with milliseconds. */
  readonly started: string;
  /** false: it may have done more than was recorded. */
  readonly complete: boolean;
}
/** A file that an interpreter was given as its argument and read. */
export interface InterpretedFile {
  /**
   * With `rule`, a pattern: `*` stands for any characters but /, and a backslash takes the meaning
   * from *, ?, [, ] and \. Without `rule`, the path itself.
   */
  readonly path: string;
  readonly rule?: GeneraliseRule;
  /** Of a pattern: what each * stood for, in order, as a regular expression. */
  readonly stars?: readonly string[];
  /** Where it lay, sorted; never only in the image. */
  readonly storage: readonly Storage[];
}
/** The system calls of each ABI. */
export type SyscallsByAbi = {
  readonly x86_64?: readonly SyscallEntry[];
  readonly x86?: readonly SyscallEntry[];
  readonly x32?: readonly SyscallEntry[];
  readonly arm64?: readonly SyscallEntry[];
  readonly arm?: readonly SyscallEntry[];
};
