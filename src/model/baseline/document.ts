/** Generated from schemas/baseline.schema.json by scripts/generate-types.mjs: change the schema. */
/* eslint-disable -- as it is generated */

/**
 * The rule that made the pattern; absent: the name is literal. docs/patterns.md describes each
 * rule.
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
/** The change, named after the system call without its variants. */
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
/** The type of a file, recognised by its first bytes. */
export type Content = "unknown" | "empty" | "elf" | "script" | "archive" | "text" | "other";
/**
 * Types of opened objects that are in no list of files; a file in memory has no type of its own.
 */
export type OtherType =
  "directory" | "link" | "character-device" | "block-device" | "fifo" | "socket" | "memory";
/** The kind of process that a signal was sent to. */
export type SignalTarget = "self" | "child" | "parent" | "container" | "outside";
/** A kind of behaviour that cxray cannot see; docs/completeness.md describes each. */
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
 * One argument: its text; null for any text; any text with a given beginning; or a pattern, because
 * a name in it became one.
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
      /** For a pattern: what each * stands for, in order, as a regular expression. */
      readonly stars: readonly string[];
    };
/** One argument; or, at the end, `more` for any number of arguments that were not recorded. */
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
   * Opened objects other than files with a path, by name: pipes, sockets, files in memory, and
   * directories that were not opened as such.
   */
  readonly otherOpens: readonly OtherOpenEntry[];
  /**
   * Files that were renamed, linked, removed or made, or whose owner, mode, length or times were
   * changed; mounts.
   */
  readonly changes: readonly ChangeEntry[];
  /** Destinations of connections and of attempts. */
  readonly destinations: readonly DestinationEntry[];
  /** Where programs listened for connections. */
  readonly listeners: readonly ListenerEntry[];
  /** Names that DNS answered. */
  readonly names: readonly NameEntry[];
  /** Raw, packet, netlink and other sockets that were made. */
  readonly sockets: readonly SocketEntry[];
  /** Capabilities that the kernel checked. */
  readonly capabilities: readonly CapabilityEntry[];
  /** Calls that change a process's privileges, or reach into another process or the kernel. */
  readonly privileges: readonly PrivilegeEntry[];
  /** Signals that were sent, and the kind of process that got them. */
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
  /** Arguments of system calls that a seccomp filter can check. */
  readonly syscallArguments: readonly ArgumentEntry[];
  /** Attempts that failed or were refused. They are not part of the allowed behaviour. */
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
   * The repository that the baseline belongs to, in familiar form; with a tag or a digest if only
   * its runs were selected. Without a repository: the image's digest, or `bundle:` and the path of
   * a bundle that was run by hand.
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
 * How sure the baseline is, if it has two or more runs. It is derived from the entries, and ignored
 * when the document is read.
 */
