#!/usr/bin/env node
/**
 * Writes src/model/kernel/syscall-table.ts from the kernel's own headers, as Debian ships them, and
 * bpf/kernel/calls.bpf.h, which tells the eBPF program by number what a system call is decoded as:
 *
 *   apt-get install gcc linux-libc-dev linux-libc-dev-armhf-cross
 *   node scripts/generate-syscalls.mjs [--arm INCLUDE_FOLDER] [--check]
 *
 * The headers' numbers never change once released, so the table only grows. What is newer than
 * the headers (Debian 12: Linux 6.1) stands in `NEWER` below, by hand.
 * --check compares instead of writing, and fails when the table is out of date.
 */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";

const TABLE = join(import.meta.dirname, "../src/model/kernel/syscall-table.ts");
const CALLS = join(import.meta.dirname, "../bpf/kernel/calls.bpf.h");

/**
 * The system calls that are decoded, by the program that does it. One that has the arguments of
 * another, under another name or with other widths, stands behind it.
 */
const DECODED = {
  open: ["open", "creat", "openat", "openat2", "open_by_handle_at"],
  exec: ["execve", "execveat"],
  change: [
    ["rename", "renameat", "renameat2", "link", "linkat", "symlink", "symlinkat"],
    ["unlink", "unlinkat", "rmdir", "mkdir", "mkdirat", "mknod", "mknodat"],
    ["chmod", "fchmod", "fchmodat", "fchmodat2"],
    ["chown=chown32", "lchown=lchown32", "fchown=fchown32", "fchownat"],
    ["truncate=truncate64", "ftruncate=ftruncate64"],
    ["setxattr", "lsetxattr", "fsetxattr", "setxattrat"],
    ["removexattr", "lremovexattr", "fremovexattr", "removexattrat"],
    ["utime", "utimes", "futimesat", "utimensat=utimensat_time64"],
    ["mount", "umount2=umount", "move_mount", "pivot_root", "mount_setattr"],
  ].flat(),
  close: ["close", "dup2", "dup3", "close_range"],
  output: [
    ["write", "writev", "pwrite64", "pwritev", "pwritev2"],
    ["sendto", "send", "sendmsg", "sendmmsg"],
    ["sendfile=sendfile64", "copy_file_range", "splice", "io_submit"],
  ].flat(),
  input: ["read", "readv", "recvfrom", "recv", "recvmsg", "recvmmsg=recvmmsg_time64"],
  socket: ["socket", "connect", "bind", "listen", "accept", "accept4", "socketcall"],
  argument: ["clone", "clone3", "unshare", "setns", "ioctl", "personality", "prctl", "seccomp"],
  privilege: [
    ["setuid=setuid32", "setgid=setgid32", "setreuid=setreuid32", "setregid=setregid32"],
    ["setresuid=setresuid32", "setresgid=setresgid32", "setfsuid=setfsuid32"],
    ["setfsgid=setfsgid32", "setgroups=setgroups32", "capset", "ptrace"],
    ["process_vm_readv", "process_vm_writev", "init_module", "finit_module", "delete_module"],
    ["bpf", "kexec_load", "kexec_file_load", "pidfd_getfd", "chroot"],
  ].flat(),
  signal: [
    ["kill", "tkill", "tgkill", "rt_sigqueueinfo", "rt_tgsigqueueinfo"],
    ["pidfd_send_signal"],
  ].flat(),
  unseen: ["mmap=mmap2", "fallocate"],
};

/** The same number in every ABI since Linux 5.1 (424). */
const SHARED_FROM = 424;

/** Newer than the headers; kernel's arch/*\/tools/syscall.tbl and scripts/syscall.tbl. */
const NEWER = new Map([
  [451, "cachestat"], // 6.5
  [452, "fchmodat2"], // 6.6
  [453, "map_shadow_stack"], // 6.6
  [454, "futex_wake"], // 6.7
  [455, "futex_wait"],
  [456, "futex_requeue"],
  [457, "statmount"], // 6.8
  [458, "listmount"],
  [459, "lsm_get_self_attr"],
  [460, "lsm_set_self_attr"],
  [461, "lsm_list_modules"],
  [462, "mseal"], // 6.10
  [463, "setxattrat"], // 6.13
  [464, "getxattrat"],
  [465, "listxattrat"],
  [466, "removexattrat"],
  [467, "open_tree_attr"], // 6.15
  [468, "file_getattr"], // 6.17
  [469, "file_setattr"],
]);

/** x86-64 alone. */
const NEWER_X86_64 = new Map([
  [335, "uretprobe"], // 6.11
  [336, "uprobe"], // 6.17
]);

/** Macros of the headers that are no system calls. */
const MARKS = new Set(["__NR_syscalls", "__NR_arch_specific_syscall", "__NR_SYSCALL_BASE"]);

/** Bit 30 of the number tells x32 from x86-64; the table holds the rest. */
const X32_BIT = 0x40000000;

/** What arch/arm64/include/uapi/asm/unistd.h defines before it includes the generic header. */
const ARM64_WANTS = [
  "RENAMEAT",
  "NEW_STAT",
  "SET_GET_RLIMIT",
  "TIME32_SYSCALLS",
  "SYS_CLONE3",
  "MEMFD_SECRET",
];

const { values: options } = parseArgs({
  options: {
    arm: { type: "string", default: "/usr/arm-linux-gnueabihf/include" },
    check: { type: "boolean", default: false },
  },
});

