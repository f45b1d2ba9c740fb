/** Checks that files belong to our user, and that other users can neither read nor change them. */
import type { Stats } from "node:fs";
import { isOurUser } from "./our-user.js";

/** Why a file must not be trusted; null if it may be. Files of root are always trusted. */
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

/** Why a file is not private, and what to do about it; null if it is. */
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