export interface Stability {
  /** Runs that it rests on. */
  readonly runs: number;
  /** The last run, counted from 1, that added an entry. */
  readonly lastNew: number;
  /** The number of runs with an entry that no other run has. */
  readonly unique: number;
  /**
   * Upper bound of the probability that the next run shows something new, with 95 % confidence.
   */
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
  /** For a pattern: what each * stands for, in order, as a regular expression. */
  readonly stars?: readonly string[];
  /** Where the file came from; `upper` was not in the image when it ran. */
  readonly storage: readonly Storage[];
  /** The names it was started by: its path, links, scripts. */
  readonly invokedAs: readonly string[];
  /**
   * Argument vectors, the program's name first. If there were more than eight of one length,
   * positions that differ are null. Likely secrets are left out.
   */
  readonly arguments: readonly (readonly ArgumentPattern[])[];
  /** Where the scripts among `invokedAs` lie, sorted; absent: no script. */
  readonly scripts?: readonly Storage[];
  /** The file gave it another user, group or capabilities. */
  readonly elevated?: true;
  /**
   * For an interpreter: files outside of the image that it got as an argument and read, sorted by
   * path.
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
   * Stages of the container's life in which it was seen. steady begins when the container first
   * accepts a connection or receives a datagram. health-check: only the health check did it, at any
   * time. Empty: unknown, because the container was running before the recording started.
   */
  readonly when: readonly Stage[];
  /**
   * The executables that did it, sorted. An empty text stands for an unknown one, for example the
   * one that started the container.
   */
  readonly by: readonly string[];
  /**
   * Why it was accepted into a committed file (`cxray accept --reason`), sorted; absent: no reason
   * was given.
   */
  readonly accepted?: readonly string[];
}
/** A file the image opened. */
export interface FileEntry extends Evidence {
  /** Absolute, links resolved. With `rule`, a pattern. */
  readonly path: string;
  readonly rule?: GeneraliseRule;
  /** For a pattern: what each * stands for, in order, as a regular expression. */
  readonly stars?: readonly string[];
  /** Other absolute names by which it was opened, through links, sorted. Falco compares these. */
  readonly openedAs?: readonly string[];
  /** Where it lay, sorted; for a file that was read, only if it is not the image's own. */
  readonly storage?: readonly Storage[];
  /** What was in it when it was closed after writing, sorted. */
  readonly contents?: readonly Content[];
  /** It could be executed when it was closed after writing. */
  readonly executable?: true;
  /** It existed before and was only opened to append, so its beginning was not seen. */
  readonly appended?: true;
}
/** A destination that was called. */
export interface DestinationEntry extends Evidence {
  readonly transport: Transport;
  /**
   * An IPv4 or IPv6 address, or the DNS name that led to it; (resolver) for the server that
   * answered DNS queries; (own network) for an address in the container's own network; for a unix
   * socket the path as given, with @ before an abstract name; for vsock the CID, or any. With
   * `rule`, a pattern.
   */
  readonly address: string;
  /** Absent for unix sockets, and with `ephemeral`. */
  readonly port?: number;
  /** It was a listener of the same run whose port the kernel chose. */
  readonly ephemeral?: true;
  readonly rule?: GeneraliseRule;
  /** For a pattern: what each * stands for, in order, as a regular expression. */
  readonly stars?: readonly string[];
  /** The addresses that were called, if `address` is not an address. */
  readonly addresses?: readonly string[];
  /**
   * connected, sent, names of errnos, or in-progress: no answer came before the program gave up or
   * the recording ended.
   */
  readonly results: readonly string[];
  /** The file of a unix socket, links resolved, if it differs from the address. */
  readonly path?: string;
  /** The DNS names whose answers contained this address. */
  readonly names?: readonly string[];
  /** Server names of the TLS greetings sent there. */
  readonly serverNames?: readonly string[];
  /** Plain HTTP requests, by host, path and method. */
  readonly requests?: readonly RequestEntry[];
}
/** Where programs listened for connections or datagrams. */
export interface ListenerEntry extends Evidence {
  readonly transport: Transport;
  /**
   * An IPv4 or IPv6 address; (own network) for an address of the container itself; for a unix
   * socket the path as given, with @ before an abstract name; for vsock the CID, or any. With
   * `rule`, a pattern.
   */
  readonly address: string;
  readonly rule?: GeneraliseRule;
  /** For a pattern: what each * stands for, in order, as a regular expression. */
  readonly stars?: readonly string[];
  /** Absent for unix sockets, and with `ephemeral`. */
  readonly port?: number;
  /** The kernel chose the port, or a program chose it at random (UDP): it differs in each run. */
  readonly ephemeral?: true;
  /** The file of a unix socket, links resolved, if it differs from the address. */
  readonly path?: string;
}
/** A system call that was used. */
export interface SyscallEntry extends Evidence {
  /** Its name, or #NUMBER if cxray has no name for it. */
  readonly name: string;
}
/** A program that could not be executed, by the requested path. */
export interface FailedExecutionEntry extends Evidence {
  /**
   * With `rule`, a pattern: `*` stands for any characters except /, and a backslash escapes *, ?,
   * [, ] and \. Without `rule`, the path itself.
   */
  readonly path: string;
  readonly rule?: GeneraliseRule;
  /** For a pattern: what each * stands for, in order, as a regular expression. */
  readonly stars?: readonly string[];
  /** Other absolute names by which it was requested, through links, sorted. */
  readonly openedAs?: readonly string[];
  /** The name of an errno, such as ENOENT. */
  readonly error: string;
}
/** A system call that a seccomp filter answered with an error. */
export interface RefusedSyscallEntry extends Evidence {
  readonly abi: Abi;
  /** Its name, or #NUMBER if cxray has no name for it. */
  readonly name: string;
  /** The name of an errno, such as ENOENT. */
  readonly error: string;
}
/** A plain HTTP request to a destination. */
export interface RequestEntry {
  /** As it was sent: GET. */
  readonly method: string;
  /** The Host field, lower case, without port; empty: none was sent. */
  readonly host: string;
  /** Without the query. With `rule`, a pattern, as for files. */
  readonly path: string;
  readonly rule?: RequestRule;
}
/**
 * An opened object other than a file with a path, by name: a pipe, a socket, a file in memory, or a
 * directory that was not opened as one. Falco takes each for a file.
 */
