/** Names of users, as the host knows them. */
import { readFileSync } from "node:fs";

/** From /etc/passwd; a number that has no name there stays a number. */
export function loadUserNames(passwd = "/etc/passwd"): (uid: number) => string {
  const names = new Map<string, string>();
  try {
    for (const line of readFileSync(passwd, "utf8").split("\n")) {
      const [name, , uid] = line.split(":");
      if (name !== undefined && uid !== undefined && !names.has(uid)) names.set(uid, name);
    }
  } catch {
    // A host without the file has numbers only.
  }
  return (uid) => names.get(String(uid)) ?? String(uid);
}
