/** Recording into a database, which is closed whatever becomes of the recording. */
import { openStore, type Store } from "../../store/index.js";
import { cxrayVersion } from "../version.js";
import { recordRun, type RunOptions, type RunOutcome } from "./record-run.js";

type Own = "openStore" | "openLog" | "engineOptional" | "cxrayVersion" | "target";

/** `openLog` is absent where there is no log, `target` where the database's name is what is told. */
export type IntoOptions = Omit<RunOptions, Own> & Partial<Pick<RunOptions, "openLog" | "target">>;

/** What is told in place of the name of a database that nobody is to look for. */
export const NOT_KEPT = "a database of its own, which is not kept";

/** @throws CxrayError what `openStore` refuses, and what keeps the machine from recording */
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
