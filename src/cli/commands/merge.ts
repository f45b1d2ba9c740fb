/** cxray merge: baseline files of one image as one. */
import { baselineDocument, readBaselineFile } from "../../aggregate/index.js";
import { writeOutput } from "../../files/replace-file.js";
import { mergeBaselines } from "../../model/baseline/merge.js";
import { EXIT } from "../../model/errors.js";
import { warnIfIncomplete } from "../incomplete.js";
import { printResult } from "../terminal/output.js";
import type { CommandFunction } from "./command.js";

interface MergeArguments {
  readonly output: string | undefined;
}

export const merge: CommandFunction<MergeArguments> = ({ words, output }) => {
  const merged = words.map(readBaselineFile).reduce(mergeBaselines);
  const text = baselineDocument(merged);
  if (output === undefined) printResult(text);
  else writeOutput(output, text, { secret: false });
  warnIfIncomplete(merged.completeness);
  return merged.completeness.state === "partial" ? EXIT.incomplete : EXIT.done;
};
