/** From a baseline or an event to text: render, parse back, validate. */
import type { Baseline } from "../model/baseline/baseline.js";
import { CxrayError } from "../model/errors.js";
import type { Event } from "../model/events/events.js";
import type {
  BaselineFormat,
  EmitOptions,
  EventsFormat,
  NamedText,
  Rendered,
  SetOfFiles,
} from "./format.js";
import { badTemplate, loadTemplate } from "./render.js";

/**
 * A baseline in a format, validated. Throws `no-behaviour`, and for a text that doesn't pass the
 * format's own check `bad-template` or, with the shipped template, `invalid-output`.
 */
export function renderBaseline(
  format: BaselineFormat,
  baseline: Baseline,
  options: EmitOptions = {},
): Rendered {
  const template = loadTemplate(format.template, format.helpers, options.template);
  const rendered = format.render(baseline, template, options);
  try {
    format.validate(rendered.text, baseline, options);
  } catch (error) {
    throw invalidOutput(format.name, error, options.template);
  }
  return rendered;
}

/** The same for all images at once, in the files of a set. */
export function renderSet(
  format: BaselineFormat,
  set: SetOfFiles,
  baselines: readonly Baseline[],
  options: EmitOptions = {},
): { files: readonly NamedText[]; warnings: readonly string[] } {
  const template = loadTemplate(format.template, format.helpers, options.template);
  const rendered = set.render(baselines, template, options);
  try {
    set.validate(rendered.files, baselines);
  } catch (error) {
    throw invalidOutput(format.name, error, options.template);
  }
  return rendered;
}

/** A function from an event to its line, with its line break. Throws `bad-template`, here or later. */
export function eventRenderer(
  format: EventsFormat,
  options: EmitOptions = {},
): (event: Event) => string {
  return format.renderer(loadTemplate(format.template, format.helpers, options.template));
}

/** A template of the user's own is theirs to mend; the shipped one is ours. */
function invalidOutput(format: string, cause: unknown, template: string | undefined): CxrayError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const problem = `the rendered ${format} is not valid: ${reason}`;
  if (template !== undefined) return badTemplate(template, new Error(problem, { cause }));
  return new CxrayError(
    "invalid-output",
    problem,
    "Nothing was written. This is a defect of cxray: please report it with the baseline.",
    { cause },
  );
}
