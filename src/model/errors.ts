/**
 * Every error that a user can meet: its code, its exit status, what happened, and what to do about
 * it. docs/errors.md lists the same codes, and a test compares the two.
 */
import { printable } from "./text.js";

/** Exit statuses, as the README documents them. */
export const EXIT = {
  done: 0,
  /** `check` and `diff`: what was compared differs; `verify`: the policy does not hold; `explain`: there is no such entry */
  differs: 1,
  usage: 2,
  incomplete: 3,
  machine: 4,
  defect: 70,
  // with a command after --, whose own status is passed on; the numbers are those of `timeout` and
  // `docker run`
  commandIncomplete: 123,
  failed: 125,
  notExecutable: 126,
  notFound: 127,
} as const;

export type ExitStatus = (typeof EXIT)[keyof typeof EXIT];

interface ErrorClass {
  readonly exit: ExitStatus;
  /** the text in docs/errors.md under this code */
  readonly summary: string;
}

export const ERROR_CODES = {
  // usage: the request cannot be carried out as it is
  "bad-usage": { exit: EXIT.usage, summary: "The command line is wrong." },
  "bad-config": { exit: EXIT.usage, summary: "cxray.yaml is not valid." },
  "bad-template": { exit: EXIT.usage, summary: "The template cannot be used." },
  "bad-baseline": { exit: EXIT.usage, summary: "The file is not a baseline, or is damaged." },
  "other-baseline": { exit: EXIT.usage, summary: "The baselines are of different images." },
  "unknown-image": { exit: EXIT.usage, summary: "The database has no recording of that image." },
  "ambiguous-image": { exit: EXIT.usage, summary: "Several recorded images match the reference." },
  "no-runs": { exit: EXIT.usage, summary: "No recorded run matches what was asked for." },
  "no-image": { exit: EXIT.usage, summary: "It is not clear which image is meant." },
  "unknown-format": { exit: EXIT.usage, summary: "There is no such format." },
  "no-database": { exit: EXIT.usage, summary: "The database doesn't exist." },
  "not-a-database": { exit: EXIT.usage, summary: "The file is not a cxray database." },
  "newer-database": { exit: EXIT.usage, summary: "A newer cxray wrote the database." },
  "unusable-database": { exit: EXIT.usage, summary: "The database cannot be opened or written." },
  "disk-full": { exit: EXIT.usage, summary: "The disk of the database is full." },
  "database-lost": {
    exit: EXIT.usage,
    summary: "The database was removed or replaced while recording.",
  },
  "unwritable-output": { exit: EXIT.usage, summary: "The output cannot be written." },
  "no-container": {
    exit: EXIT.usage,
    summary: "The engine cannot create a container of the image.",
  },
  "no-baseline": { exit: EXIT.usage, summary: "The baseline to compare with doesn't exist." },
  "unknown-entry": { exit: EXIT.differs, summary: "The baseline has no such entry." },
  "not-accepted": { exit: EXIT.usage, summary: "Nothing was accepted into the baseline." },
  "no-behaviour": {
    exit: EXIT.usage,
    summary: "The baseline has nothing that a rule could allow.",
  },
  "no-falco-scope": {
    exit: EXIT.usage,
    summary: "Falco cannot recognise containers of that image.",
  },
  // machine: this machine cannot do it, for any request
  "not-root": { exit: EXIT.machine, summary: "Recording needs root." },
  "no-btf": { exit: EXIT.machine, summary: "The kernel has no type information (BTF)." },
  "old-kernel": { exit: EXIT.machine, summary: "The kernel lacks eBPF helpers." },
  "locked-down": {
    exit: EXIT.machine,
    summary: "The kernel does not let eBPF programs read its memory.",
  },
  "no-libbpf": { exit: EXIT.machine, summary: "The libbpf library is missing." },
  "no-sqlite": {
    exit: EXIT.machine,
    summary: "The binary of better-sqlite3 is missing or does not fit this Node.",
  },
  "no-cgroup2": { exit: EXIT.machine, summary: "No cgroup v2 tree is mounted." },
  "no-engine": { exit: EXIT.machine, summary: "No container engine answers." },
  "no-apparmor": { exit: EXIT.machine, summary: "AppArmor is not on, or can't load a profile." },
  "no-falco": { exit: EXIT.machine, summary: "Falco is not installed." },
  "falco-failed": { exit: EXIT.machine, summary: "Falco could not watch, or refused the rules." },
  "unsupported-machine": {
    exit: EXIT.machine,
    summary: "There is no eBPF program for this architecture.",
  },
  "load-failed": { exit: EXIT.machine, summary: "The kernel refused the eBPF program." },
  // the command after --
  "command-not-executable": {
    exit: EXIT.notExecutable,
    summary: "The command after -- is not executable.",
  },
  "no-such-command": { exit: EXIT.notFound, summary: "The command after -- was not found." },
  // defect: the fault is cxray's
  "invalid-output": {
    exit: EXIT.defect,
    summary: "A file that cxray rendered did not pass its check.",
  },
  "wire-mismatch": { exit: EXIT.defect, summary: "The eBPF object does not fit this cxray." },
} as const satisfies Record<string, ErrorClass>;

export type ErrorCode = keyof typeof ERROR_CODES;

/**
 * The exit status of a run with a command after --. It must differ from the statuses that the
 * command itself returns. `status` is the one that the same run would have without a command.
 */
export function exitBesideCommand(status: ExitStatus): ExitStatus {
  switch (status) {
    case EXIT.done:
    case EXIT.notExecutable:
    case EXIT.notFound:
      return status;
    case EXIT.incomplete:
      return EXIT.commandIncomplete;
    default:
      return EXIT.failed;
  }
}

/**
 * An error with a message for the user. `message` is one line and names the object; `advice` says
 * what to do, one item per line. Quoted texts are made printable here, so that a hostile name
 * cannot affect the terminal.
 */
export class CxrayError extends Error {
  override readonly name = "CxrayError";
  readonly code: ErrorCode;
  readonly advice: readonly string[];

  constructor(
    code: ErrorCode,
    message: string,
    advice: string | readonly string[],
    options?: ErrorOptions,
  ) {
    super(printable(message), options);
    this.code = code;
    this.advice = (typeof advice === "string" ? [advice] : advice).map(printable);
  }

  get exit(): ExitStatus {
    return ERROR_CODES[this.code].exit;
  }
}

/** System errors in words. */
const REASONS: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EDQUOT: "the disk quota is exceeded",
  EFBIG: "the file would be too large",
  EISDIR: "it is a directory",
  ELOOP: "it is a symbolic link",
  ENAMETOOLONG: "the name is too long",
  ENOENT: "no such file",
  ENOSPC: "the disk is full",
  ENOTDIR: "a part of the path is not a directory",
  ENXIO: "no process reads from it",
  EPERM: "operation not permitted",
  EROFS: "the file system is read-only",
};

/** Why the system refused something. `words` override the general ones where they fit better. */
export function systemReason(error: unknown, words: Readonly<Record<string, string>> = {}): string {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as NodeJS.ErrnoException;
  const reason = code === undefined ? undefined : (words[code] ?? REASONS[code]);
  return code === undefined || reason === undefined ? error.message : `${reason} (${code})`;
}
