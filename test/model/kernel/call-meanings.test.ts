import assert from "node:assert/strict";
import { test } from "node:test";
import { argumentMeaning } from "../../../src/model/kernel/argument-meaning.js";
import { privilegeMeaning, privilegeTarget } from "../../../src/model/kernel/privilege-meaning.js";
import {
  socketFamilyName,
  socketProtocolName,
  socketTypeName,
} from "../../../src/model/kernel/socket-names.js";

/** Arguments as a program passes them, and the words a person finds in the kernel's headers. */
const ARGUMENTS: readonly (readonly [string, readonly number[], string])[] = [
  ["socket", [16, 3, 0], "AF_NETLINK SOCK_RAW NETLINK_ROUTE"],
  ["socket", [2, 1, 0], "AF_INET SOCK_STREAM IPPROTO_IP"],
  ["socket", [10, 3, 58], "AF_INET6 SOCK_RAW IPPROTO_ICMPV6"],
  ["socket", [38, 5, 0], "AF_ALG SOCK_SEQPACKET 0"],
  ["socket", [99, 77, 5], "99 77 5"],
  ["socketcall", [1, 2, 0], "AF_UNIX SOCK_DGRAM 0"],
  ["clone", [0x1200000], "CLONE_CHILD_CLEARTID|CLONE_CHILD_SETTID"],
  ["clone", [0], "0"],
  ["clone3", [0x200000000 + 0x80000000 + 0x20000], "CLONE_NEWNS|CLONE_IO|CLONE_INTO_CGROUP"],
  ["unshare", [0x10000000 + 0x80], "CLONE_NEWTIME|CLONE_NEWUSER"],
  ["unshare", [0x10000001], "CLONE_NEWUSER|0x1"],
  ["setns", [0], "any"],
  ["setns", [0x40000000], "CLONE_NEWNET"],
  ["prctl", [15], "PR_SET_NAME"],
  ["prctl", [0x53564d41], "PR_SET_VMA"],
  ["prctl", [78], "PR_FUTEX_HASH"],
  ["prctl", [999], "999"],
  ["ioctl", [0x5401], "TCGETS"],
  ["ioctl", [0x5412], "TIOCSTI"],
  ["ioctl", [0x8933], "SIOCGIFINDEX"],
  ["ioctl", [0x5450], "FIONCLEX"],
  ["ioctl", [0x80086601], "FS_IOC_GETFLAGS"],
  ["ioctl", [0xdeadbeef], "0xdeadbeef"],
  ["personality", [0], "PER_LINUX"],
  ["personality", [0x40008], "PER_LINUX32|ADDR_NO_RANDOMIZE"],
  ["personality", [0xffffffff], "query"],
];

for (const [call, values, meaning] of ARGUMENTS) {
  test(`${call} with ${values.join(" ")} is ${meaning}`, () => {
    assert.equal(argumentMeaning(call, values), meaning);
  });
}

const PRIVILEGES: readonly (readonly [string, readonly number[], string])[] = [
  ["setuid", [33], "uid 33"],
  ["setuid32", [0], "uid 0"],
  ["setfsgid", [-1], "gid unchanged"],
  ["setreuid", [-1, 33], "effective uid 33"],
  ["setresgid", [33, 33, 33], "gid 33"],
  ["setresuid32", [1000, 0, -1], "real uid 1000, effective uid 0"],
  ["setgroups", [0, 0, 0, 0], "no groups"],
  ["setgroups32", [1, 33, 0, 0], "group 33"],
  ["setgroups", [5, 4, 24, 27], "groups 4, 24, 27 and 2 more"],
  ["capset", [0, 0, 0, 0], "no capabilities"],
  ["capset", [0, 2 ** 40 + 1, 0, 0], "CAP_CHOWN CAP_CHECKPOINT_RESTORE"],
  ["capset", [0, 2 ** 41 - 1, 0, 0], "all capabilities"],
  ["ptrace", [16, 4711], "PTRACE_ATTACH"],
  ["ptrace", [0x4206, 4711], "PTRACE_SEIZE"],
  ["ptrace", [0xffff, 1], "65535"],
  ["bpf", [5], "BPF_PROG_LOAD"],
  ["bpf", [28], "BPF_LINK_CREATE"],
  ["process_vm_readv", [4711], ""],
  ["init_module", [], ""],
];

for (const [call, values, meaning] of PRIVILEGES) {
  test(`${call} with ${values.join(" ")} asks for ${meaning || "nothing that has a name"}`, () => {
    assert.equal(privilegeMeaning(call, values), meaning);
  });
}

test("the process that a call reaches into is known apart from what is asked of it", () => {
  assert.equal(privilegeTarget("ptrace", [16, 4711]), 4711);
  assert.equal(privilegeTarget("ptrace", [0, 4711]), null); // PTRACE_TRACEME looks at no process
  assert.equal(privilegeTarget("process_vm_writev", [4711]), 4711);
  assert.equal(privilegeTarget("setuid", [33]), null);
});

test("sockets have short names, and numbers where nobody gave them one", () => {
  assert.deepEqual([2, 10, 1, 16, 17, 40, 4711].map(socketFamilyName), [
    "ipv4",
    "ipv6",
    "unix",
    "netlink",
    "packet",
    "vsock",
    "4711",
  ]);
  assert.deepEqual([1, 2, 3, 10, 11].map(socketTypeName), [
    "stream",
    "dgram",
    "raw",
    "packet",
    "11",
  ]);
  assert.equal(socketProtocolName(2, 1), "icmp");
  assert.equal(socketProtocolName(16, 9), "audit");
  assert.equal(socketProtocolName(17, 0x0300), "all"); // htons(ETH_P_ALL)
  assert.equal(socketProtocolName(17, 0x0608), "arp");
  assert.equal(socketProtocolName(2, 200), "200");
  assert.equal(socketProtocolName(40, 0), "0");
});
