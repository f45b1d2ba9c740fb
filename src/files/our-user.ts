/** Says whose files cxray may trust and write to. */
import { fchownSync, statSync } from "node:fs";

/** Whether it is the user that cxray runs as or, under sudo, the user who called sudo. */
export function isOurUser(uid: number): boolean {
  const self = process.geteuid?.() ?? uid;
  return uid === self || uid === callerOf("SUDO_UID");
}

/**
 * Gives a new file to the user who called sudo, if its directory belongs to that user. Otherwise
 * the user could neither read nor replace it in their own checkout.
 *
 * @param folder the directory of the file
 */
export function giveToCaller(descriptor: number, folder: string): void {
  const uid = callerOf("SUDO_UID");
  const gid = callerOf("SUDO_GID");
  if (uid === undefined || gid === undefined || statSync(folder).uid !== uid) return;
  fchownSync(descriptor, uid, gid);
}

/** The id of the user who called sudo; undefined if cxray was not started by sudo. */
function callerOf(variable: "SUDO_UID" | "SUDO_GID"): number | undefined {
  const id = process.env[variable] ?? "";
  return process.geteuid?.() === 0 && /^\d+$/u.test(id) ? Number(id) : undefined;
}
