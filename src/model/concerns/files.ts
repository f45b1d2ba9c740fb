/** Files that deserve a look. */
import type { ChangeEntry, FileEntry } from "../baseline/baseline.js";
import type { Concern } from "./concern.js";
import { KERNEL, PERSISTENCE, SECRETS, TRACES } from "./patterns.js";

const isDone = ({ results }: ChangeEntry): boolean => results.includes("done");
const modesOf = ({ modes = [] }: ChangeEntry): number[] =>
  modes.map((mode) => Number.parseInt(mode, 8));
/** The names that a change creates, removes or keeps. */
const ends = ({ path, to }: ChangeEntry): string[] => (to === undefined ? [path] : [path, to]);

/** An ELF file with any permissions; a script, or a file of unknown content, that is executable. */
export function isProgram({ contents = [], executable }: FileEntry): boolean {
  if (contents.includes("elf")) return true;
  return executable === true && (contents.includes("script") || contents.includes("unknown"));
}

const MAKES: ReadonlySet<ChangeEntry["operation"]> = new Set([
  "rename",
  "exchange",
  "link",
  "symlink",
  "mkdir",
]);
const SETUID = 0o4000;
const SETGID = 0o2000;
const DEVICE_TYPES = new Set([0o020000, 0o060000]);
const TYPE_MASK = 0o170000;

