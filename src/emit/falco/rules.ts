/** All rules of an emitted file, in order. */
import { FILE_RULES } from "./rows/files.js";
import { NETWORK_RULES } from "./rows/network.js";
import { PRIVILEGE_RULES } from "./rows/privileges.js";
import { PROGRAM_RULES } from "./rows/programs.js";
import type { Rule } from "./rule.js";

export const RULES: readonly Rule[] = [
  ...PROGRAM_RULES,
  ...FILE_RULES,
  ...NETWORK_RULES,
  ...PRIVILEGE_RULES,
];

/** Macros of allowed behaviour: each is never true in the base, and every image appends to it. */
export const ALLOWED_MACROS: readonly string[] = [...new Set(RULES.map(({ allowed }) => allowed))];
