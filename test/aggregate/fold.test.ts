import assert from "node:assert/strict";
import { test } from "node:test";
import { foldBaselines } from "../../src/aggregate/fold.js";
import {
  actor,
  at,
  baselineOf,
  baselineOfBehaviours,
  connect,
  container,
  exec,
  fact,
  open,
  recording,
} from "./samples.js";

const EVIDENCE = {
  count: 1,
  runs: "1",
  firstSeen: "2026-01-02T03:04:05.005Z",
  lastSeen: "2026-01-02T03:04:05.005Z",
  when: ["start-up"],
  by: ["/bin/sh"],
};

function paths(entries: readonly { path: string }[]): string[] {
  return entries.map(({ path }) => path);
}

test("an open counts by its access, and only when it found a file", () => {
  const baseline = baselineOfBehaviours(
    open("/read"),
    open("/path", { access: "path" }),
    open("/written", { access: "write" }),
    open("/both", { access: "read-write" }),
    open("/dev/null", { type: "character-device", access: "write" }),
    open(null, { ret: -2, type: null, asked: "/failed" }),
    open("/failed", { ret: -13 }),
    open("/directory", { type: "directory" }),
    open("/fifo", { type: "fifo" }),
    open("/socket", { type: "socket", access: "path" }),
    open("pipe:[123]", { type: "fifo", storage: "memory" }),
    open("anon_inode:[eventfd]", { type: null }),
    open("/memfd:x", { storage: "memory" }),
    open(null),
  );
  assert.deepEqual(paths(baseline.filesRead), ["/both", "/path", "/read"]);
  assert.deepEqual(paths(baseline.filesWritten), ["/both", "/dev/null", "/written"]);
  assert.deepEqual(baseline.filesRead[0], { path: "/both", ...EVIDENCE });
  assert.deepEqual(paths(baseline.otherOpens), ["/directory", "/fifo", "/memfd:x", "/socket"]);
});

test("what is no file with a place is listed by the name that was asked for", () => {
  const log = { name: "/var/log/nginx/error.log", access: "write" } as const;
  const memory = { type: "file", storage: "memory" } as const;
  const { otherOpens, filesRead, filesWritten, completeness } = baselineOf([
    fact(exec("/bin/sh")),
    fact(open("", { ...log, type: "fifo", storage: "memory" })),
    fact(open("/run/pipe", { type: "fifo", access: "read-write" })),
    fact(open("/run/socket", { type: "socket", access: "path" })),
    fact(open("memfd:x", { ...memory, name: "/proc/12/fd/3" })),
    fact(open("memfd:x", { ...memory, name: "/proc/13/fd/3", access: "write" })),
    fact(open("pipe:[7]", { name: "pipe:[7]", type: "fifo", storage: "memory" })),
    fact(open("/tmp/#", { name: "/tmp", access: "write", storage: "deleted" })),
    fact(open("/dev/null", { type: "character-device", access: "write" })),
  ]);
  assert.deepEqual(
    otherOpens.map(({ path, rule, types, access }) => [path, rule, types, access]),
    [
      ["/proc/*/fd/3", "proc-pid", ["memory"], ["read", "write"]],
      ["/run/pipe", undefined, ["fifo"], ["read", "write"]],
      ["/run/socket", undefined, ["socket"], ["read"]],
      ["/var/log/nginx/error.log", undefined, ["fifo"], ["write"]],
    ],
  );
  assert.deepEqual(otherOpens[3], {
    path: log.name,
    types: ["fifo"],
    access: ["write"],
    ...EVIDENCE,
  });
  assert.deepEqual(paths(filesRead), []);
  assert.deepEqual(
    filesWritten.map(({ path, openedAs }) => [path, openedAs]),
    [
      ["/dev/null", undefined],
      ["/tmp/#", ["/tmp"]],
    ],
  );
  assert.equal(completeness.state, "complete");
});

