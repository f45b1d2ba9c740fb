/**
 * INTERPRETERS: programs that execute their arguments, one row each. The rows decide which argument
 * is a script, which words of a script are secrets, and which programs deserve a look.
 */
export interface Interpreter {
  /** the row's name, by which it can be disabled */
  readonly name: string;
  /** the name of the program's file */
  readonly program: RegExp;
  /** options after which there is no script: the code follows, or there is none */
  readonly inline: RegExp;
  /** options whose value is the next argument */
  readonly valued: RegExp;
  /** names that the row matches, for the documentation and tests */
  readonly examples: readonly string[];
}

const SHELL_NAMES = "sh|r?bash|dash|ash|hush|zsh|m?ksh|fish";

export const SHELL: Interpreter = {
  name: "shell",
  program: new RegExp(`^(?:${SHELL_NAMES})$`, "u"),
  inline: /^-[A-Za-z]*[cs][A-Za-z]*$/u,
  valued: /^(?:[-+][A-Za-z]*[oO]|--rcfile|--init-file)$/u,
  examples: ["sh", "bash", "rbash", "dash", "ash", "hush", "zsh", "ksh", "mksh", "fish"],
};

/** A file with many programs, selected by the name it is called by or by its first argument. */
export const MULTICALL = /^(?:busybox|toybox)(?:[.-].*)?$/u;

export const INTERPRETERS: readonly Interpreter[] = [
  SHELL,
  {
    name: "python",
    program: /^(?:python|pypy)[\d.]*$/u,
    inline: /^-[A-Za-z]*[cm]/u,
    valued: /^-[A-Za-z]*[WX]$|^--check-hash-based-pycs$/u,
    examples: ["python", "python3.11", "pypy3"],
  },
  {
    name: "perl",
    program: /^perl[\d.]*$/u,
    inline: /^-[A-Za-z]*[eE]/u,
    valued: /^-[IC]$/u,
    examples: ["perl", "perl5.36.0"],
  },
  {
    name: "ruby",
    program: /^ruby[\d.]*$/u,
    inline: /^-[A-Za-z]*e/u,
    valued: /^-[ICEr]$|^--(?:encoding|external-encoding|internal-encoding)$/u,
    examples: ["ruby", "ruby3.1"],
  },
  {
    name: "node",
    program: /^(?:node|nodejs)$/u,
    inline: /^(?:-e|-p|-pe|--eval|--print|-i|--interactive)$/u,
    valued: /^(?:-r|--require|--import|--loader|--experimental-loader|-C|--conditions)$/u,
    examples: ["node", "nodejs"],
  },
  {
    name: "php",
    program: /^php[\d.]*$/u,
    inline: /^-[rBRE]/u,
    valued: /^-[cdzSt]$/u,
    examples: ["php", "php8.2"],
  },
  {
    name: "lua",
    program: /^lua(?:jit)?[\d.-]*$/u,
    inline: /^-e/u,
    valued: /^-l$/u,
    examples: ["lua5.4", "luajit"],
  },
];

/** Whether the path's program is a shell, or a multi-call program that may be one. */
export function isShell(path: string): boolean {
  const base = baseOf(path);
  return SHELL.program.test(base) || MULTICALL.test(base);
}

/** The last name of a path. */
export function baseOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
