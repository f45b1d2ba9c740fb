/** AppArmor's own parser, if it is installed: it compiles a profile without loading it. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

/** The directories are in no ordinary user's PATH. */
const PLACES = ["/usr/sbin/apparmor_parser", "/sbin/apparmor_parser"] as const;

export function parserPath(): string | null {
  return PLACES.find((path) => existsSync(path)) ?? null;
}

const TIMEOUT_MS = 60_000;

/** The last text and its result: rendering checks a file, and callers check the same text again. */
let last: { readonly text: string; readonly complaint: string | null } | null = null;

/** The parser's error message, on one line; null: no error, or no parser installed. */
export function parserComplaint(text: string): string | null {
  if (last?.text === text) return last.complaint;
  const path = parserPath();
  if (path === null) return null;
  const complaint = complaintOf(path, text);
  last = { text, complaint };
  return complaint;
}

function complaintOf(path: string, text: string): string | null {
  const { status, stderr, error } = spawnSync(path, ["-Q", "-K", "-S"], {
    input: text,
    stdio: ["pipe", "ignore", "pipe"],
    encoding: "utf8",
    timeout: TIMEOUT_MS,
  });
  if (error !== undefined) return error.message;
  if (status === 0) return null;
  const lines = stderr.split("\n").filter((line) => line !== "" && !line.startsWith("Warning"));
  return lines.join("; ").slice(0, 500);
}
