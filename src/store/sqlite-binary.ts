/** Checks the binary of better-sqlite3, which its install script downloads or compiles. */
import { createRequire } from "node:module";
import { dirname } from "node:path";
import Sqlite from "better-sqlite3";
import { CxrayError } from "../model/errors.js";

/** The version of SQLite. @throws CxrayError no-sqlite */
export function requireSqlite(): string {
  try {
    const database = new Sqlite(":memory:");
    const version = database.prepare("SELECT sqlite_version()").pluck().get() as string;
    database.close();
    return version;
  } catch (error) {
    throw new CxrayError("no-sqlite", whyNot(error), adviceFor(folderOf("better-sqlite3")), {
      cause: error,
    });
  }
}

/** `bindings` finds no file; the loader refuses one of another Node or C library. */
function whyNot(error: unknown): string {
  const { code = "", message } = error as NodeJS.ErrnoException;
  if (code === "ERR_DLOPEN_FAILED") {
    // It comes in several lines, of which the last says to compile it, as the advice does.
    const reason = message.replace(/\s+/gu, " ").replace(/ Please try .*$/u, "");
    return `the binary of better-sqlite3 doesn't fit Node ${process.version}: ${reason}`;
  }
  if (message.startsWith("Could not locate the bindings file")) {
    return "the binary of better-sqlite3 is missing: its install script was not run";
  }
  return `better-sqlite3 can't be loaded: ${message.split("\n")[0] ?? ""}`;
}

/** The command names the install script, so it works even if npm runs no scripts. */
function adviceFor(folder: string): string[] {
  return [
    "Fetch it, or compile it where that fails (which takes python3, make and g++):",
    `  npm run install --prefix '${folder}'`,
  ];
}

function folderOf(name: string): string {
  return dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
}
