/** `cxray merge`: merges baselines of one image, from files and databases, into one. */
import { baselineDocument, readBaselineFile } from "../../aggregate/index.js";
import { writeOutput } from "../../files/replace-file.js";
import type { Baseline } from "../../model/baseline/baseline.js";
import { mergeBaselines } from "../../model/baseline/merge.js";
import { EXIT } from "../../model/errors.js";
import { isDatabaseFile } from "../../store/index.js";
import { learningOf, loadBaseline, withStore } from "../baselines.js";
import { warnIfIncomplete } from "../incomplete.js";
import { badUsage } from "../options/bad-usage.js";
import { printResult } from "../terminal/output.js";
import type { CommandFunction } from "./command.js";

interface MergeArguments {
  readonly image: string | undefined;
  readonly output: string | undefined;
}

export const merge: CommandFunction<MergeArguments> = ({ words, image, output, typed }, config) => {
  const learning = learningOf(config);
  if (typed.has("image") && !words.some(isDatabaseFile)) throw imageWithoutDatabase();
  const read = (file: string): Baseline =>
    isDatabaseFile(file)
      ? withStore(file, (store) => loadBaseline(store, { image }, learning))
      : readBaselineFile(file);
  const merged = words.map(read).reduce(mergeBaselines);
  const text = baselineDocument(merged);
  if (output === undefined) printResult(text);
  else writeOutput(output, text, { secret: false });
  warnIfIncomplete(merged.completeness);
  return merged.completeness.state === "partial" ? EXIT.incomplete : EXIT.done;
};

function imageWithoutDatabase(): Error {
  return badUsage("--image has no effect without a database", [
    "A baseline file has one image only; --image chooses an image of a database.",
  ]);
}
