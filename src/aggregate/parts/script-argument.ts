import type { Exec } from "../../model/events/events.js";

/** What is known of an interpreter's arguments: the first that belongs to no option is its script. */
interface Interpreter {
  readonly name: RegExp;
  /** options after which there is no script: the program follows, or is none */
  readonly inline: RegExp;
  /** options whose value is the next argument */
  readonly valued: RegExp;
}

const SHELL: Interpreter = {
  name: /^(?:sh|r?bash|dash|ash|hush|zsh|m?ksh)$/u,
  inline: /^-[A-Za-z]*[cs][A-Za-z]*$/u,
  valued: /^(?:[-+][A-Za-z]*[oO]|--rcfile|--init-file)$/u,
};

const INTERPRETERS: readonly Interpreter[] = [
  SHELL,
  {
    name: /^(?:python|pypy)[\d.]*$/u,
    inline: /^-[A-Za-z]*[cm]/u,
    valued: /^-[A-Za-z]*[WX]$|^--check-hash-based-pycs$/u,
  },
  { name: /^perl[\d.]*$/u, inline: /^-[A-Za-z]*[eE]/u, valued: /^-[IC]$/u },
  {
    name: /^ruby[\d.]*$/u,
    inline: /^-[A-Za-z]*e/u,
    valued: /^-[ICEr]$|^--(?:encoding|external-encoding|internal-encoding)$/u,
  },
  {
    name: /^(?:node|nodejs)$/u,
    inline: /^(?:-e|-p|-pe|--eval|--print|-i|--interactive)$/u,
    valued: /^(?:-r|--require|--import|--loader|--experimental-loader|-C|--conditions)$/u,
  },
  { name: /^php[\d.]*$/u, inline: /^-[rBRE]/u, valued: /^-[cdzSt]$/u },
  { name: /^lua(?:jit)?[\d.-]*$/u, inline: /^-e/u, valued: /^-l$/u },
];

const MULTICALL = /^(?:busybox|toybox)(?:[.-].*)?$/u;

/** Whether a program of this path may be an interpreter, by its name. */
export function isInterpreter(path: string): boolean {
  const base = baseOf(path);
  return MULTICALL.test(base) || INTERPRETERS.some(({ name }) => name.test(base));
}

/** The argument that is the script an interpreter was given; null: it is none, or was given none. */
export function scriptArgument({ path, argv }: Pick<Exec, "path" | "argv">): string | null {
  const base = baseOf(path);
  if (!MULTICALL.test(base)) {
    const interpreter = INTERPRETERS.find(({ name }) => name.test(base));
    return interpreter === undefined ? null : firstOperand(interpreter, argv.slice(1));
  }
  // called by its own name, the applet is the next argument
  const start = MULTICALL.test(baseOf(argv[0] ?? "")) ? 1 : 0;
  const applet = baseOf(argv[start] ?? "").replace(/^-/u, "");
  return SHELL.name.test(applet) ? firstOperand(SHELL, argv.slice(start + 1)) : null;
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

function baseOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
