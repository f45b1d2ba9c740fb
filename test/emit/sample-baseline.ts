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
  NameEntry,
  OtherOpenEntry,
  PrivilegeEntry,
  SocketEntry,
  SyscallEntry,
} from "../../src/model/baseline/baseline.js";
import { documentOf, type Lists } from "../../src/model/baseline/lists.js";
import { escapePattern } from "../../src/model/baseline/pattern.js";
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

export function nameEntry(name: string, addresses: readonly string[]): NameEntry {
  return { ...evidence, name, aliases: [], addresses };
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

/** Everything that has a name was named by the attacker. */
export const HOSTILE: Baseline = sampleBaseline({
  executables: HOSTILE_PATHS.map((path) => program(path, { invokedAs: [...HOSTILE_PATHS] })),
  filesRead: HOSTILE_PATHS.map((path) => file(path, { by: [...HOSTILE_PATHS].sort() })),
  filesWritten: HOSTILE_PATHS.map((path) =>
    file(`${escapePattern(path)}*`, { rule: "varying-name" }),
  ),
  otherOpens: HOSTILE_PATHS.flatMap((path) => [
    otherOpen(path),
    otherOpen(`*${escapePattern(path)}`, { rule: "varying-name", access: ["read"] }),
  ]),
  changes: HOSTILE_PATHS.flatMap((path) => [
    change("rename", path, { to: path, askedAs: [...HOSTILE_PATHS], slashed: true, texts: [path] }),
    change("symlink", path, { texts: [...HOSTILE_PATHS] }),
    change("unlink", path, { askedAs: [...HOSTILE_PATHS], modes: [...HOSTILE_PATHS] }),
  ]),
  destinations: [
    ...HOSTILE_PATHS.map((path) => destination("unix", path)),
    {
      ...destination("tcp", "10.0.0.1", 80),
      names: HOSTILE_PATHS,
      serverNames: HOSTILE_PATHS,
      requests: HOSTILE_PATHS.map((path) => ({ method: path, host: path, path })),
    },
    ...HOSTILE_PATHS.map((name) => ({ ...destination("tcp", name, 443), addresses: ["10.0.0.2"] })),
  ],
  listeners: HOSTILE_PATHS.map(unixListener),
  names: HOSTILE_PATHS.map((name) => nameEntry(name, [...HOSTILE_PATHS])),
  sockets: HOSTILE_PATHS.map((path) => socket(path, { type: path, protocol: path })),
  privileges: HOSTILE_PATHS.map((path) => privilege("setuid", { what: path, by: [path] })),
  completeness: {
    state: "partial",
    reasons: HOSTILE_PATHS.map((message) => ({ code: "events-lost", count: 1, message })),
  },
  blindSpots: HOSTILE_PATHS.map((message) => ({ code: "io-uring", count: 1, message })),
  kubernetes: HOSTILE_PATHS.map((name) => ({
    namespace: name,
    container: name,
    owner: { kind: name, name },
  })),
  image: {
    ...sampleBaseline().image,
    name: `sha256:${"0".repeat(64)}`,
    references: [...HOSTILE_PATHS],
    repositories: [...HOSTILE_PATHS],
    tags: [],
    repoDigests: [],
  },
});
