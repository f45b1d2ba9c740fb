/** Whose files cxray may trust, and write what it recorded to. */

/** The user that cxray runs as; under sudo also the one who called it. */
export function isOurUser(uid: number): boolean {
  const self = process.geteuid?.() ?? uid;
  if (uid === self) return true;
  const caller = process.env["SUDO_UID"];
  return self === 0 && caller !== undefined && /^\d+$/u.test(caller) && uid === Number(caller);
}
