/** Interpreters: the built-in rows, and the user's own. */
import type { InterpreterRow } from "../../model/configuration.js";
import { INTERPRETERS, type Interpreter } from "../../model/interpreters.js";
import { optionTest, programTest } from "./programs-of-rows.js";

/** The rows that are not disabled, the user's first. */
export function interpretersOf(
  off: readonly string[] = [],
  own: readonly InterpreterRow[] = [],
): readonly Interpreter[] {
  return [...own.map(ownInterpreter), ...INTERPRETERS].filter(({ name }) => !off.includes(name));
}

function ownInterpreter(row: InterpreterRow): Interpreter {
  return {
    name: row.name,
    program: programTest([row.match].flat()),
    inline: optionTest(row.inline ?? []),
    valued: new RegExp(`${optionTest(row.valued ?? []).source}$`, "su"),
    examples: [],
  };
}