/** The preprocessor's macros after reading a header. */
function macros(header, flags) {
  const out = execFileSync("gcc", ["-E", "-dM", ...flags, "-x", "c", header], { encoding: "utf8" });
  return new Map(
    [...out.matchAll(/^#define (\w+) (.+)$/gm)].map(([, name, value]) => [name, value]),
  );
}

/** A macro's value: a number, a name, or a sum of these. */
function evaluate(text, all) {
  const terms = text.replace(/[()]/g, "").split("+");
  return terms.reduce((sum, term) => {
    const word = term.trim();
    return sum + (/^\d|^0x/.test(word) ? Number(word) : evaluate(all.get(word) ?? "NaN", all));
  }, 0);
}

/** Numbers and names of one ABI. */
function numbers(header, flags, prefix = /^__(?:NR|ARM_NR)_(?=[a-z_])/) {
  const all = macros(header, flags);
  const table = new Map();
  for (const [name, value] of all) {
    if (!prefix.test(name) || MARKS.has(name)) continue;
    // ARM calls 341 by two names; libseccomp knows both, the kernel's table has the first
    if (name === "__NR_sync_file_range2" && all.has("__NR_arm_sync_file_range")) continue;
    const number = evaluate(value, all);
    if (!Number.isInteger(number)) continue; // a number of another word size
    table.set(number & ~X32_BIT, name.replace(prefix, ""));
  }
  return table;
}

const include = "/usr/include";
const x86 = `${include}/x86_64-linux-gnu/asm`;
const x86_64 = numbers(`${x86}/unistd_64.h`, []);
const x32 = numbers(`${x86}/unistd_x32.h`, [`-D__X32_SYSCALL_BIT=${X32_BIT}`]);
const arm64 = numbers(
  `${include}/asm-generic/unistd.h`,
  ARM64_WANTS.map((want) => `-D__ARCH_WANT_${want}`),
);
const tables = {
  x86_64: new Map([...x86_64, ...NEWER_X86_64]),
  x86: numbers(`${x86}/unistd_32.h`, []),
  // below 512 x32 uses the numbers of x86-64
  x32: new Map([...x32].filter(([number]) => number >= 512)),
  arm64,
  arm: numbers(`${options.arm}/asm/unistd.h`, ["-nostdinc", "-D__ARM_EABI__", "-I", options.arm]),
};
const shared = new Map([...x86_64, ...NEWER].filter(([number]) => number >= SHARED_FROM));
// libc's headers for x86-64 lack what only other ABIs have; the numbers are one set
for (const table of Object.values(tables)) {
  for (const [number, name] of table) {
    if (number >= SHARED_FROM && number < 512) {
      if (shared.has(number) && shared.get(number) !== name) throw new Error(`${number}: ${name}`);
      shared.set(number, name);
      table.delete(number);
    }
  }
}

/** Names in the order of their numbers; a number stands where one was skipped. */
function words(table) {
  let next = -1;
  return [...table]
    .sort(([a], [b]) => a - b)
    .flatMap(([number, name]) => {
      const word = number === next ? [name] : [String(number), name];
      next = number + 1;
      return word;
    });
}

function wrap(list) {
  const lines = [];
  for (const word of list) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length + 1 <= 96)
      lines[lines.length - 1] += ` ${word}`;
    else lines.push(word);
  }
  return lines.join("\n");
}

const sections = Object.entries({ ...tables, shared })
  .map(([abi, table]) => `  ${abi}: \`\n${wrap(words(table))}\n\`,`)
  .join("\n");
const text = `/**
 * Written by scripts/generate-syscalls.mjs; don't edit.
 *
 * Names in the order of their numbers; a number says where the next run begins. \`shared\` are the
 * numbers from ${SHARED_FROM} on, which are the same everywhere; x32 adds to x86_64.
 */
export const SYSCALL_TABLES = {
${sections}
} as const;
`;

/** What each system call is decoded as: the name of its constant, by the call's own name. */
const constants = new Map(
  Object.values(DECODED)
    .flat()
    .flatMap((entry) => {
      const names = entry.split("=");
      return names.map((name) => [name, `CALL_${names[0].toUpperCase()}`]);
    }),
);

/** A C table from numbers to constants. */
function callTable(name, ...parts) {
  const rows = parts
    .flatMap((part) => [...part])
    .filter(([, call]) => constants.has(call))
    .sort(([a], [b]) => a - b)
    .map(([number, call]) => `\t[${number}] = ${constants.get(call)},`);
  return `static const __u8 ${name}[CALL_NUMBERS] = {\n${rows.join("\n")}\n};`;
}

const callNames = Object.entries(DECODED).map(([group, entries]) => {
  const names = entries.map((entry) => constants.get(entry.split("=")[0]));
  const mark = `CALLS_${group.toUpperCase()}`;
  return `\t/* ${group} */\n${names.map((name) => `\t${name},\n`).join("")}\t${mark}_END,`;
});
const calls = `/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Written by scripts/generate-syscalls.mjs; don't edit. */
/* clang-format off */
#ifndef CXRAY_KERNEL_CALLS_H
#define CXRAY_KERNEL_CALLS_H

#include "kernel/types.bpf.h"

/* What a system call is decoded as, whatever its number is; a mark ends each group. */
enum call_name {
\tCALL_OTHER,
${callNames.join("\n")}
};

#define CALL_NUMBERS 600

#if defined(__TARGET_ARCH_x86)
/* x32 has numbers of its own from 512 on. */
${callTable("native_calls", tables.x86_64, tables.x32, shared)}
${callTable("compat_calls", tables.x86, shared)}
#elif defined(__TARGET_ARCH_arm64)
${callTable("native_calls", tables.arm64, shared)}
${callTable("compat_calls", tables.arm, shared)}
#else
#error "no system call table for this architecture"
#endif

#endif
`;

for (const [path, content] of [
  [TABLE, text],
  [CALLS, calls],
]) {
  if (!options.check) writeFileSync(path, content);
  else if (readFileSync(path, "utf8") !== content) throw new Error(`${path} is out of date`);
}
