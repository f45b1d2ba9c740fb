/** Whose files cxray may trust, and write what it recorded to. */
import { fchownSync, statSync } from "node:fs";

/** The user that cxray runs as; under sudo also the one who called it. */
export function isOurUser(uid: number): boolean {
  const self = process.geteuid?.() ?? uid;
  return uid === self || uid === callerOf("SUDO_UID");
}

/**
 * Gives a file that was just made to the user who called sudo, where it lies in a directory of
 * theirs: else they could neither replace nor read in their own checkout what they had made.
 *
 * @param folder in which the file lies
 */
export function giveToCaller(descriptor: number, folder: string): void {
  const uid = callerOf("SUDO_UID");
  const gid = callerOf("SUDO_GID");
  if (uid === undefined || gid === undefined || statSync(folder).uid !== uid) return;
  fchownSync(descriptor, uid, gid);
}

/** An id that sudo tells root of; undefined: not under sudo. */
function callerOf(variable: "SUDO_UID" | "SUDO_GID"): number | undefined {
  const id = process.env[variable] ?? "";
  return process.geteuid?.() === 0 && /^\d+$/u.test(id) ? Number(id) : undefined;
}