export interface OtherOpenEntry extends Evidence {
  /** The requested name, made absolute, links not followed. With `rule`, a pattern. */
  readonly path: string;
  readonly rule?: GeneraliseRule;
  /** For a pattern: what each * stands for, in order, as a regular expression. */
  readonly stars?: readonly string[];
  /** What was there, sorted. */
  readonly types: readonly OtherType[];
  /** What it was opened for, sorted. */
  readonly access: readonly ("read" | "write")[];
}
/** A change of a file other than writing to it. */
export interface ChangeEntry extends Evidence {
  readonly operation: Operation;
  /** As for opened files; for a rename, the old name. With `rule`, a pattern. */
  readonly path: string;
  readonly rule?: GeneraliseRule;
  /** For a pattern: what each * stands for, in order, as a regular expression. */
  readonly stars?: readonly string[];
  /** The new name: rename, exchange, link. With `toRule`, a pattern. */
  readonly to?: string;
  readonly toRule?: GeneraliseRule;
  /** For a pattern: what each * stands for, in order, as a regular expression. */
  readonly toStars?: readonly string[];
  /**
   * Other names by which it was requested, sorted: made absolute; and also unchanged, if they were
   * absolute but not normalised.
   */
  readonly askedAs?: readonly string[];
  /** The same for `to`. */
  readonly toAskedAs?: readonly string[];
  /** It was also requested with a slash at its end. */
  readonly slashed?: true;
  /** The same for `to`. */
  readonly toSlashed?: true;
  /** Where it lay, sorted. */
  readonly storage: readonly Storage[];
  /** For chmod, mkdir and mknod: permissions in octal, sorted. */
  readonly modes?: readonly string[];
  /** For chown: `uid:gid`, sorted; an id that does not change is left out: `33:`. */
  readonly owners?: readonly string[];
  /** The target of a symlink, the source of a mount, or the name of an attribute, sorted. */
  readonly texts?: readonly string[];
  /** `done`, or the names of errnos, sorted. */
  readonly results: readonly string[];
}
/** A name that DNS answered. */
export interface NameEntry extends Evidence {
  /** With `rule`, a pattern. */
  readonly name: string;
  readonly rule?: GeneraliseRule;
  /** For a pattern: what each * stands for, in order, as a regular expression. */
  readonly stars?: readonly string[];
  /** CNAMEs that lead to the addresses, sorted. */
  readonly aliases: readonly string[];
  /** Sorted; empty: there is no such name. */
  readonly addresses: readonly string[];
}
/** A socket that is not TCP, UDP or unix. */
export interface SocketEntry extends Evidence {
  /** `netlink`, `packet`, `ipv4`; a number if cxray has no name for it. */
  readonly family: string;
  /** `raw`, `dgram`. */
  readonly type: string;
  /** `icmp`, `route`; a number if cxray has no name for it. */
  readonly protocol: string;
  /** `done`, or the names of errnos, sorted. */
  readonly results: readonly string[];
}
/** A capability that the kernel checked. */
export interface CapabilityEntry extends Evidence {
  /** Such as CAP_CHOWN. */
  readonly name: string;
  /**
   * probed: the check did not decide the call, which goes on without the capability; refused: the
   * process lacked it.
   */
  readonly use: "used" | "probed" | "refused";
  /** System calls during which it was checked, sorted. */
  readonly calls: readonly string[];
}
/** A call that changes a process's privileges, or reaches into another process or the kernel. */
export interface PrivilegeEntry extends Evidence {
  /** The system call. */
  readonly call: string;
  /**
   * What it requested, in words: `uid 33` of the container, `PTRACE_ATTACH`; empty: the arguments
   * have no meaning.
   */
  readonly what: string;
  /** `done`, or the names of errnos, sorted. */
  readonly results: readonly string[];
}
/** A signal that was sent, or refused. */
export interface SignalEntry extends Evidence {
  /** Such as SIGTERM. */
  readonly signal: string;
  /** The kind of process that got it; absent: it was refused. */
  readonly target?: SignalTarget;
  /**
   * The program of another process in the container; absent: the signal went to the process itself
   * or to one outside, or the program is unknown.
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
   * The number of files, programs or requests, as the message says; null: it is unknown whether any
   * was affected.
   */
  readonly count: number | null;
  /** One sentence for a person. */
  readonly message: string;
}
/**
 * The Kubernetes names of a container. The pod is left out, because its name differs in every run.
 */
export interface KubernetesWorkload {
  /** The pod's namespace. */
  readonly namespace: string;
  /** The container's name in the pod; empty for the pod's sandbox. */
  readonly container: string;
  /** What created the pod; null: nothing did, or it is unknown. */
  readonly owner: {
    readonly kind: string;
    readonly name: string;
  } | null;
}
/** One image that had the name. */
export interface Build {
  /**
   * The image's id; for a bundle that was run by hand with runc or crun, `bundle:` and its path.
   */
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
  /** The run's id, the same in every document. */
  readonly id: string;
  /** The digest of its build. */
  readonly build: string;
  /** When its recording began. */
  readonly recording: string;
  /** RFC 3339, in UTC, with milliseconds. */
  readonly started: string;
  /** false: the container may have done more than was recorded. */
  readonly complete: boolean;
}
/** A file that an interpreter was given as its argument and read. */
export interface InterpretedFile {
  /**
   * With `rule`, a pattern: `*` stands for any characters except /, and a backslash escapes *, ?,
   * [, ] and \. Without `rule`, the path itself.
   */
  readonly path: string;
  readonly rule?: GeneraliseRule;
  /** For a pattern: what each * stands for, in order, as a regular expression. */
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
