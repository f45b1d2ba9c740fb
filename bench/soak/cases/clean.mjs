// A recording in which nothing goes wrong, into a database in which something went wrong before.
import { runContainer } from "../engine.mjs";
import { startRecorder } from "../process.mjs";
import { reasonsOf } from "../stages.mjs";

/** The image of this recording alone: no other case runs it. */
const IMAGE = "cxray-test/nginx";

/** Records one container; gives what is wrong with the result, in words. */
export async function recordCleanly(db) {
  const recorder = await startRecorder(db);
  await runContainer("clean", IMAGE, "true");
  const { status, stderr } = await recorder.stop();
  const reasons = await reasonsOf(db, IMAGE);
  const faults = [];
  if (status !== 0) faults.push(`a clean recording afterwards ended with ${status}: ${stderr}`);
  if (reasons.length > 0) faults.push(`a clean image afterwards is partial: ${reasons.join(", ")}`);
  return faults;
}