export const FILE_CONCERNS: readonly Concern[] = [
  {
    name: "setuid-bit",
    label: "SETUID",
    meaning: "A file was made to run with the rights of its owner, whoever starts it.",
    severity: "high",
    matches: {
      changes: (entry) => isDone(entry) && modesOf(entry).some((mode) => (mode & SETUID) !== 0),
    },
    examples: {
      fits: [
        { changes: { operation: "chmod", path: "/bin/bash", modes: ["4755"], results: ["done"] } },
      ],
      not: [
        { changes: { operation: "chmod", path: "/bin/bash", modes: ["0755"], results: ["done"] } },
        { changes: { operation: "chmod", path: "/bin/bash", modes: ["4755"], results: ["EPERM"] } },
      ],
    },
  },
  {
    name: "setgid-bit",
    label: "SETGID",
    meaning:
      "A file was made to run with the rights of its group, or a folder to hand its group on.",
    severity: "low",
    matches: {
      changes: (entry) => isDone(entry) && modesOf(entry).some((mode) => (mode & SETGID) !== 0),
    },
    examples: {
      fits: [
        { changes: { operation: "chmod", path: "/srv/x", modes: ["2755"], results: ["done"] } },
      ],
      not: [
        { changes: { operation: "chmod", path: "/srv/x", modes: ["0755"], results: ["done"] } },
      ],
    },
  },
  {
    name: "file-capabilities",
    label: "FILE CAPABILITIES",
    meaning: "A file was given capabilities, which whoever starts it gets.",
    severity: "high",
    matches: {
      changes: (entry) => isDone(entry) && (entry.texts ?? []).includes("security.capability"),
    },
    examples: {
      fits: [
        { changes: { operation: "setxattr", texts: ["security.capability"], results: ["done"] } },
      ],
      not: [{ changes: { operation: "setxattr", texts: ["user.mime"], results: ["done"] } }],
    },
  },
  {
    name: "secret-read",
    label: "SECRET",
    meaning: "A file was read that holds passwords, keys or tokens, or the memory of a process.",
    severity: "high",
    matches: { filesRead: ({ path }) => SECRETS.test(path) },
    examples: {
      fits: [
        { filesRead: { path: "/etc/shadow" } },
        { filesRead: { path: "/root/.ssh/id_ed25519" } },
        { filesRead: { path: "/home/a/.aws/credentials" } },
        { filesRead: { path: "/proc/*/environ" } },
      ],
      not: [
        { filesRead: { path: "/etc/passwd" } },
        { filesRead: { path: "/root/.ssh/id_ed25519.pub" } },
        { filesRead: { path: "/srv/etc/shadow" } },
      ],
    },
  },
  {
    name: "persistence",
    label: "RUN LATER",
    meaning:
      "What is run or believed later was written: jobs of cron, services, start files of shells, accounts, keys that let in, libraries that are loaded into every program.",
    severity: "high",
    matches: {
      filesWritten: ({ path }) => PERSISTENCE.test(path),
      changes: (entry) =>
        isDone(entry) && MAKES.has(entry.operation) && PERSISTENCE.test(ends(entry).at(-1) ?? ""),
    },
    examples: {
      fits: [
        { filesWritten: { path: "/etc/cron.d/x" } },
        { filesWritten: { path: "/etc/ld.so.preload" } },
        { filesWritten: { path: "/root/.ssh/authorized_keys" } },
        { filesWritten: { path: "/etc/profile.d/x.sh" } },
        { filesWritten: { path: "/etc/systemd/system/x.service" } },
        {
          changes: { operation: "rename", path: "/tmp/x", to: "/etc/passwd", results: ["done"] },
        },
      ],
      not: [
        { filesWritten: { path: "/etc/hosts" } },
        { filesWritten: { path: "/etc/nginx/cron.conf" } },
        { changes: { operation: "unlink", path: "/etc/cron.d/x", results: ["done"] } },
      ],
    },
  },
  {
    name: "program-written",
    label: "PROGRAM",
    meaning: "A program or an executable script was written.",
    severity: "medium",
    matches: { filesWritten: isProgram },
    examples: {
      fits: [
        { filesWritten: { path: "/tmp/x", contents: ["elf"] } },
        { filesWritten: { path: "/tmp/x", contents: ["script"], executable: true } },
      ],
      not: [{ filesWritten: { path: "/tmp/x", contents: ["script"] } }],
    },
  },
  {
    name: "mount",
    label: "MOUNT",
    meaning: "A file system was mounted or taken away within the container.",
    severity: "medium",
    matches: {
      changes: (entry) =>
        isDone(entry) && (entry.operation === "mount" || entry.operation === "umount"),
    },
    examples: {
      fits: [{ changes: { operation: "mount", path: "/mnt", results: ["done"] } }],
      not: [{ changes: { operation: "mount", path: "/mnt", results: ["EPERM"] } }],
    },
  },
  {
    name: "device-made",
    label: "DEVICE",
    meaning: "A device was made, by which disks and memory of the host may be reached.",
    severity: "high",
    matches: {
      changes: (entry) =>
        isDone(entry) &&
        entry.operation === "mknod" &&
        modesOf(entry).some((mode) => DEVICE_TYPES.has(mode & TYPE_MASK)),
    },
    examples: {
      fits: [{ changes: { operation: "mknod", path: "/d", modes: ["060600"], results: ["done"] } }],
      not: [{ changes: { operation: "mknod", path: "/p", modes: ["010600"], results: ["done"] } }],
    },
  },
  {
    name: "kernel-interface",
    label: "KERNEL",
    meaning: "Something was written that the kernel acts on outside of the container, or a disk.",
    severity: "high",
    matches: { filesWritten: ({ path }) => KERNEL.test(path) },
    examples: {
      fits: [
        { filesWritten: { path: "/proc/sys/kernel/core_pattern" } },
        { filesWritten: { path: "/sys/fs/cgroup/rdma/release_agent" } },
      ],
      not: [{ filesWritten: { path: "/proc/self/oom_score_adj" } }],
    },
  },
  {
    name: "traces-removed",
    label: "TRACES REMOVED",
    meaning: "A log or a shell's history was removed or cut.",
    severity: "low",
    matches: {
      changes: (entry) =>
        isDone(entry) &&
        (entry.operation === "unlink" || entry.operation === "truncate") &&
        TRACES.test(entry.path),
    },
    examples: {
      fits: [{ changes: { operation: "unlink", path: "/root/.bash_history", results: ["done"] } }],
      not: [{ changes: { operation: "unlink", path: "/var/lib/x", results: ["done"] } }],
    },
  },
];
