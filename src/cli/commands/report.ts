/** `cxray report`: writes a baseline as an HTML page. */
import { writeOutput } from "../../files/replace-file.js";
import { compare, worstFirst } from "../../gate/index.js";
import { EXIT } from "../../model/errors.js";
import { marksOf } from "../../policy/index.js";
import { renderReport } from "../../report/index.js";
import { baselineFor } from "../baselines.js";
import {
  noBaseline,
  placeInRepository,
  readCommitted,
  refuseOtherImage,
} from "../gate/committed.js";
import { warnIfIncomplete } from "../incomplete.js";
import { printResult } from "../terminal/output.js";
import { cxrayVersion } from "../version.js";
import type { CommandFunction } from "./command.js";

interface ReportArguments {
  readonly db: string;
  readonly image: string | undefined;
  readonly baseline: string | undefined;
  readonly latest: boolean;
  readonly since: string | undefined;
  readonly against: string | undefined;
  readonly output: string | undefined;
  readonly "include-sessions": boolean;
}

export const report: CommandFunction<ReportArguments> = (argv, config) => {
  const { against, output } = argv;
  // first, because reading the database may take long
  const committed = against === undefined ? null : readCommitted(against);
  if (against !== undefined && committed === null) throw noBaseline(against);
  const baseline = baselineFor(argv, config);
  if (against !== undefined && committed !== null) {
    refuseOtherImage(against, committed.baseline, baseline);
  }
  const page = renderReport({
    baseline,
    against:
      against === undefined || committed === null
        ? null
        : {
            file: placeInRepository(against),
            differences: worstFirst(
              compare({ committed: committed.baseline, text: committed.text, current: baseline }),
            ),
          },
    version: cxrayVersion(),
    forbiddenBy: marksOf(config.policy, baseline.image),
  });
  if (output === undefined || output === "-") printResult(page);
  else writeOutput(output, page);
  warnIfIncomplete(baseline.completeness);
  return baseline.completeness.state === "partial" ? EXIT.incomplete : EXIT.done;
};