test("a folder is listed where it was not asked for as one, on each architecture", () => {
  const [x86, arm] = [0o200000, 0o40000];
  const folders = [0, x86, arm].map((flags) =>
    fact(open(`/folder-${flags.toString(8)}`, { type: "directory", flags })),
  );
  const listed = (architecture: string): string[] => {
    const [baseline] = foldBaselines([recording({ architecture })], [container()], folders);
    return paths(baseline?.otherOpens ?? []);
  };
  assert.deepEqual(listed("x86_64"), ["/folder-0", "/folder-40000"]);
  assert.deepEqual(listed("aarch64"), ["/folder-0", "/folder-200000"]);
});

test("descriptors that are opened by their names become one name when there are many", () => {
  const fds = (folder: string) =>
    Array.from({ length: 16 }, (_, fd) =>
      open("", { name: `${folder}/${String(fd)}`, type: "fifo", storage: "memory" }),
    );
  const { otherOpens } = baselineOfBehaviours(...fds("/dev/fd"), ...fds("/proc/self/fd"));
  assert.deepEqual(paths(otherOpens), ["/dev/fd/*", "/proc/self/fd/*"]);
});

test("a file opened through a link keeps the names that were asked for", () => {
  const names = ["/var/run/x", "/run/x", null, "/a"];
  const { filesRead } = baselineOfBehaviours(...names.map((name) => open("/run/x", { name })));
  assert.deepEqual(filesRead, [
    { path: "/run/x", openedAs: ["/a", "/var/run/x"], ...EVIDENCE, count: 4 },
  ]);
});

test("an executable has its storage, names, arguments and who executed it", () => {
  const { executables } = baselineOf([
    fact(exec("/bin/busybox", { asked: "/bin/ls", argv: ["ls", "-l"] })),
    fact(exec("/bin/busybox", { asked: "/bin/id", argv: ["id"], storage: "upper" }), {
      actor: actor({ programs: [] }),
      last: at(9),
    }),
    fact(exec("/bin/busybox", { beforeRecording: true, argv: [] })),
    fact(exec("/bin/busybox", { argvTruncated: true, argv: ["sh", "-x", "a"] })),
  ]);
  assert.deepEqual(executables, [
    {
      path: "/bin/busybox",
      storage: ["image", "upper"],
      invokedAs: ["/bin/busybox", "/bin/id", "/bin/ls"],
      arguments: [["id"], ["ls", "-l"], ["sh", "-x", { startsWith: "a" }, { more: true }]],
      ...EVIDENCE,
      count: 4,
      lastSeen: "2026-01-02T03:04:05.009Z",
      by: ["", "/bin/sh"],
    },
  ]);
});

test("destinations say what became of the calls, and of a UDP socket that was connected that it was", () => {
  const { destinations } = baselineOfBehaviours(
    connect("10.0.0.2"),
    connect("10.0.0.2", { ret: -115 }),
    connect("10.0.0.2", { ret: -111 }),
    connect("10.0.0.10", { remote: { address: "10.0.0.10", port: 80 } }),
    connect("10.0.0.10", { remote: { address: "10.0.0.10", port: 9 } }),
    connect("8.8.8.8", { transport: "udp" }),
    { kind: "connect-unix", address: "/run/docker.sock", path: null, ret: -2 },
  );
  assert.deepEqual(
    destinations.map(({ transport, address, port, results }) => [
      transport,
      address,
      port,
      results,
    ]),
    [
      ["tcp", "10.0.0.10", 9, ["connected"]],
      ["tcp", "10.0.0.10", 80, ["connected"]],
      ["tcp", "10.0.0.2", 443, ["ECONNREFUSED", "connected", "in-progress"]],
      ["udp", "8.8.8.8", 443, ["connected"]],
      ["unix", "/run/docker.sock", undefined, ["ENOENT"]],
    ],
  );
  assert.ok(!("port" in (destinations.at(-1) ?? {})));
});

test("listeners are listed by address and port", () => {
  const local = { address: "0.0.0.0", port: 80 };
  const listen = { kind: "listen", family: "ipv4", transport: "tcp", local } as const;
  const { listeners } = baselineOfBehaviours(listen, listen);
  assert.deepEqual(listeners, [{ transport: "tcp", ...local, ...EVIDENCE, count: 2 }]);
});

