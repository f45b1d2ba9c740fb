/** `cxray forget`: deletes runs from a database, so that no baseline includes them. */
import { listRuns, type RecordedRun } from "../../aggregate/index.js";
import { CxrayError, EXIT } from "../../model/errors.js";
import { plural } from "../../model/plural.js";
import { openStore } from "../../store/index.js";
import { info } from "../terminal/output.js";
import type { CommandFunction } from "./command.js";

interface ForgetArguments {
  readonly db: string;
}

export const forget: CommandFunction<ForgetArguments> = ({ db, words }) => {
  const store = openStore(db, "update");
  try {
    const all = listRuns(store.recordings(), store.containers());
    // find all runs before deleting the first
    const chosen = new Set(words.map((word) => findRun(all, word)));
    store.forgetRuns([...chosen]);
    info(`${plural(chosen.size, "run")} deleted from ${db}`);
    return EXIT.done;
  } finally {
    store.close();
  }
};

/** Finds a run by its id, or by the beginning of it. */
function findRun(all: readonly RecordedRun[], word: string): RecordedRun {
  const [run, ...others] = all.filter(({ id }) => word.length >= 4 && id.startsWith(word));
  if (run !== undefined && others.length === 0) return run;
  const problem = run === undefined ? `there is no run ${word}` : `${word} matches several runs`;
  throw new CxrayError("no-runs", problem, ["cxray runs lists all runs with their ids."]);
}
