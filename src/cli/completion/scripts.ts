/** `cxray completion`: prints a script that makes the shell call `cxray __complete`. */
import { basename } from "node:path";
import { readFileSync } from "node:fs";
import { CxrayError, EXIT } from "../../model/errors.js";
import { packageFile } from "../../files/package-root.js";
import type { CommandFunction } from "../commands/command.js";
import { printResult } from "../terminal/output.js";

const SHELLS = ["bash", "zsh", "fish"] as const;

export const printScript: CommandFunction<object> = ({ words: [named] }) => {
  const ofUser = basename(process.env["SHELL"] ?? "");
  const shell = SHELLS.find((name) => name === (named ?? ofUser));
  if (shell === undefined) {
    throw new CxrayError(
      "bad-usage",
      `there is no completion for ${ofUser === "" ? "an unknown shell" : ofUser}`,
      `Name the shell: cxray completion ${SHELLS.join("|")}`,
    );
  }
  printResult(readFileSync(packageFile(`completions/cxray.${shell}`), "utf8"));
  return EXIT.done;
};
