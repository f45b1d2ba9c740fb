/** cxray aggregate: brings the baselines up to date. */
import type { Baseline } from "../../model/baseline.js";
import { EXIT } from "../../model/errors.js";
import { plural } from "../../model/plural.js";
import { printable } from "../../model/text.js";
import { loadBaselines, withStore } from "../baselines.js";
import { dbOption, sessionsOption } from "../options.js";
import { printResult } from "../output.js";
import { examples, type MakeCommand } from "./command.js";

interface AggregateArguments {
  readonly db: string;
  readonly "include-sessions": boolean;
}

export const aggregateCommand: MakeCommand<AggregateArguments> = (config, setExit) => ({
  command: "aggregate",
  describe: "fold all recordings into one baseline per image",
  builder: (yargs) =>
    yargs
      .options({ ...dbOption(config), ...sessionsOption(config) })
      .epilogue(
        examples(["cxray aggregate", "one line per image: digest, names, runs, completeness"]),
      ),
  handler: (argv) => {
    const { baselines } = withStore(argv.db, (store) =>
      loadBaselines(store, argv["include-sessions"]),
    );
    for (const baseline of baselines) printResult(`${formatLine(baseline)}\n`);
    const partial = baselines.some(({ completeness }) => completeness.state === "partial");
    setExit(partial ? EXIT.incomplete : EXIT.done);
  },
});

/** One image: digest, names, runs, completeness, with tabs between them. */
export function formatLine({ image, runs, completeness }: Baseline): string {
  const names = image.references.map(printable).join(",");
  return [image.digest, names, plural(runs.count, "run"), completeness.state].join("\t");
}
