/** Records into a database, and closes it even if the recording fails. */
import { openStore, type Store } from "../../store/index.js";
import { cxrayVersion } from "../version.js";
import { recordRun, type RunOptions, type RunOutcome } from "./record-run.js";

type Own = "openStore" | "openLog" | "engineOptional" | "cxrayVersion" | "target";

/** `openLog` may be absent if there is no log, `target` if messages name the database. */
export type IntoOptions = Omit<RunOptions, Own> & Partial<Pick<RunOptions, "openLog" | "target">>;

/** What messages say instead of the name of a temporary database. */
export const NOT_KEPT = "a temporary database";

/** @throws CxrayError as `openStore` and `startRecording` */
export async function recordInto(db: string, options: IntoOptions): Promise<RunOutcome> {
  let store: Store | undefined;
  try {
    return await recordRun({
      openLog: null,
      target: db,
      ...options,
      openStore: () => (store = openStore(db, "write")),
      engineOptional: false,
      cxrayVersion: cxrayVersion(),
    });
  } finally {
    store?.close();
  }
}
