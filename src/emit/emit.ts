/** From a baseline or an event to text: render, parse back, validate. */
import type { Baseline } from "../model/baseline.js";
import { CxrayError } from "../model/errors.js";
import type { Event } from "../model/events.js";
import type { BaselineFormat, EmitOptions, EventsFormat, Rendered } from "./format.js";
import { loadTemplate } from "./render.js";

/**
 * A baseline in a format, validated. Throws `bad-template`, `no-behaviour`, and
 * `invalid-output` for a text that doesn't pass the format's own check.
 */
export function renderBaseline(
  format: BaselineFormat,
  baseline: Baseline,
  options: EmitOptions = {},
): Rendered {
  const template = loadTemplate(format.template, format.helpers, options.template);
  const rendered = format.render(baseline, template, options);
  try {
    format.validate(rendered.text, baseline);
  } catch (error) {
    throw invalidOutput(format.name, error, options);
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

function invalidOutput(format: string, cause: unknown, options: EmitOptions): CxrayError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const advice = options.template
    ? `Nothing was written. Check ${options.template}, or try without --template.`
    : "Nothing was written. This is a defect of cxray: please report it with the baseline.";
  return new CxrayError(
    "invalid-output",
    `the rendered ${format} is not valid: ${reason}`,
    advice,
    {
      cause,
    },
  );
}
