/** The users that the containers of an image ran as. A baseline doesn't have them. */
import type { Wanted } from "../../aggregate/index.js";
import { chooseRuns } from "../../aggregate/index.js";
import type { Store } from "../../store/index.js";
import { CxrayError } from "../../model/errors.js";

/**
 * The users of the first processes of the wanted runs, each once. Empty if the user of one run is
 * not known. Containers of rootless engines don't count: their uids are mapped.
 */
export function mainUsers(store: Store, wanted: Wanted): number[] {
  const all = store.containers();
  const chosen = runsOf(all, wanted);
  const known = new Map(
    store.mainUsers().map((each) => [`${each.containerId} ${String(each.recordingId)}`, each.uid]),
  );
  const users = chosen.map(({ id, recordingId, owner }) =>
    owner === 0 ? known.get(`${id} ${String(recordingId)}`) : undefined,
  );
  const found = users.filter((uid) => uid !== undefined);
  return found.length < users.length ? [] : [...new Set(found)].sort((a, b) => a - b);
}

function runsOf(all: ReturnType<Store["containers"]>, wanted: Wanted): typeof all {
  try {
    return all.filter(chooseRuns(all, wanted).isMeant);
  } catch (error) {
    if (error instanceof CxrayError) return [];
    throw error;
  }
}
