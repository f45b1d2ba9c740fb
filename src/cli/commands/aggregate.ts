/** `cxray aggregate`: updates the baselines and lists the images. */
import type { Baseline } from "../../model/baseline/baseline.js";
import { EXIT } from "../../model/errors.js";
import { plural } from "../../model/plural.js";
import { printable } from "../../model/text.js";
import { learningOf, loadBaselines, withStore } from "../baselines.js";
import { printResult } from "../terminal/output.js";
import type { CommandFunction } from "./command.js";

interface AggregateArguments {
  readonly db: string;
  readonly "include-sessions": boolean;
  readonly json: boolean;
}

export const aggregateDatabase: CommandFunction<AggregateArguments> = (argv, config) => {
  const { baselines } = withStore(argv.db, (store) =>
    loadBaselines(store, learningOf(config, argv)),
  );
  if (argv.json) printResult(`${JSON.stringify(baselines.map(summaryOf), null, 2)}\n`);
  else for (const baseline of baselines) printResult(`${formatLine(baseline)}\n`);
  const partial = baselines.some(({ completeness }) => completeness.state === "partial");
  return partial ? EXIT.incomplete : EXIT.done;
};

/** One image as JSON. Its keys have the same names as in a baseline. */
function summaryOf({ image, runs, completeness }: Baseline): object {
  const { name, builds, references } = image;
  return {
    name,
    builds: builds.map(({ digest }) => digest),
    references,
    runs: runs.count,
    completeness,
  };
}

/** One image as a line: name, references, builds, runs and completeness, separated by tabs. */
export function formatLine({ image, runs, completeness }: Baseline): string {
  const { name, builds, references } = image;
  return [
    printable(name),
    references.map(printable).join(","),
    plural(builds.length, "build"),
    plural(runs.count, "run"),
    completeness.state,
  ].join("\t");
}
