import assert from "node:assert/strict";
import { test } from "node:test";
import { renderBaseline } from "../../src/emit/emit.js";
import type { EmitOptions } from "../../src/emit/format.js";
import {
  countDockerDefault,
  dockerDefaultAllowList,
} from "../../src/model/kernel/docker-default.js";
import { runtimeNeeds } from "../../src/emit/seccomp/runtime-needs.js";
import type { CallGroup, SeccompProfile } from "../../src/emit/seccomp/profile.js";
import { readSeccompOptions } from "../../src/emit/seccomp/options.js";
import { seccomp } from "../../src/emit/seccomp/seccomp.js";
import type { Baseline } from "../../src/model/baseline/baseline.js";
import { CxrayError } from "../../src/model/errors.js";
import { isSyscallName } from "../../src/model/kernel/syscalls.js";
import { calls, sampleBaseline } from "./sample-baseline.js";

function profileOf(more: Partial<Baseline> = {}, options: EmitOptions = {}): SeccompProfile {
  return JSON.parse(renderBaseline(seccomp, sampleBaseline(more), options).text) as SeccompProfile;
}

function allowedBy(profile: SeccompProfile): readonly string[] {
  return profile.syscalls
    .filter(({ action, args = [] }) => action === "SCMP_ACT_ALLOW" && args.length === 0)
    .flatMap(({ names }) => names);
}

function groupOf(profile: SeccompProfile, action: CallGroup["action"]): CallGroup {
  const group = profile.syscalls.find((each) => each.action === action);
  assert.ok(group);
  return group;
}

test("allowed is what was used in any ABI, at the start too, and what the runtime needs", () => {
  const allowed = allowedBy(
    profileOf({
      syscalls: {
        workload: { x86_64: calls("sendfile"), x86: calls("socketcall", "_llseek") },
        start: { x86_64: calls("setsid") },
      },
    }),
  );
  for (const name of ["sendfile", "socketcall", "_llseek", "setsid", "execve", "exit_group"]) {
    assert.ok(allowed.includes(name), name);
  }
  assert.ok(!allowed.includes("mkdir"));
  assert.ok(!allowed.includes("ptrace"));
});

test("the names are sorted and each is there once", () => {
  for (const { names } of profileOf().syscalls) {
    assert.deepEqual(names, [...new Set(names)].sort());
  }
});

test("a call that is not allowed seems not to exist, so that libc falls back", () => {
  const profile = profileOf();
  assert.equal(profile.defaultErrnoRet, 38);
  // Docker 20.10 takes its errno from the group only
  const group = groupOf(profile, "SCMP_ACT_ERRNO");
  assert.equal(group.errnoRet, 38);
  for (const name of ["clone3", "statx", "rseq"].filter(
    (each) => !allowedBy(profile).includes(each),
  )) {
    assert.ok(group.names.includes(name), name);
  }
  assert.ok(!group.names.some((name) => allowedBy(profile).includes(name)));
});

test("calls as old as the libraries that make them are not in that group", () => {
  const group = groupOf(profileOf(), "SCMP_ACT_ERRNO");
  for (const name of ["mkdir", "socket", "semget", "rt_sigaction", "breakpoint"]) {
    assert.ok(!group.names.includes(name), name);
  }
});

test("with EPERM only clone3 seems not to exist, for the runtime's own threads", () => {
  const profile = profileOf({}, { errno: "EPERM" });
  assert.equal(profile.defaultErrnoRet, 1);
  assert.deepEqual(groupOf(profile, "SCMP_ACT_ERRNO").names, ["clone3"]);
  const used = profileOf(
    { syscalls: { workload: { x86_64: calls("clone3") }, start: {} } },
    { errno: "EPERM" },
  );
  assert.deepEqual(
    used.syscalls.filter(({ action }) => action === "SCMP_ACT_ERRNO"),
    [],
  );
});

test("the machine's 32-bit programs may make calls too", () => {
  assert.deepEqual(profileOf().architectures, [
    "SCMP_ARCH_X86_64",
    "SCMP_ARCH_X86",
    "SCMP_ARCH_X32",
  ]);
  assert.deepEqual(profileOf({ architecture: "aarch64" }).architectures, [
    "SCMP_ARCH_AARCH64",
    "SCMP_ARCH_ARM",
  ]);
});