test("system calls are kept by phase and ABI, and those of the set-up are not", () => {
  const call = (
    nr: number,
    phase: "setup" | "start" | "workload",
    abi: "x86_64" | "x86" = "x86_64",
  ) => fact({ kind: "syscall", abi, nr }, { actor: actor({ phase, programs: ["/usr/bin/runc"] }) });
  const { syscalls } = baselineOf([
    call(1, "workload"),
    call(0, "workload"),
    call(99_999, "workload"),
    call(1, "workload", "x86"),
    call(59, "start"),
    call(165, "setup"),
  ]);
  const names = (entries: readonly { name: string }[] | undefined): string[] | undefined =>
    entries?.map(({ name }) => name);
  assert.deepEqual(Object.keys(syscalls.workload), ["x86", "x86_64"]);
  assert.deepEqual(names(syscalls.workload.x86_64), ["#99999", "read", "write"]);
  assert.deepEqual(names(syscalls.workload.x86), ["exit"]);
  assert.deepEqual(names(syscalls.start.x86_64), ["execve"]);
  assert.deepEqual(syscalls.start.x86_64?.[0]?.by, [""], "the runtime is no program of the image");
});

test("what a runtime written in Go calls by chance is in no baseline", () => {
  const start = { actor: actor({ phase: "start", programs: [] }) };
  const [setgid, schedYield, tgkill] = [106, 24, 234];
  const facts = [setgid, schedYield, tgkill].map((nr) =>
    fact({ kind: "syscall", abi: "x86_64", nr }, start),
  );
  const startOf = (name: string): string[] | undefined => {
    const of = [container({ runtime: { name, version: "1" } })];
    const [baseline] = foldBaselines([recording()], of, facts);
    return baseline?.syscalls.start.x86_64?.map((entry) => entry.name);
  };
  assert.deepEqual(startOf("runc"), ["setgid"]);
  assert.deepEqual(startOf("crun"), ["sched_yield", "setgid", "tgkill"], "it is written in C");
});

test("of the runtime's own behaviour only the system calls of its start count", () => {
  const behaviours = [exec("/usr/bin/runc"), open("/host/secret"), connect("10.0.0.1")];
  const facts = (["setup", "start"] as const).flatMap((phase) =>
    behaviours.map((behaviour) => fact(behaviour, { actor: actor({ phase }) })),
  );
  const { executables, filesRead, destinations } = baselineOf(facts);
  assert.deepEqual([executables, filesRead, destinations], [[], [], []]);
});

test("what came in through docker exec is left out unless it is asked for", () => {
  const facts = [
    fact(open("/main")),
    fact(open("/session"), { actor: actor({ origin: "session" }) }),
    fact(exec("/bin/sh"), { actor: actor({ origin: "session" }) }),
    fact(
      { kind: "syscall", abi: "x86_64", nr: 59 },
      { actor: actor({ origin: "session", phase: "start" }) },
    ),
  ];
  const without = baselineOf(facts);
  assert.deepEqual(paths(without.filesRead), ["/main"]);
  assert.deepEqual([without.executables, without.syscalls.start], [[], {}]);
  const included = baselineOf(facts, { includeSessions: true });
  assert.deepEqual(paths(included.filesRead), ["/main", "/session"]);
  assert.deepEqual(
    included.completeness.reasons.map(({ code }) => code),
    ["program-never-ran"],
  );
});

test("what failed or was refused is told apart by its error", () => {
  const { refused, executables } = baselineOfBehaviours(
    { kind: "exec-failed", asked: "/bin/x", ret: -2 },
    { kind: "exec-failed", asked: "/bin/x", ret: -13 },
    { kind: "exec-failed", asked: "/bin/x", ret: -2 },
    { kind: "syscall-refused", abi: "x86_64", nr: 83, ret: -1 },
    { kind: "syscall-refused", abi: "x86_64", nr: 83, ret: -38 },
  );
  assert.deepEqual(executables, []);
  assert.deepEqual(refused, {
    executables: [
      { path: "/bin/x", error: "EACCES", ...EVIDENCE },
      { path: "/bin/x", error: "ENOENT", ...EVIDENCE, count: 2 },
    ],
    syscalls: [
      { abi: "x86_64", name: "mkdir", error: "ENOSYS", ...EVIDENCE },
      { abi: "x86_64", name: "mkdir", error: "EPERM", ...EVIDENCE },
    ],
  });
});
