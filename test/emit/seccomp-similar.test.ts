import assert from "node:assert/strict";
import { test } from "node:test";
import { dockerDefaultAllowList } from "../../src/model/kernel/docker-default.js";
import { renderBaseline } from "../../src/emit/emit.js";
import type { EmitOptions } from "../../src/emit/format.js";
import type { CallGroup, SeccompProfile } from "../../src/emit/seccomp/profile.js";
import { INIT_NEEDS } from "../../src/emit/seccomp/rows/runtime-needs.js";
import { seccomp } from "../../src/emit/seccomp/seccomp.js";
import { SIMILAR_CALLS } from "../../src/emit/seccomp/rows/similar-calls.js";
import type { Baseline } from "../../src/model/baseline/baseline.js";
import { isSyscallName } from "../../src/model/kernel/syscalls.js";
import { argument, calls, sampleBaseline } from "./sample-baseline.js";

/** The profile of an image that used these calls, for crun alone, which needs few of its own. */
function profileOf(
  used: readonly string[],
  more: Partial<Baseline> = {},
  options: EmitOptions = {},
) {
  const baseline = sampleBaseline({
    syscalls: { workload: { x86_64: calls(...used) }, start: {} },
    runs: { ...sampleBaseline().runs, runtimes: [{ name: "crun", version: "1.8.1" }] },
    syscallArguments: [],
    ...more,
  });
  const { text } = renderBaseline(seccomp, baseline, { runtimes: "recorded", ...options });
  return JSON.parse(text) as SeccompProfile;
}

function groupsWith({ syscalls }: SeccompProfile, name: string): CallGroup[] {
  return syscalls.filter(
    ({ action, names }) => action === "SCMP_ACT_ALLOW" && names.includes(name),
  );
}

function isAllowed(profile: SeccompProfile, name: string): boolean {
  return groupsWith(profile, name).length > 0;
}

test("calls of equal power come with the one that was seen, which the comment names", () => {
  for (const [used, similar] of [
    ["dup2", "dup3"],
    ["accept4", "accept"],
    ["epoll_wait", "epoll_pwait"],
    ["pipe2", "pipe"],
    ["poll", "ppoll"],
    ["mmap", "mremap"],
    ["lstat", "statx"],
    ["kill", "tgkill"],
    ["socket", "getpeername"],
    ["socket", "poll"],
    ["pipe2", "ppoll"],
    ["unlinkat", "rmdir"],
  ] as const) {
    const [group, ...others] = groupsWith(profileOf([used]), similar);
    assert.equal(others.length, 0, similar);
    const known = isAllowed(profileOf(["getpid"]), similar); // crun needs it anyway
    const pattern = new RegExp(`^not used, but equal in power to ${used}, which was: to `, "u");
    assert.match(group?.comment ?? "", known ? /needed by crun/u : pattern, similar);
  }
});

test("what gives another right does not come along", () => {
  for (const [used, other] of [
    ["unlink", "rmdir"],
    ["tgkill", "kill"],
    ["read", "pread64"],
    ["connect", "socket"],
    ["rename", "renameat2"],
    ["getpid", "mremap"],
    ["open", "open_by_handle_at"],
    ["getpid", "fork"],
  ] as const) {
    assert.ok(!isAllowed(profileOf([used]), other), `${used}: ${other}`);
  }
});

test("none of them is a call that Docker's default profile refuses", () => {
  const all = SIMILAR_CALLS.flatMap(({ used, allowed }) => [...used, ...allowed]);
  assert.deepEqual(
    all.filter((name) => !isSyscallName(name)),
    [],
  );
  const conditional = ["socket", "_newselect", "oldfstat"];
  assert.deepEqual(
    all.filter((name) => !dockerDefaultAllowList.has(name) && !conditional.includes(name)),
    [],
  );
});

test("fork and vfork come with a clone that makes no namespaces, and with no other", () => {
  const clone = (flags: number) => ({ syscallArguments: [argument("clone", [flags])] });
  const plain = profileOf(["clone"], clone(0x120_0000));
  for (const name of ["fork", "vfork"]) assert.ok(isAllowed(plain, name), name);
  const nested = profileOf(["clone"], clone(0x1000_0000));
  const unknown = profileOf(["clone"]);
  for (const profile of [nested, unknown]) {
    for (const name of ["fork", "vfork"]) assert.ok(!isAllowed(profile, name), name);
  }
});

test("clone comes with vfork only where its flags are looked at", () => {
  const used = { syscallArguments: [argument("clone", [0x4111])] };
  const [group, ...others] = groupsWith(profileOf(["vfork", "clone"], used), "clone");
  assert.equal(others.length, 0);
  assert.match(group?.comment ?? "", /^clone without CLONE_NEW/u);
  assert.ok(!isAllowed(profileOf(["vfork"]), "clone"));
  assert.ok(isAllowed(profileOf(["vfork"]), "fork"));
});

test("threads may do to one another what threads do", () => {
  const threads = { syscallArguments: [argument("clone", [0x3d_0f00])] };
  assert.ok(isAllowed(profileOf(["clone"], threads), "tgkill"));
  const processes = { syscallArguments: [argument("clone", [0x120_0000])] };
  assert.ok(!isAllowed(profileOf(["clone"], processes), "tgkill"));
});

test("without similar calls a profile holds what was used, and what the runtime needs", () => {
  const strict = profileOf(["dup2", "poll"], {}, { "similar-calls": false });
  for (const name of ["dup3", "ppoll"]) assert.ok(!isAllowed(strict, name), name);
});

test("calls that no used ABI has are not among them", () => {
  assert.ok(!isAllowed(profileOf(["mmap"]), "mmap2"));
  const syscalls = { workload: { x86: calls("mmap2"), x86_64: calls("read") }, start: {} };
  assert.ok(isAllowed(profileOf([], { syscalls }), "mremap"));
});

test("a container may be started with an init program of the engine's", () => {
  const profile = profileOf(["read"], {}, { runtimes: "all" });
  for (const { calls: needed } of INIT_NEEDS) {
    assert.deepEqual(
      needed.filter((name) => !isAllowed(profile, name)),
      [],
    );
  }
  assert.match(groupsWith(profile, "rt_sigtimedwait")[0]?.comment ?? "", /, tini 0\.19/u);
});
