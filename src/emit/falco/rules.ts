/** Every rule that an emitted file holds, in its order. */
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

/** Macros that say what is allowed: each begins as never true, and every image adds its own. */
export const ALLOWED_MACROS: readonly string[] = [...new Set(RULES.map(({ allowed }) => allowed))];
