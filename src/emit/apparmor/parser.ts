/** AppArmor's own parser, where this machine has it: it compiles a profile without loading it. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

/** It is in no user's PATH. */
const PLACES = ["/usr/sbin/apparmor_parser", "/sbin/apparmor_parser"] as const;

export function parserPath(): string | null {
  return PLACES.find((path) => existsSync(path)) ?? null;
}

const TIMEOUT_MS = 60_000;

/** What was read last, and the answer: a file is checked when it is rendered, and by who asks again. */
let last: { readonly text: string; readonly complaint: string | null } | null = null;

/** The parser's complaint, one line; null: it has none, or is not there. */
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
