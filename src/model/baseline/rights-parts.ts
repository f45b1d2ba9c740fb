/** The lists of kernel requests that need privileges, or that a filter could refuse. */
import type { SignalTarget } from "../events/events.js";
import { hostile, key, saysKey, union } from "./fields.js";
import type { Parts } from "./part.js";

/** The process that got a signal, in words. */
const SIGNAL_TARGETS: Readonly<Record<SignalTarget, string>> = {
  self: "the own process",
  child: "a child",
  parent: "the parent",
  container: "another process",
  outside: "a process outside of the container",
};

export const RIGHTS_PARTS = {
  capabilities: {
    title: "USED #",
    severity: "medium",
    noun: "capability",
    verb: "used",
    lists: "capabilities that the kernel asked for",
    words: ({ name, use }) => (use === "used" ? name : `${name} (${use})`),
    fields: { name: key(), use: key(), calls: union() },
  },
  privileges: {
    title: "CHANGED RIGHTS, or reached further, by # (the container's own ids)",
    severity: "medium",
    noun: "call",
    verb: "reached further by",
    lists: "calls that change rights or reach into other processes or the kernel",
    words: ({ call, what }) => (what === "" ? call : `${call}  ${what}`),
    fields: { call: key(), what: key(), results: union() },
  },
  signals: {
    title: "SENT #",
    severity: "low",
    noun: "signal",
    verb: "sent the signal",
    lists: "signals that were sent, and whose process they went to",
    words: ({ signal, target, executable }) =>
      [signal, ...(target === undefined ? [] : ["to", SIGNAL_TARGETS[target]]), executable ?? ""]
        .join(" ")
        .trimEnd(),
    fields: { signal: key(), target: key(), executable: hostile(key()), results: union() },
  },
  "syscalls.workload": {
    title: "USED #",
    severity: "low",
    noun: "system call",
    verb: "made the system call",
    lists: "system calls of the programs, by ABI",
    words: ({ abi, name }) => `${name} (${abi})`,
    fields: { abi: key(), name: key() },
  },
  "syscalls.start": {
    title: "USED # to start a container",
    severity: "low",
    noun: "system call",
    verb: "was started with the system call",
    lists:
      "system calls of the container runtime between loading a seccomp filter and executing the program, by ABI",
    words: ({ abi, name }) => `${name} (${abi})`,
    fields: { abi: key(), name: key() },
  },
  syscallArguments: {
    title: "USED # of system calls",
    severity: "low",
    noun: "argument",
    verb: "made the system call",
    lists: "arguments of system calls that a seccomp filter could look at",
    words: ({ call, values, meaning }) => `${call}: ${meaning === "" ? values.join(" ") : meaning}`,
    fields: { abi: key(), call: key(), values: key(), meaning: saysKey() },
  },
} satisfies Partial<Parts>;
