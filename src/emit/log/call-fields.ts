/** What the log says of system calls, their arguments, and what they were allowed. */
import { errnoName } from "../../model/errno.js";
import { unreachable } from "../../model/events.js";
import type {
  Argument,
  Capability,
  Privilege,
  Syscall,
  SyscallRefused,
} from "../../model/events.js";
import { syscallName } from "../../model/syscalls.js";

type Call = Syscall | SyscallRefused | Argument | Capability | Privilege;

export function callFields(behaviour: Call): Record<string, string> {
  switch (behaviour.kind) {
    case "syscall":
      return callOf(behaviour);
    case "syscall-refused":
      return { ...callOf(behaviour), error: errnoName(behaviour.ret), ret: String(behaviour.ret) };
    case "argument":
      return { ...callOf(behaviour), values: behaviour.values.join(" ") };
    case "privilege":
      return {
        ...callOf(behaviour),
        ret: String(behaviour.ret),
        values: behaviour.values.join(" "),
      };
    case "capability":
      return {
        capability: String(behaviour.capability),
        granted: String(behaviour.granted),
        syscall: behaviour.nr === null ? "" : syscallName(behaviour.abi, behaviour.nr),
      };
    default:
      return unreachable(behaviour);
  }
}

function callOf({ abi, nr }: Pick<Syscall, "abi" | "nr">): Record<string, string> {
  return { abi, nr: String(nr), syscall: syscallName(abi, nr) };
}
