import assert from "node:assert/strict";
import { test } from "node:test";
import {
  capabilityName,
  capabilityNames,
  capabilityUse,
} from "../../../src/model/kernel/capabilities.js";
import { syscallNumber } from "../../../src/model/kernel/syscalls.js";

const CHOWN = 0;
const DAC_READ_SEARCH = 2;
const FSETID = 4;
const SETUID = 7;
const NET_BIND_SERVICE = 10;
const NET_ADMIN = 12;
const IPC_LOCK = 14;
const SYS_ADMIN = 21;
const EPERM = -1;
const ENOMEM = -12;
const EACCES = -13;

/** How a check is judged that the kernel made in `call` on x86-64. */
function judge(capability: number, call: string, granted: boolean, ret = 0, namespaces?: true) {
  const nr = syscallNumber("x86_64", call) ?? assert.fail(call);
  const asked = { capability, granted, abi: "x86_64", nr, ret } as const;
  return capabilityUse(namespaces ? { ...asked, namespaces } : asked);
}

test("capabilities have the kernel's names", () => {
  assert.equal(capabilityName(0), "CAP_CHOWN");
  assert.equal(capabilityName(21), "CAP_SYS_ADMIN");
  assert.equal(capabilityName(40), "CAP_CHECKPOINT_RESTORE");
  assert.equal(capabilityName(63), "CAP_#63");
  assert.deepEqual(capabilityNames(0xa80425fb), [
    ...["CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_FOWNER", "CAP_FSETID", "CAP_KILL", "CAP_SETGID"],
    ...["CAP_SETUID", "CAP_SETPCAP", "CAP_NET_BIND_SERVICE", "CAP_NET_RAW", "CAP_SYS_CHROOT"],
    ...["CAP_MKNOD", "CAP_AUDIT_WRITE", "CAP_SETFCAP"],
  ]); // Docker's default
});

test("a capability that was there is used", () => {
  assert.equal(judge(CHOWN, "chown", true), "used");
  assert.equal(judge(SETUID, "setuid", true), "used");
  // it had the right, and failed for another reason
  assert.equal(judge(NET_BIND_SERVICE, "bind", true, -98), "used");
});

test("a capability whose lack made a call fail was refused", () => {
  assert.equal(judge(CHOWN, "chown", false, EPERM), "refused");
  assert.equal(judge(NET_BIND_SERVICE, "bind", false, EACCES), "refused");
  assert.equal(judge(IPC_LOCK, "mlock", false, ENOMEM), "refused");
});

test("a call that went on without a capability only probed for it", () => {
  assert.equal(judge(DAC_READ_SEARCH, "openat", false, 0), "probed");
  assert.equal(judge(CHOWN, "chown", false, -2), "probed");
});

test("what the kernel asks in passing is probed, whatever the answer", () => {
  for (const granted of [true, false]) {
    assert.equal(judge(SYS_ADMIN, "mmap", granted), "probed");
    assert.equal(judge(SYS_ADMIN, "mmap", granted, EACCES), "probed");
    assert.equal(judge(FSETID, "chmod", granted, EPERM), "probed");
    const fault = { capability: SYS_ADMIN, granted, abi: "x86_64", nr: null, ret: 0 } as const;
    assert.equal(capabilityUse(fault), "probed");
  }
  assert.equal(judge(SYS_ADMIN, "mount", true), "used");
  assert.equal(judge(SYS_ADMIN, "mount", false, EPERM), "refused");
});

test("a look at /proc asks in passing, unless it fails for want of the right", () => {
  assert.equal(judge(SYS_ADMIN, "openat", true), "probed"); // ps reads /proc/sys/kernel/pid_max
  assert.equal(judge(NET_ADMIN, "read", true), "probed");
  assert.equal(judge(NET_ADMIN, "openat", false), "probed");
  assert.equal(judge(NET_ADMIN, "openat", false, EACCES), "refused");
});

test("clone asks in passing, but not where it makes namespaces", () => {
  assert.equal(judge(SYS_ADMIN, "clone", true), "probed");
  assert.equal(judge(SYS_ADMIN, "clone", true, 0, true), "used");
  assert.equal(judge(SYS_ADMIN, "clone3", false, EPERM, true), "refused");
});

test("netlink refuses in a message: the call that asked succeeds", () => {
  assert.equal(judge(NET_ADMIN, "sendto", false, 0), "refused");
  assert.equal(judge(NET_ADMIN, "setsockopt", false, 0), "probed");
});
