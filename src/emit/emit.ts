/** Turns a baseline or an event into text: render, parse back, validate. */
import type { Baseline } from "../model/baseline/baseline.js";
import { CxrayError } from "../model/errors.js";
import type { Event } from "../model/events/events.js";
import type {
  BaselineFormat,
  EmitOptions,
  EventsFormat,
  Format,
  Rendered,
  RenderedSet,
  TemplateFor,
} from "./format.js";
import { withoutForbidden, type Allowed } from "../policy/index.js";
import { headerOf, limitLines } from "./header.js";
import { longLists, tooLarge } from "./long-lists.js";
import { loadTemplate, type Template } from "./render.js";
import { fileForEach, refuseSameNames } from "./set-of-files.js";
import { badTemplate } from "./template-errors.js";

/**
 * A baseline in a format, validated. Throws `no-behaviour`. A text that fails the format's own
 * check throws `bad-template`, or `invalid-output` with the shipped template.
 */
export function renderBaseline<Own>(
  format: BaselineFormat<Own>,
  baseline: Baseline,
  given: EmitOptions = {},
): Rendered {
  const allowed = withoutForbidden(baseline, given.policy);
  return renderWith(format, allowed, withHeaders(format, given), given);
}

/** Warnings about an image. They go to the person who asked for the file, and into its header. */
function warningsOf<Own>(
  { lists }: BaselineFormat<Own>,
  { baseline, leftOut }: Allowed,
): readonly string[] {
  return [...leftOut, ...longLists(baseline, lists)];
}

function renderWith<Own>(
  format: BaselineFormat<Own>,
  allowed: Allowed,
  templateFor: HeadedTemplate,
  given: EmitOptions,
): Rendered {
  const { baseline, leftOut } = allowed;
  const options = format.readOptions(given);
  const rendered = format.render(baseline, templateFor(baseline, leftOut), options);
  try {
    format.validate(rendered.text, baseline, options);
  } catch (error) {
    throw invalidOutput(format.name, error, given.template);
  }
  const { text, warnings } = rendered;
  const large = tooLarge("The file", Buffer.byteLength(text), format.sizes ?? []);
  return { text, warnings: [...warningsOf(format, allowed), ...warnings, ...large] };
}

/**
 * Several images at once. A format with a set of its own writes that; any other writes a file per
 * image.
 */
export function renderSet<Own>(
  format: BaselineFormat<Own>,
  baselines: readonly Baseline[],
  given: EmitOptions = {},
): RenderedSet {
  const templateFor = withHeaders(format, given);
  const { set } = format;
  if (set === undefined) {
    return fileForEach(format.file, baselines, (baseline) => {
      const allowed = withoutForbidden(baseline, given.policy);
      return renderWith(format, allowed, templateFor, given);
    });
  }
  const all = baselines.map((baseline) => withoutForbidden(baseline, given.policy));
  const allowed = all.map(({ baseline }) => baseline);
  const leftOut = new Map(all.map((each) => [each.baseline.image.name, each.leftOut]));
  const headed: TemplateFor = (baseline) =>
    templateFor(baseline, leftOut.get(baseline?.image.name ?? ""));
  const rendered = set.render(allowed, headed, format.readOptions(given));
  refuseSameNames(rendered.files);
  try {
    set.validate(rendered.files, allowed);
  } catch (error) {
    throw invalidOutput(format.name, error, given.template);
  }
  const told = all.flatMap((each) =>
    warningsOf(format, each).map((text) => `${each.baseline.image.name}: ${text}`),
  );
  return { ...rendered, warnings: [...told, ...rendered.warnings] };
}

/**
 * A function from an event to its log line, line break included. Throws `bad-template`, when it is
 * made or when it is called.
 */
export function eventRenderer(
  format: EventsFormat,
  given: EmitOptions = {},
): (event: Event) => string {
  return format.renderer(templateOf(format, given));
}

/** A format that writes files about images, loaded. */
export interface BaselineEmitter {
  readonly input: "baseline";
  readonly name: string;
  readonly secret: boolean;
  /** @see renderBaseline */
  readonly render: (baseline: Baseline, given: EmitOptions) => Rendered;
  /** @see renderSet */
  readonly renderSet: (baselines: readonly Baseline[], given: EmitOptions) => RenderedSet;
  /** one sentence: how the files of a set are used together; null: each is used on its own */
  readonly order: ((folder: string, names: readonly string[]) => string) | null;
}

/** A format that writes a line per event, loaded. */
export interface EventsEmitter {
  readonly input: "events";
  readonly name: string;
  readonly secret: boolean;
  /** @see eventRenderer */
  readonly open: (given: EmitOptions) => {
    /** whether an event gets a line */
    readonly isWanted: (event: Event) => boolean;
    readonly render: (event: Event) => string;
  };
}

export type Emitter = BaselineEmitter | EventsEmitter;

export function emitterOf(format: EventsFormat): EventsEmitter;
export function emitterOf(format: Format): Emitter;
export function emitterOf(format: Format): Emitter {
  const { name, secret } = format;
  if (format.input === "events") {
    const open: EventsEmitter["open"] = (given) => ({
      isWanted: format.selector(format.readOptions(given)),
      render: eventRenderer(format, given),
    });
    return { input: "events", name, secret, open };
  }
  const { set } = format;
  return {
    input: "baseline",
    name,
    secret,
    render: (baseline, given) => renderBaseline(format, baseline, given),
    renderSet: (baselines, given) => renderSet(format, baselines, given),
    order: set === undefined ? null : (folder, names) => set.order(folder, names),
  };
}

function templateOf({ template, helpers }: Format, given: EmitOptions): Template {
  return loadTemplate(template, helpers, given.template);
}

/** A `TemplateFor` with a second argument: what the policy removed from the baseline. */
type HeadedTemplate = (baseline: Baseline | null, leftOut?: readonly string[]) => Template;

/** A template with the header's lines in its view. */
function withHeaders<Own>(format: BaselineFormat<Own>, given: EmitOptions): HeadedTemplate {
  const fill = loadTemplate(format.template, format.helpers, given.template);
  return (baseline, leftOut = []) => {
    const { limits, lists } = format;
    const header =
      baseline === null
        ? limitLines(limits)
        : headerOf(baseline, limits, leftOut, longLists(baseline, lists));
    return (view) => fill({ ...view, header });
  };
}

/** The user fixes their own template; a shipped template that fails is a defect of cxray. */
function invalidOutput(format: string, cause: unknown, template: string | undefined): CxrayError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const problem = `the rendered ${format} is not valid: ${reason}`;
  if (template !== undefined) return badTemplate(template, new Error(problem, { cause }));
  return new CxrayError(
    "invalid-output",
    problem,
    "Nothing was written. This is a defect of cxray: please report it, with the baseline.",
    { cause },
  );
}
