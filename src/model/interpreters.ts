/**
 * INTERPRETERS: programs that run what they are given, one row each. What a script's argument is,
 * which words of a script are secrets, and which programs deserve a look are told by these rows.
 */
export interface Interpreter {
  /** of the row, by which it is switched off */
  readonly name: string;
  /** what its file is called */
  readonly program: RegExp;
  /** options after which there is no script: the program follows, or is none */
  readonly inline: RegExp;
  /** options whose value is the next argument */
  readonly valued: RegExp;
  /** names that the row is for; the documentation's examples, and tests */
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

/** A program that is many, by the name that it is called by or by its first argument. */
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

/** Whether a program of this path is a shell, or one that is many and may be a shell. */
export function isShell(path: string): boolean {
  const base = baseOf(path);
  return SHELL.program.test(base) || MULTICALL.test(base);
}

/** The name of a path's file. */
export function baseOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
