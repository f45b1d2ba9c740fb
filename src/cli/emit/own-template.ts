/** `cxray emit --template` without `--format`: renders a baseline with the user's own template. */
import { emitOwn } from "../../emit/index.js";
import { writeOutput } from "../../files/replace-file.js";
import { EXIT, type ExitStatus } from "../../model/errors.js";
import { baselineFor } from "../baselines.js";
import type { Invocation } from "../commands/command.js";
import type { Config } from "../config/config.js";
import { warnIfIncomplete } from "../incomplete.js";
import { badUsage } from "../options/bad-usage.js";
import { formatOptionNames } from "../options/shared-options.js";
import { printResult, warn } from "../terminal/output.js";

interface OwnArguments extends Invocation {
  readonly db: string;
  readonly image: readonly string[];
  readonly baseline: string | undefined;
  readonly latest: boolean;
  readonly since: string | undefined;
  readonly "include-sessions": boolean;
  readonly output: string | undefined;
}

/** Options that have no effect without a format. */
const WITHOUT_EFFECT = ["all", "events", "container"];

export async function emitOwnTemplate(
  argv: OwnArguments,
  config: Config,
  template: string,
): Promise<ExitStatus> {
  const { typed, image, output } = argv;
  const foreign = [...WITHOUT_EFFECT, ...formatOptionNames()].find((each) => typed.has(each));
  if (foreign !== undefined || image.length > 1) {
    throw badUsage(
      `${foreign === undefined ? "several --image have" : `--${foreign} has`} no effect on a template without a format`,
      ["Leave it out, or name the template's format with --format."],
    );
  }
  const baseline = baselineFor({ ...argv, image: image[0] }, config);
  const { text, warnings } = await emitOwn(baseline, template, config.policy);
  if (output === undefined) printResult(text);
  else writeOutput(output, text);
  for (const warning of warnings) warn(warning);
  warnIfIncomplete(baseline.completeness);
  return baseline.completeness.state === "partial" ? EXIT.incomplete : EXIT.done;
}
