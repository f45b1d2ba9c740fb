/** The users who are logged in or run services, and so may run containers. */
import { listFolder } from "./read-json.js";

/** Their uids, from the folders in /run/user. Root is not among them. */
export function loggedInUsers(folder = "/run/user"): number[] {
  return listFolder(folder)
    .map(Number)
    .filter((uid) => Number.isSafeInteger(uid) && uid > 0);
}