test("a call without a name is left out, and told", () => {
  const baseline = sampleBaseline({
    syscalls: { workload: { x86_64: calls("read", "#999") }, start: {} },
  });
  const { text, warnings } = renderBaseline(seccomp, baseline);
  assert.doesNotMatch(text, /#999/);
  assert.equal(warnings.length, 1);
  assert.match(warnings.join(), /#999/);
});

test("a profile that allows nothing is refused", () => {
  for (const syscalls of [
    { workload: {}, start: { x86_64: calls("prctl") } },
    { workload: { x86_64: [] }, start: {} },
  ]) {
    assert.throws(
      () => profileOf({ syscalls }),
      (error: unknown) => error instanceof CxrayError && error.code === "no-behaviour",
    );
  }
});

test("a partial baseline is told in the profile's comment, with the reasons and counts", () => {
  const reasons = [
    { code: "events-lost", count: 7, message: "7 events were lost: open 7" },
    { code: "joined-late", count: 1, message: "1 container was running" },
  ] as const;
  const profile = profileOf({ completeness: { state: "partial", reasons } });
  assert.match(
    groupOf(profile, "SCMP_ACT_ALLOW").comment,
    /^PARTIAL BASELINE: used by the image in .* \(7 events were lost: open 7; 1 container was running\)$/,
  );
  assert.doesNotMatch(groupOf(profileOf(), "SCMP_ACT_ALLOW").comment, /PARTIAL/);
});

test("the comment says how many runs the profile rests on, of which one is not many", () => {
  const commentOf = (count: number): string => {
    const runs = { ...sampleBaseline().runs, count };
    return groupOf(profileOf({ runs }), "SCMP_ACT_ALLOW").comment;
  };
  assert.match(commentOf(2), /^used by the image in 2 recorded runs$/);
  assert.match(commentOf(1), /^used by the image in 1 recorded run$/);
});

test("what every program needs is allowed whatever the runtime, and known names only", () => {
  for (const choice of ["all", "recorded"] as const) {
    for (const runtimes of [[], [RUNC], [CRUN]]) {
      const needs = runtimeNeeds(runtimes, choice);
      for (const name of ["execve", "exit_group", "exit", "rt_sigreturn", "capset"]) {
        assert.ok(needs.includes(name), name);
      }
      assert.deepEqual(
        needs.filter((name) => !isSyscallName(name)),
        [],
      );
    }
  }
});

const RUNC = { name: "runc", version: "1.1.5" };
const CRUN = { name: "crun", version: "1.8.1" };
/** What one of them never calls, and fails without. */
const RUNC_ONLY = ["capget", "epoll_ctl", "getppid"];
const CRUN_ONLY = ["pselect6", "setresuid", "umask"];

/** What needs to be allowed, by whichever group. */
function lacks(profile: SeccompProfile, names: readonly string[]): string[] {
  const allowed = profile.syscalls.flatMap((group) =>
    group.action === "SCMP_ACT_ALLOW" ? group.names : [],
  );
  return names.filter((name) => !allowed.includes(name));
}

test("a profile starts under every known runtime, old and new, whichever was recorded", () => {
  for (const recorded of [RUNC, CRUN, { name: "youki", version: "0.5" }]) {
    const runs = { ...sampleBaseline().runs, runtimes: [recorded] };
    const profile = profileOf({ runs });
    // runc calls statx and openat2 since 1.2.8 and 1.3.3
    assert.deepEqual(lacks(profile, ["statx", "openat2", ...RUNC_ONLY, ...CRUN_ONLY]), []);
  }
});

test("a profile starts under the recorded runtime alone where that is asked for", () => {
  const made = (name: string): SeccompProfile => {
    const runs = { ...sampleBaseline().runs, runtimes: [{ name, version: "" }] };
    return profileOf({ runs }, { runtimes: "recorded" });
  };
  assert.deepEqual(lacks(made("crun"), [...RUNC_ONLY, ...CRUN_ONLY]), RUNC_ONLY);
  assert.deepEqual(lacks(made("runc"), [...RUNC_ONLY, ...CRUN_ONLY]), CRUN_ONLY);
  assert.deepEqual(lacks(made("youki"), RUNC_ONLY), []);
});

test("the runtime's calls are a group of their own, which says for which runtimes it is", () => {
  const syscalls = {
    workload: { x86_64: calls("read", "sendfile") },
    start: { x86_64: calls("read", "setsid") },
  };
  const of = (name: string, options: EmitOptions = {}): CallGroup[] => {
    const runs = { ...sampleBaseline().runs, runtimes: [{ name, version: "1.0" }] };
    return profileOf({ syscalls, runs }, options).syscalls.filter(({ args }) => args === undefined);
  };
  const [image, runtime] = of("runc");
  assert.ok(runtime !== undefined);
  assert.deepEqual(image?.names, ["read", "sendfile"]);
  assert.ok(runtime.names.includes("setsid"));
  assert.ok(!runtime.names.includes("read"));
  assert.equal(
    runtime.comment,
    "not used by the image: needed by runc 1.0.2 to 1.5, crun 0.17 to 1.28, tini 0.19, catatonit 0.1 to start it",
  );
  assert.match(
    of("crun", { runtimes: "recorded" })[1]?.comment ?? "",
    /by crun 0[^,]* to start it$/,
  );
  assert.match(of("youki")[1]?.comment ?? "", /, youki as recorded, .* to start it$/);
});

test("a runtime whose needs are not known is told", () => {
  const runs = { ...sampleBaseline().runs, runtimes: [RUNC, { name: "youki", version: "0.5" }] };
  const { warnings } = renderBaseline(seccomp, sampleBaseline({ runs }));
  assert.equal(warnings.length, 1);
  assert.match(warnings.join(), /runtime youki .* not known/);
});

test("a profile is refused that lacks what was used, names what doesn't exist or allows nothing", () => {
  const baseline = sampleBaseline();
  const text = renderBaseline(seccomp, baseline).text;
  const refuse = (from: string | RegExp, to: string, message: RegExp): void => {
    const changed = text.replace(from, to);
    assert.notEqual(changed, text);
    assert.throws(() => seccomp.validate(changed, baseline, readSeccompOptions({})), message);
  };
  refuse('"read",', "", /read is needed/);
  refuse('"read",', '"read", "raed",', /no system call raed/);
  refuse("SCMP_ARCH_X86_64", "SCMP_ARCH_Z80", /architectures/);
  refuse('"SCMP_ACT_ERRNO"', '"SCMP_ACT_ALLOW"', /defaultAction/);
  refuse(/"syscalls": \[[^]*\]/, '"syscalls": []', /syscalls/);
  refuse(/\}\s*$/, "", /JSON/);
});

test("Docker's default list holds names of known calls only, and some of every ABI", () => {
  assert.deepEqual(
    [...dockerDefaultAllowList].filter((name) => !isSyscallName(name)),
    [],
  );
  assert.ok(countDockerDefault("x86_64") > 290 && countDockerDefault("x86_64") < 340);
  assert.ok(countDockerDefault("arm64") > 230);
});
