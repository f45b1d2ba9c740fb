import assert from "node:assert/strict";
import { test } from "node:test";
import { errnoName } from "../../../src/model/kernel/errno.js";
import type { Abi } from "../../../src/model/events/events.js";
import {
  isSyscallName,
  recentSyscalls,
  syscallName,
  syscallNumber,
  syscallsOf,
} from "../../../src/model/kernel/syscalls.js";

const ABIS: readonly Abi[] = ["x86_64", "x86", "x32", "arm64", "arm"];

test("one number has another name in each ABI, one name another number", () => {
  assert.equal(syscallName("x86_64", 59), "execve");
  assert.equal(syscallName("x86", 11), "execve");
  assert.equal(syscallName("arm64", 221), "execve");
  assert.equal(syscallName("arm", 11), "execve");
  assert.equal(syscallNumber("x32", "execve"), 520);
  assert.equal(syscallNumber("arm64", "open"), undefined);
});

test("x32 numbers are known with their bit and without", () => {
  assert.equal(syscallName("x32", 0x40000000), "read");
  assert.equal(syscallName("x32", 0), "read");
  assert.equal(syscallName("x32", 0x40000000 + 520), "execve");
  // 59 is execve of x86-64 alone
  assert.equal(syscallName("x32", 59), "#59");
});

test("numbers from 424 on are the same everywhere", () => {
  for (const abi of ABIS) {
    assert.equal(syscallName(abi, 424), "pidfd_send_signal");
    assert.equal(syscallName(abi, 435), "clone3");
    assert.equal(syscallName(abi, 469), "file_setattr");
  }
});

test("names that begin with an underscore and gaps in the numbers are kept", () => {
  assert.equal(syscallName("x86", 140), "_llseek");
  assert.equal(syscallName("x86_64", 156), "_sysctl");
  assert.equal(syscallName("x86_64", 334), "rseq");
  assert.equal(syscallName("x86_64", 400), "#400");
});

test("an unknown number is given as such, and no name is there twice", () => {
  assert.equal(syscallName("x86_64", 4711), "#4711");
  for (const abi of ABIS) {
    const names = [...syscallsOf(abi).values()];
    assert.equal(new Set(names).size, names.length, abi);
    assert.ok(names.every((name) => /^[a-z_][a-z0-9_]*$/.test(name)));
  }
});

test("recent are calls that are new in every ABI that has them", () => {
  const recent = recentSyscalls();
  for (const name of ["getrandom", "statx", "clone3", "clock_gettime64"]) {
    assert.ok(recent.includes(name), name);
  }
  for (const name of ["openat", "socket", "accept4", "set_tls"]) {
    assert.ok(!recent.includes(name) && isSyscallName(name), name);
  }
});

test("errors have the names of their manual page, and unknown ones their number", () => {
  assert.equal(errnoName(-2), "ENOENT");
  assert.equal(errnoName(11), "EAGAIN");
  assert.equal(errnoName(-95), "EOPNOTSUPP");
  assert.equal(errnoName(-115), "EINPROGRESS");
  assert.equal(errnoName(-512), "errno 512");
});
