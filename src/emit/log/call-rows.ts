/** Log fields for system calls, their arguments, and capabilities. */
import { argumentMeaning } from "../../model/kernel/argument-meaning.js";
import { capabilityName, capabilityUse } from "../../model/kernel/capabilities.js";
import type { Privilege, Syscall } from "../../model/events/events.js";
import {
  namesIds,
  privilegeMeaning,
  privilegeTarget,
} from "../../model/kernel/privilege-meaning.js";
import { syscallName } from "../../model/kernel/syscalls.js";
import type { LogRows } from "./log-row.js";
import { resultFields } from "./result-fields.js";

type CallKind = "syscall" | "syscall-refused" | "argument" | "capability" | "privilege";

export const CALL_ROWS: LogRows<CallKind> = {
  syscall: { names: ["syscall"], fieldsOf: callOf },
  "syscall-refused": {
    names: ["syscall_refused"],
    fieldsOf: (refused) => ({ ...callOf(refused), ...resultFields(refused.ret) }),
  },
  argument: {
    names: ["syscall_argument"],
    fieldsOf: (argument) => ({
      ...callOf(argument),
      meaning: argumentMeaning(syscallName(argument.abi, argument.nr), argument.values),
      values: argument.values.join(" "),
    }),
  },
  capability: {
    names: ["capability"],
    fieldsOf: (asked) => ({
      capability: capabilityName(asked.capability),
      granted: String(asked.granted),
      syscall: asked.nr === null ? "" : syscallName(asked.abi, asked.nr),
      use: capabilityUse(asked),
    }),
  },
  privilege: {
    names: [
      "setuid",
      "setgid",
      "setreuid",
      "setregid",
      "setresuid",
      "setresgid",
      "setfsuid",
      "setfsgid",
      "setgroups",
      "capset",
      "ptrace",
      "process_vm_readv",
      "process_vm_writev",
      "init_module",
      "finit_module",
      "delete_module",
      "bpf",
      "kexec_load",
      "kexec_file_load",
      "pidfd_getfd",
      "chroot",
    ],
    // named after the call, without the suffix of its 32-bit-id variant
    nameOf: ({ abi, nr }) => syscallName(abi, nr).replace(/32$/, ""),
    fieldsOf: privilegeFields,
  },
};

function privilegeFields(behaviour: Privilege): Record<string, string> {
  const call = syscallName(behaviour.abi, behaviour.nr);
  const target = privilegeTarget(call, behaviour.values);
  return {
    ...callOf(behaviour),
    ...resultFields(behaviour.ret),
    meaning: withNumbering(call, privilegeMeaning(call, behaviour.values)),
    ...(target === null ? {} : { target: String(target) }),
  };
}

/** The ids here are in the container's numbering; `uid` on the same line is the host's. */
function withNumbering(call: string, meaning: string): string {
  return namesIds(call) ? `${meaning} in the container` : meaning;
}

function callOf({ abi, nr }: Pick<Syscall, "abi" | "nr">): Record<string, string> {
  return { abi, nr: String(nr), syscall: syscallName(abi, nr) };
}
