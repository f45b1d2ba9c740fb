import assert from "node:assert/strict";
import { test } from "node:test";
import { renderBaseline } from "../../src/emit/emit.js";
import type { SeccompProfile } from "../../src/emit/seccomp/profile.js";
import { readSeccompOptions } from "../../src/emit/seccomp/options.js";
import { seccomp } from "../../src/emit/seccomp/seccomp.js";
import type { Baseline } from "../../src/model/baseline/baseline.js";
import { argument, calls, sampleBaseline } from "./sample-baseline.js";

function profileOf(more: Partial<Baseline>): SeccompProfile {
  return JSON.parse(renderBaseline(seccomp, sampleBaseline(more)).text) as SeccompProfile;
}

/** A baseline of an image that used these calls, with these arguments. */
function using(arguments_: Readonly<Record<string, readonly (readonly number[])[]>>) {
  return {
    syscalls: { workload: { x86_64: calls("read", ...Object.keys(arguments_)) }, start: {} },
    syscallArguments: Object.entries(arguments_).flatMap(([name, sets]) =>
      sets.map((values) => argument(name, values)),
    ),
  };
}

/** Whether the profile allows a call with arguments, as libseccomp reads it. */
function allows({ syscalls }: SeccompProfile, name: string, ...values: number[]): boolean {
  return syscalls.some(
    ({ names, action, args = [] }) =>
      action === "SCMP_ACT_ALLOW" &&
      names.includes(name) &&
      args.every(
        ({ index, value, valueTwo }) =>
          (BigInt(values[index] ?? 0) & BigInt(value)) === BigInt(valueTwo),
      ),
  );
}

const [UNIX, INET, INET6, NETLINK, PACKET, ALG, VSOCK] = [1, 2, 10, 16, 17, 38, 40] as const;
const [STREAM, DGRAM, RAW] = [1, 2, 3] as const;
const FLAGS = 0o2000000 | 0o4000;

test("sockets are allowed of the families that were seen, and of no other", () => {
  const profile = profileOf(using({ socket: [[UNIX, STREAM, 0]] }));
  assert.ok(allows(profile, "socket", UNIX, STREAM, 0));
  assert.ok(allows(profile, "socket", UNIX, DGRAM | FLAGS, 0));
  for (const family of [INET, INET6, NETLINK, PACKET, ALG, VSOCK]) {
    assert.ok(!allows(profile, "socket", family, STREAM, 0), String(family));
  }
  assert.ok(allows(profileOf(using({ socket: [[ALG, 5, 0]] })), "socket", ALG, 5, 0));
});

test("IPv4 brings IPv6 and TCP brings UDP, as the network decides; raw sockets come with none", () => {
  const profile = profileOf(using({ socket: [[INET6, STREAM, 0]] }));
  for (const family of [INET, INET6]) {
    for (const type of [STREAM, DGRAM]) assert.ok(allows(profile, "socket", family, type, 6));
    assert.ok(!allows(profile, "socket", family, RAW, 1));
    assert.ok(!allows(profile, "socket", family, RAW | FLAGS, 1));
  }
  const raw = profileOf(using({ socket: [[INET, RAW, 1]] }));
  assert.ok(allows(raw, "socket", INET, RAW | FLAGS, 1));
});

test("of netlink only the parts of the kernel may be reached that were", () => {
  const profile = profileOf(using({ socket: [[NETLINK, RAW, 0]] }));
  assert.ok(allows(profile, "socket", NETLINK, DGRAM | FLAGS, 0));
  assert.ok(!allows(profile, "socket", NETLINK, RAW, 12));
});

test("what is above the 32 bits that the kernel looks at neither opens nor closes anything", () => {
  const profile = profileOf(using({ socket: [[UNIX, STREAM, 0]] }));
  assert.ok(allows(profile, "socket", 0x1_0000_0000 + UNIX, STREAM, 0));
  assert.ok(!allows(profile, "socket", 0x1_0000_0000 + VSOCK, STREAM, 0));
});

const CLONE_NEWUSER = 0x1000_0000;
const CLONE_NEWNET = 0x4000_0000;
const THREAD = 0x3d_0f00;
const SIGCHLD = 17;

test("clone makes threads and processes, and the namespaces that were seen", () => {
  const plain = profileOf(using({ clone: [[THREAD]] }));
  assert.ok(allows(plain, "clone", THREAD));
  assert.ok(allows(plain, "clone", SIGCHLD));
  assert.ok(!allows(plain, "clone", CLONE_NEWUSER | SIGCHLD));
  const nested = profileOf(using({ clone: [[THREAD], [CLONE_NEWUSER]] }));
  assert.ok(allows(nested, "clone", CLONE_NEWUSER | SIGCHLD));
  assert.ok(!allows(nested, "clone", CLONE_NEWNET | SIGCHLD));
});

