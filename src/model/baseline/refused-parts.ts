/** The lists of refused attempts, which are not part of the allowed behaviour. */
import { hostile, key, unionIfAny } from "./fields.js";
import { PATH } from "./file-parts.js";
import type { Parts } from "./part.js";

export const REFUSED_PARTS = {
  "refused.executables": {
    title: "COULD NOT RUN #",
    severity: "low",
    noun: "program",
    verb: "could not run",
    lists: "executions that failed: seen, and not allowed by it",
    words: ({ path, error }) => `exec ${path}: ${error}`,
    fields: { ...PATH, error: key(), openedAs: hostile(unionIfAny()) },
  },
  "refused.syscalls": {
    title: "WAS REFUSED #",
    severity: "low",
    noun: "system call",
    verb: "was refused",
    lists: "system calls that a seccomp filter answered with an error: seen, and not allowed by it",
    words: ({ name, error }) => `${name}: ${error} by a seccomp filter`,
    fields: { abi: key(), name: key(), error: key() },
  },
} satisfies Partial<Parts>;
