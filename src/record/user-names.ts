/** Names of the host's users. */
import { readFileSync } from "node:fs";

/** Reads /etc/passwd. A uid that has no name there stays a number. */
export function loadUserNames(passwd = "/etc/passwd"): (uid: number) => string {
  const names = new Map<string, string>();
  try {
    for (const line of readFileSync(passwd, "utf8").split("\n")) {
      const [name, , uid] = line.split(":");
      if (name !== undefined && uid !== undefined && !names.has(uid)) names.set(uid, name);
    }
  } catch {
    // Without the file, all users are numbers.
  }
  return (uid) => names.get(String(uid)) ?? String(uid);
}
