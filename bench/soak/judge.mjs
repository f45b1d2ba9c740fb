// What is said of a recording that went to its end, compared with what is in its database.
import { lossesIn, megabytesOf } from "./database.mjs";
import { reasonsOf, runStages, wrongEnds } from "./stages.mjs";

/**
 * The row of one recording. `image`: the one whose stages are measured; `victim`: the one that has
 * to be complete; `kept`: the share of the victim's events that is in the database.
 */
export async function judgeRecording({ name, db, image, victim, kept, recorded }) {
  const { status, stderr, memory } = recorded;
  const lost = lossesIn(db);
  const stages = await runStages(db, image);
  const partial = (await reasonsOf(db, victim)).length > 0;
  const reasons = await reasonsOf(db, image);
  const isSaid = lost === 0 ? status === 0 : status === 3 && reasons.includes("events-lost");
  const said = isSaid && (lost === 0 || /\blost\b/.test(stderr));
  // A victim that lacks events and is called complete was not told of, whatever else was said.
  const isSilent = kept < 1 && !partial;
  const faults = wrongEnds(stages, reasons);
  const seen = { lost, said: said && !isSilent, status, memory, database: megabytesOf(db) };
  return { name, ...seen, kept, partial, stages, faults };
}
