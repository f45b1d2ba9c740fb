import { CxrayError } from "../../model/errors.js";

const HELP = "Run cxray --help, or cxray COMMAND --help.";

/** The error for a command line that can't be understood. */
export function badUsage(message: string, advice: readonly string[] = []): CxrayError {
  return new CxrayError("bad-usage", message, [...advice, HELP]);
}