test("clone3 seems missing where clone can do the same, so that its flags can be looked at", () => {
  const profile = profileOf(using({ clone3: [[THREAD], [0x1_0000_0000]] }));
  assert.ok(!allows(profile, "clone3"));
  assert.ok(allows(profile, "clone", THREAD));
  assert.ok(!allows(profile, "clone", CLONE_NEWUSER));
  const missing = profile.syscalls.find(({ action }) => action === "SCMP_ACT_ERRNO");
  assert.ok(missing?.names.includes("clone3") && missing.errnoRet === 38);
  for (const flags of [CLONE_NEWUSER, 0x2_0000_0000]) {
    assert.ok(allows(profileOf(using({ clone3: [[THREAD], [flags]] })), "clone3"));
  }
});

test("unshare makes the namespaces that were seen, and none else", () => {
  const profile = profileOf(using({ unshare: [[CLONE_NEWNET], [0x400]] }));
  assert.ok(allows(profile, "unshare", CLONE_NEWNET | 0x400));
  assert.ok(!allows(profile, "unshare", CLONE_NEWUSER));
  assert.ok(!allows(profile, "unshare", 0x80));
});

test("personalities are those of Docker's own profile and those that were seen", () => {
  const profile = profileOf(using({ personality: [[0x4_0000]] }));
  for (const persona of [0, 8, 0x2_0000, 0x2_0008, 0xffff_ffff, 0x4_0000]) {
    assert.ok(allows(profile, "personality", persona), String(persona));
  }
  assert.ok(!allows(profile, "personality", 0x40_0000));
});

test("a call of which no arguments were recorded is allowed with all", () => {
  const syscalls = {
    workload: { x86_64: calls("read", "socket", "clone", "clone3", "personality", "unshare") },
    start: {},
  };
  for (const syscallArguments of [[], [argument("prctl", [15])]]) {
    const profile = profileOf({ syscalls, syscallArguments });
    assert.ok(allows(profile, "socket", VSOCK, STREAM, 0));
    assert.ok(allows(profile, "clone", CLONE_NEWUSER));
    assert.ok(allows(profile, "clone3"));
    assert.ok(allows(profile, "personality", 0x40_0000));
    assert.ok(allows(profile, "unshare", CLONE_NEWUSER));
  }
});

test("what the runtime itself was seen to call under a filter is allowed with all arguments", () => {
  const seen = using({ socket: [[UNIX, STREAM, 0]], personality: [[0]] });
  const start = { x86_64: calls("socket", "personality") };
  const profile = profileOf({ ...seen, syscalls: { ...seen.syscalls, start } });
  assert.ok(allows(profile, "socket", NETLINK, RAW, 0));
  assert.ok(allows(profile, "personality", 0x40_0000));
});

test("the runtime's own clone makes no namespaces where the image called none", () => {
  const profile = profileOf({ syscallArguments: [argument("prctl", [15])] });
  assert.ok(allows(profile, "clone", THREAD));
  assert.ok(!allows(profile, "clone", CLONE_NEWUSER));
});

test("other calls are allowed whatever their arguments were", () => {
  const profile = profileOf(using({ prctl: [[15]], ioctl: [[0x5401]], setns: [[0]] }));
  for (const name of ["prctl", "ioctl", "setns"]) assert.ok(allows(profile, name, 99, 99, 99));
});

test("a group says in its comment what it allows, and is refused when it allows something else", () => {
  const baseline = sampleBaseline(using({ socket: [[NETLINK, RAW, 0]], clone: [[THREAD]] }));
  const { text } = renderBaseline(seccomp, baseline);
  assert.match(text, /"comment": "socket AF_NETLINK NETLINK_ROUTE"/);
  assert.match(text, /"comment": "clone without CLONE_NEWNS\|.*CLONE_NEWUSER/);
  const changed = text.replace('"valueTwo": 16', '"valueTwo": 17');
  assert.notEqual(changed, text);
  assert.throws(
    () => seccomp.validate(changed, baseline, readSeccompOptions({})),
    /socket is needed .* arguments/,
  );
  const odd = text.replace("SCMP_CMP_MASKED_EQ", "SCMP_CMP_LIKE");
  assert.throws(() => seccomp.validate(odd, baseline, readSeccompOptions({})), /must be equal/);
});

test("clone3 that seems missing is told, with the programs that used it", () => {
  const warningsOf = (flags: number): readonly string[] =>
    renderBaseline(seccomp, sampleBaseline(using({ clone3: [[flags]] }))).warnings;
  assert.equal(warningsOf(THREAD).length, 1);
  assert.match(warningsOf(THREAD).join(), /^clone3 was used by \/bin\/sh and is answered as if/);
  assert.deepEqual(warningsOf(CLONE_NEWUSER), []);
});
