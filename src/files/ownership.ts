/** Whether what we are about to write to is ours: others must neither read nor change it. */
import type { Stats } from "node:fs";
import { isOurUser } from "./our-user.js";

/** Why what a file says must not be taken; null where it may. Root could change any file anyway. */
export function whyNotTrusted(
  path: string,
  { uid, nlink }: Stats,
): { readonly reason: string; readonly advice: string } | null {
  if (uid !== 0 && !isOurUser(uid)) {
    const reason = `${path} belongs to another user (uid ${String(uid)})`;
    return { reason, advice: "Its contents would become rules. If you trust it, copy it first." };
  }
  if (nlink > 1) {
    const reason = `${path} has a second hard link`;
    return { reason, advice: "Choose another file, or copy it first." };
  }
  return null;
}

/** Why a file must not get what only its owner may read, and what to do; null where it may. */
export function whyNotPrivate(
  path: string,
  stats: Stats,
): { readonly reason: string; readonly advice: string } | null {
  if (!isOurUser(stats.uid)) {
    const reason = `${path} belongs to another user (uid ${String(stats.uid)})`;
    return { reason, advice: "That user could read the recording. Choose another file." };
  }
  if ((stats.mode & 0o077) !== 0) {
    const reason = `${path} can be read or written by other users`;
    return { reason, advice: `Command lines contain secrets. Run \`chmod 600\` on it.` };
  }
  if (stats.nlink > 1) {
    const reason = `${path} has a second hard link`;
    return { reason, advice: "Choose another file, or remove the other link." };
  }
  return null;
}
