/** What the log says of system calls, their arguments, and what they were allowed. */
import { argumentMeaning } from "../../model/kernel/argument-meaning.js";
import { capabilityName, capabilityUse } from "../../model/kernel/capabilities.js";
import { unreachable } from "../../model/events/events.js";
import type {
  Argument,
  Capability,
  Privilege,
  Syscall,
  SyscallRefused,
} from "../../model/events/events.js";
import {
  namesIds,
  privilegeMeaning,
  privilegeTarget,
} from "../../model/kernel/privilege-meaning.js";
import { syscallName } from "../../model/kernel/syscalls.js";
import { resultFields } from "./result-fields.js";

type Call = Syscall | SyscallRefused | Argument | Capability | Privilege;

/** A change of rights is named by its call, without what its variants for wide ids end in. */
export function privilegeName({ abi, nr }: Privilege): string {
  return syscallName(abi, nr).replace(/32$/, "");
}

export function callFields(behaviour: Call): Record<string, string> {
  switch (behaviour.kind) {
    case "syscall":
      return callOf(behaviour);
    case "syscall-refused":
      return { ...callOf(behaviour), ...resultFields(behaviour.ret) };
    case "argument":
      return {
        ...callOf(behaviour),
        meaning: argumentMeaning(syscallName(behaviour.abi, behaviour.nr), behaviour.values),
        values: behaviour.values.join(" "),
      };
    case "privilege":
      return privilegeFields(behaviour);
    case "capability":
      return {
        capability: capabilityName(behaviour.capability),
        granted: String(behaviour.granted),
        syscall: behaviour.nr === null ? "" : syscallName(behaviour.abi, behaviour.nr),
        use: capabilityUse(behaviour),
      };
    default:
      return unreachable(behaviour);
  }
}

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

/** Ids are given as the container numbers them, where `uid` on the same line is the host's number. */
function withNumbering(call: string, meaning: string): string {
  return namesIds(call) ? `${meaning} in the container` : meaning;
}

function callOf({ abi, nr }: Pick<Syscall, "abi" | "nr">): Record<string, string> {
  return { abi, nr: String(nr), syscall: syscallName(abi, nr) };
}
