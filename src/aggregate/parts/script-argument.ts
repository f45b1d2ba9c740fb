import type { Exec } from "../../model/events/events.js";
import {
  baseOf,
  INTERPRETERS,
  MULTICALL,
  SHELL,
  type Interpreter,
} from "../../model/interpreters.js";

/** Whether the path's last name is that of an interpreter. */
export function isInterpreter(path: string, rows = INTERPRETERS): boolean {
  const base = baseOf(path);
  return MULTICALL.test(base) || rows.some(({ program }) => program.test(base));
}

/**
 * The argument that is an interpreter's script; null: the program is not an interpreter, or got no
 * script.
 */
export function scriptArgument(
  { path, argv }: Pick<Exec, "path" | "argv">,
  rows = INTERPRETERS,
): string | null {
  const base = baseOf(path);
  if (!MULTICALL.test(base)) {
    const interpreter = rows.find(({ program }) => program.test(base));
    return interpreter === undefined ? null : firstOperand(interpreter, argv.slice(1));
  }
  // if the multi-call program was called by its own name, the applet is the next argument
  const start = MULTICALL.test(baseOf(argv[0] ?? "")) ? 1 : 0;
  const applet = baseOf(argv[start] ?? "").replace(/^-/u, "");
  const isShell = rows.includes(SHELL) && SHELL.program.test(applet);
  return isShell ? firstOperand(SHELL, argv.slice(start + 1)) : null;
}

function firstOperand({ inline, valued }: Interpreter, args: readonly string[]): string | null {
  for (let index = 0; index < args.length; index += 1) {
    const argument = args[index] ?? "";
    if (argument === "--" || argument === "-f") return args[index + 1] ?? null;
    if (!/^[-+]./u.test(argument)) return argument === "" || argument === "-" ? null : argument;
    if (inline.test(argument)) return null;
    if (valued.test(argument)) index += 1;
  }
  return null;
}
