import assert from "node:assert/strict";
import { test } from "node:test";
import { foldBaselines } from "../../src/aggregate/fold.js";
import {
  EVIDENCE,
  actor,
  at,
  baselineOf,
  baselineOfBehaviours,
  connect,
  container,
  exec,
  fact,
  open,
  paths,
  recording,
} from "./samples.js";

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
