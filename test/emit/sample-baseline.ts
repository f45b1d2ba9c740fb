/** Baselines to emit, for tests. */
import type {
  ArgumentEntry,
  Baseline,
  ChangeEntry,
  DestinationEntry,
  Evidence,
  ExecutableEntry,
  FileEntry,
  ListenerEntry,
  OtherOpenEntry,
  PrivilegeEntry,
  SocketEntry,
  SyscallEntry,
} from "../../src/model/baseline/baseline.js";
import { documentOf, type Lists } from "../../src/model/baseline/lists.js";
import { PART_NAMES } from "../../src/model/baseline/parts.js";

export const evidence: Evidence = {
  count: 2,
  runs: "1",
  firstSeen: "2026-01-01T00:00:00.000Z",
  lastSeen: "2026-01-02T00:00:00.000Z",
  when: ["start-up"],
  by: ["/bin/sh"],
};

export const ID = "0123456789ab".padEnd(64, "c");

export function file(path: string, more: Partial<FileEntry> = {}): FileEntry {
  return { ...evidence, path, ...more };
}

export function otherOpen(path: string, more: Partial<OtherOpenEntry> = {}): OtherOpenEntry {
  return { ...evidence, path, types: ["fifo"], access: ["write"], ...more };
}

export function program(path: string, more: Partial<ExecutableEntry> = {}): ExecutableEntry {
  return { ...evidence, path, storage: ["image"], invokedAs: [path], arguments: [], ...more };
}

export function destination(
  transport: DestinationEntry["transport"],
  address: string,
  port?: number,
): DestinationEntry {
  const results = [transport === "udp" ? "sent" : "connected"];
  const entry = { ...evidence, transport, address, results };
  return port === undefined ? entry : { ...entry, port };
}

export function listener(port: number, transport: "tcp" | "udp" = "tcp"): ListenerEntry {
  return { ...evidence, transport, address: "0.0.0.0", port };
}

/** On a port that the kernel chose. */
export function ephemeralListener(address = "0.0.0.0"): ListenerEntry {
  return { ...evidence, transport: "tcp", address, ephemeral: true };
}

export function unixListener(address: string): ListenerEntry {
  return { ...evidence, transport: "unix", address };
}

export function change(
  operation: ChangeEntry["operation"],
  path: string,
  more: Partial<ChangeEntry> = {},
): ChangeEntry {
  return { ...evidence, operation, path, storage: ["upper"], results: ["done"], ...more };
}

export function privilege(call: string, more: Partial<PrivilegeEntry> = {}): PrivilegeEntry {
  return { ...evidence, call, what: "", results: ["done"], ...more };
}

export function socket(family: string, more: Partial<SocketEntry> = {}): SocketEntry {
  return { ...evidence, family, type: "raw", protocol: "0", results: ["done"], ...more };
}

export function argument(call: string, values: readonly number[]): ArgumentEntry {
  return { ...evidence, abi: "x86_64", call, values, meaning: "" };
}

export function calls(...names: readonly string[]): SyscallEntry[] {
  return names.map((name) => ({ ...evidence, name }));
}

const NO_LISTS = Object.fromEntries(PART_NAMES.map((part) => [part, []])) as unknown as Lists;

export function sampleBaseline(more: Partial<Baseline> = {}): Baseline {
  return {
    version: 3,
    image: {
      name: "nginx",
      builds: [
        {
          digest: `sha256:${ID}`,
          firstSeen: evidence.firstSeen,
          lastSeen: evidence.lastSeen,
        },
      ],
      references: ["nginx:1.27"],
      repositories: ["nginx"],
      tags: ["1.27"],
      repoDigests: [`nginx@sha256:${"d".repeat(64)}`],
    },
    architecture: "x86_64",
    completeness: { state: "complete", reasons: [] },
    blindSpots: [],
    kubernetes: [],
    runs: {
      count: 3,
      recordings: 1,
      firstSeen: evidence.firstSeen,
      lastSeen: evidence.lastSeen,
      runtimes: [{ name: "runc", version: "1.1.5" }],
      each: ["1", "2", "3"].map((digit) => ({
        id: digit.repeat(12),
        build: `sha256:${ID}`,
        recording: evidence.firstSeen,
        started: evidence.firstSeen,
        complete: true,
      })),
    },
    ...documentOf({
      ...NO_LISTS,
      executables: [program("/usr/sbin/nginx")],
      filesRead: [file("/etc/passwd")],
      filesWritten: [file("/var/log/nginx/access.log")],
      destinations: [destination("tcp", "10.0.0.1", 443)],
      listeners: [listener(80)],
      "syscalls.workload": calls("read", "write").map((call) => ({ abi: "x86_64", ...call })),
      "syscalls.start": calls("prctl").map((call) => ({ abi: "x86_64", ...call })),
    }),
    ...more,
  };
}

/** Names that whoever runs in a container might choose. */
export const HOSTILE_PATHS: readonly string[] = [
  "/with space",
  "/'single'",
  '/"double"',
  "/a,b",
  "/a=b",
  "/(a)",
  "/{a}",
  "/{{secret}}",
  "/{{{secret}}}",
  "/%proc.name %",
  "/back\\slash",
  "/end\\",
  "/end, with space\\",
  '/quote then backslash"\\',
  "/a # comment",
  "/a: b",
  "- item",
  "! tag",
  "& anchor",
  "* alias",
  "[a]",
  "/new\nline",
  "/\nnot: yaml",
  "/tab\there",
  "/\u001b[31mred",
  "/raw\udcff\udc80byte",
  "/\u2028line\u2029paragraph",
  "/\u0085next",
  "/\ufeffbom",
  "/\ufffe",
  "/\u202egnp.exe",
  "/ünï/日本/😀",
  "/glob*?[a]\\*",
  ") or evt.num>0 or (fd.name in (x",
  '") or evt.num>0 or fd.name in ("',
  "true",
  "~",
  "0x10",
  `/${"x".repeat(3998)}`,
];
