/** What the image of the nightly gate does, and the nine things that it does more, one at a time. */

/** On every night. */
export const USUAL = `use IO::Socket::INET;
open(F, "<", "/etc/hostname"); close(F);
open(F, ">", "/tmp/a"); print F "x"; close(F);
rename("/tmp/a", "/tmp/b"); chmod(0755, "/tmp/b");
system("/usr/bin/true", "usual");
IO::Socket::INET->new(PeerAddr => "web:80") or die;
`;

export interface NightlyChange {
  readonly name: string;
  /** what is added to the program */
  readonly code: string;
  /** all that is found: severity, list, what it is, and what of it differs */
  readonly findings: readonly (readonly [severity: string, part: string, ...told: string[]])[];
  /** the program that brings more findings along; null: none does */
  readonly brings: string | null;
}

/** Of this machine's programs. */
const ABI = process.arch === "arm64" ? "arm64" : "x86_64";

export const PERL = "/usr/bin/perl";

/** Each night has the changes of the nights before it. */
export const CHANGES: readonly NightlyChange[] = [
  {
    name: "a new program",
    code: 'system("/usr/bin/id");',
    findings: [["medium", "executables", "/usr/bin/id"]],
    brings: "/usr/bin/id",
  },
  {
    name: "other arguments",
    code: 'system("/usr/bin/true", "unusual");',
    findings: [["medium", "executables", "/usr/bin/true", "arguments /usr/bin/true unusual"]],
    brings: null,
  },
  {
    name: "a read of a secret",
    code: 'open(F, "<", "/etc/shadow") or die; close(F);',
    findings: [["high", "filesRead", "/etc/shadow"]],
    brings: null,
  },
  {
    name: "a write to a new place",
    code: 'open(F, ">", "/srv/new") or die; close(F);',
    findings: [["medium", "filesWritten", "/srv/new"]],
    brings: null,
  },
  {
    name: "a mode 4755",
    code: 'chmod(04755, "/tmp/b") or die;',
    findings: [["high", "changes", "chmod /tmp/b", "mode 4755"]],
    brings: null,
  },
  {
    name: "a rename onto /etc",
    code: 'rename("/tmp/b", "/etc/cron.d-evil") or die;',
    findings: [["high", "changes", "rename /tmp/b → /etc/cron.d-evil"]],
    brings: null,
  },
  {
    name: "a destination by name",
    code: 'IO::Socket::INET->new(PeerAddr => "other:80") or die;',
    findings: [
      ["medium", "destinations", "tcp other:80"],
      ["low", "names", "other"],
    ],
    brings: null,
  },
  {
    name: "a listener",
    code: 'IO::Socket::INET->new(LocalAddr => "0.0.0.0", LocalPort => 8081, Listen => 1) or die;',
    findings: [
      ["medium", "listeners", "tcp 0.0.0.0:8081"],
      ["low", "syscalls.workload", `bind (${ABI})`],
      ["low", "syscalls.workload", `listen (${ABI})`],
    ],
    brings: null,
  },
  {
    name: "a capability",
    code: 'chroot("/") or die;',
    findings: [
      ["medium", "capabilities", "CAP_SYS_CHROOT"],
      ["medium", "privileges", "chroot"],
      ["low", "syscalls.workload", `chroot (${ABI})`],
    ],
    brings: null,
  },
];
