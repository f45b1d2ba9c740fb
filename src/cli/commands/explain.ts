/** `cxray explain`: says why an entry is in a baseline. */
import { FORMAT_NAMES, openFormat, type EmitOptions } from "../../emit/index.js";
import {
  explain as explainMatches,
  matchesOf,
  emittedLines,
  withoutMatches,
  type Emitted,
  type RenderedFile,
} from "../../explain/index.js";
import type { Baseline } from "../../model/baseline/baseline.js";
import { CxrayError, EXIT } from "../../model/errors.js";
import { baselineFor } from "../baselines.js";
import { formatExplanation } from "../explain/view.js";
import { printResult, terminalLook } from "../terminal/output.js";
import type { CommandFunction } from "./command.js";

interface ExplainArguments {
  readonly db: string;
  readonly image: string | undefined;
  readonly baseline: string | undefined;
  readonly latest: boolean;
  readonly since: string | undefined;
  readonly "include-sessions": boolean;
  readonly json: boolean;
  readonly all: boolean;
}

export const explain: CommandFunction<ExplainArguments> = async (argv, config) => {
  const baseline = baselineFor(argv, config);
  const [asked = ""] = argv.words;
  const matches = matchesOf(baseline, asked);
  const isFound = matches.length > 0;
  const without = withoutMatches(baseline, matches);
  // the user's own template fits only one format
  const options: EmitOptions = { ...config, template: undefined };
  const formats: Emitted[] = [];
  for (const name of isFound ? FORMAT_NAMES : []) {
    const render = await rendererOf(name, options);
    if (render === null) continue;
    formats.push(emittedLines(name, render(baseline), render(without), matches));
  }
  const explanation = explainMatches(baseline, asked, matches, formats, config.patterns?.forms);
  if (argv.json) printResult(`${JSON.stringify(explanation, null, 2)}\n`);
  else if (isFound) printResult(formatExplanation(explanation, terminalLook(), argv.all));
  else throw unknownEntry(baseline, asked, explanation.nearest);
  return isFound ? EXIT.done : EXIT.differs;
};

/** Null if the format is made from events, and not from a baseline. */
async function rendererOf(
  name: string,
  options: EmitOptions,
): Promise<((baseline: Baseline) => RenderedFile) | null> {
  const format = await openFormat(name);
  if (format.input !== "baseline") return null;
  return (baseline) => {
    try {
      return { text: format.render(baseline, options).text };
    } catch (error) {
      if (error instanceof CxrayError) return { error: error.message };
      throw error;
    }
  };
}

function unknownEntry({ image }: Baseline, asked: string, nearest: readonly string[]): CxrayError {
  const hint =
    nearest.length === 0
      ? ["cxray profile lists its entries."]
      : ["The nearest entries:", ...nearest.map((each) => `  ${each}`)];
  return new CxrayError("unknown-entry", `the baseline of ${image.name} has no ${asked}`, hint);
}
