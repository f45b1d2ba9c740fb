/** Whether what we are about to write to is ours: others must neither read nor change it. */
import type { Stats } from "node:fs";

/** The user that cxray runs as; under sudo also the one who called it. */
export function isOurUser(uid: number): boolean {
  const self = process.geteuid?.() ?? uid;
  if (uid === self) return true;
  const caller = process.env["SUDO_UID"];
  return self === 0 && caller !== undefined && /^\d+$/.test(caller) && uid === Number(caller);
}

/** Why a file must not get what only its owner may read, and what to do; null where it may. */
export function whyNotPrivate(
  path: string,
  stats: Stats,
): { readonly reason: string; readonly advice: string } | null {
  if (!isOurUser(stats.uid)) {
    const reason = `${path} belongs to another user (uid ${String(stats.uid)})`;
    return { reason, advice: "Who put it there could read what is recorded. Name another file." };
  }
  if ((stats.mode & 0o077) !== 0) {
    const reason = `${path} may be read or written by other users`;
    return { reason, advice: `Command lines hold secrets. Run \`chmod 600\` on it.` };
  }
  if (stats.nlink > 1) {
    const reason = `${path} has a second name (a hard link)`;
    return { reason, advice: "Name another file, or remove the other name." };
  }
  return null;
}
