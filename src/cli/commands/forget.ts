/** cxray forget: takes runs out of a database, so that no baseline learns from them. */
import { listRuns, type RecordedRun } from "../../aggregate/index.js";
import { CxrayError, EXIT } from "../../model/errors.js";
import { plural } from "../../model/plural.js";
import { openStore } from "../../store/index.js";
import { tell } from "../terminal/output.js";
import type { CommandFunction } from "./command.js";

interface ForgetArguments {
  readonly db: string;
}

export const forget: CommandFunction<ForgetArguments> = ({ db, words }) => {
  const store = openStore(db, "update");
  try {
    const all = listRuns(store.recordings(), store.containers());
    // all are found before the first is taken out
    const chosen = new Set(words.map((word) => findRun(all, word)));
    store.forgetRuns([...chosen]);
    tell(`${plural(chosen.size, "run")} taken out of ${db}`);
    return EXIT.done;
  } finally {
    store.close();
  }
};

/** By its id, or the beginning of it. */
function findRun(all: readonly RecordedRun[], word: string): RecordedRun {
  const [run, ...others] = all.filter(({ id }) => word.length >= 4 && id.startsWith(word));
  if (run !== undefined && others.length === 0) return run;
  const problem = run === undefined ? `there is no run ${word}` : `${word} can mean several runs`;
  throw new CxrayError("no-runs", problem, ["cxray runs lists them with their ids."]);
}
