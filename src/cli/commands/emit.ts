/** cxray emit: files for other tools. */
import { judgeCompleteness } from "../../gaps/completeness.js";
import {
  FORMAT_NAMES,
  FORMATS,
  openFormat,
  type BaselineEmitter,
  type Emitter,
  type EmitOptions,
  type EventsEmitter,
} from "../../emit/index.js";
import { writeOutput } from "../../files/replace-file.js";
import type { Completeness } from "../../model/baseline/baseline.js";
import { CxrayError, EXIT } from "../../model/errors.js";
import type { Event } from "../../model/events/events.js";
import { matchesFilter } from "../../model/recordings/container-filter.js";
import type { Container } from "../../model/recordings/recording.js";
import type { Store } from "../../store/index.js";
import { baselineFor, chosenContainers, withStore } from "../baselines.js";
import { emitSet } from "../emit-set.js";
import { parseEvents } from "../options/events.js";
import { warnIfIncomplete } from "../incomplete.js";
import { parseSince } from "../options/since.js";
import { printResult, warn } from "../terminal/output.js";
import type { CommandFunction, Invocation } from "./command.js";

interface EmitArguments {
  readonly db: string;
  readonly image: string | undefined;
  readonly baseline: string | undefined;
  readonly latest: boolean;
  readonly format: string | undefined;
  readonly template: string | undefined;
  readonly output: string | undefined;
  readonly all: boolean;
  readonly "include-sessions": boolean;
  readonly events: readonly string[];
  readonly container: readonly string[];
  readonly since: string | undefined;
}

export const emit: CommandFunction<EmitArguments> = async (argv, config) => {
  const format = await chooseFormat(argv.format);
  refuseWithoutEffect(format, argv);
  const options: EmitOptions = { ...config, ...argv, events: await parseEvents(argv.events) };
  if (format.input === "baseline" && !argv.all) return emitBaseline(format, argv, options);
  return withStore(argv.db, (store) => {
    if (format.input === "events") return emitEvents(store, format, argv, options);
    return emitSet(store, format, argv, options);
  });
};

async function chooseFormat(name: string | undefined): Promise<Emitter> {
  if (name !== undefined) return openFormat(name);
  const names = FORMAT_NAMES.join(", ");
  throw new CxrayError(
    "unknown-format",
    "no format is given",
    `Choose one with --format: ${names}.`,
  );
}

/** An option that was typed and does nothing; one of cxray.yaml is there for other formats too. */
function refuseWithoutEffect(format: Emitter, { typed }: Invocation): void {
  const { name, input } = format;
  for (const [other, { options }] of Object.entries(FORMATS)) {
    const option = Object.keys(options).find((each) => other !== name && typed.has(each));
    if (option !== undefined) throw withoutEffect(option, name, `It is an option of -f ${other}.`);
  }
  if (typed.has("all") && (input === "events" || format.set === null)) {
    throw withoutEffect("all", name, "It is an option of -f falco.");
  }
  if (typed.has("include-sessions") && input === "events") {
    const why = "The log always includes docker exec sessions.";
    throw withoutEffect("include-sessions", name, why);
  }
  if (typed.has("baseline") && input === "events") {
    throw withoutEffect("baseline", name, "A log is of a database.");
  }
  if (typed.has("baseline") && typed.has("all")) {
    throw new CxrayError("bad-usage", "--baseline and --all exclude each other", "Leave one out.");
  }
  const ofEvents = ["events", "container"].find((each) => typed.has(each));
  if (ofEvents !== undefined && input !== "events") {
    throw withoutEffect(ofEvents, name, "It is an option of -f log.");
  }
}

function withoutEffect(option: string, format: string, why: string): CxrayError {
  return new CxrayError("bad-usage", `--${option} has no effect on the format ${format}`, [
    why,
    "Leave the option out.",
  ]);
}

function emitBaseline(
  format: BaselineEmitter,
  argv: EmitArguments & Invocation,
  options: EmitOptions,
): number {
  const baseline = baselineFor(argv);
  const { text, warnings } = format.render(baseline, options);
  if (argv.output === undefined) printResult(text);
  else writeOutput(argv.output, text, { secret: format.secret });
  for (const warning of warnings) warn(warning);
  warnIfIncomplete(baseline.completeness);
  return baseline.completeness.state === "partial" ? EXIT.incomplete : EXIT.done;
}

function emitEvents(
  store: Store,
  format: EventsEmitter,
  argv: EmitArguments,
  options: EmitOptions,
): number {
  const { isWanted, render } = format.open(options);
  // Before the snapshot: it may write the baselines that it brings up to date.
  const digests = argv.image === undefined ? null : chosenDigests(store, argv);
  const { completeness, found } = store.snapshot(() => {
    const containers = containersNamed(store, digests, argv.container);
    const filter = {
      ...(digests === null ? {} : { imageIds: [...digests] }),
      ...(argv.container.length === 0 ? {} : { containerIds: containers.map(({ id }) => id) }),
      ...(argv.since === undefined ? {} : { since: parseSince(argv.since, Date.now()) }),
    };
    const lines = renderLines(store.events(filter), isWanted, render);
    if (argv.output === undefined) for (const text of inBatches(lines)) printResult(text);
    else writeOutput(argv.output, lines, { secret: format.secret });
    return { completeness: judgeEvents(store, containers), found: containers.length };
  });
  warnIfIncomplete(completeness);
  if (found === 0 && argv.container.length > 0) {
    warn(`no recorded container matches --container ${argv.container.join(", ")}`);
    return EXIT.incomplete;
  }
  return completeness.state === "partial" ? EXIT.incomplete : EXIT.done;
}

function chosenDigests(store: Store, { image, latest }: EmitArguments): ReadonlySet<string> {
  const own = chosenContainers(store, { image, latest });
  return new Set(own.flatMap((each) => each.image?.imageId ?? []));
}

/** Of the image, or of all, those that `--container` names. */
function containersNamed(
  store: Store,
  digests: ReadonlySet<string> | null,
  names: readonly string[],
): Container[] {
  return store
    .containers()
    .filter(({ image }) => digests === null || digests.has(image?.imageId ?? ""))
    .filter(({ id, name }) => matchesFilter({ images: [], containers: names }, id, null, name));
}

/** Line by line: a log can be larger than memory. */
function* renderLines(
  events: Iterable<Event>,
  isWanted: (event: Event) => boolean,
  render: (event: Event) => string,
): Generator<string> {
  for (const event of events) {
    if (isWanted(event)) yield render(event);
  }
}

const BATCH = 1 << 16;

/** A write for each line takes as long as to make the line. */
function* inBatches(lines: Iterable<string>): Generator<string> {
  let batch = "";
  for (const line of lines) {
    batch += line;
    if (batch.length < BATCH) continue;
    yield batch;
    batch = "";
  }
  yield batch;
}

/** Whether the events are all there were of these containers. */
function judgeEvents(store: Store, containers: readonly Container[]): Completeness {
  const concerned = new Set(containers.map(({ recordingId }) => recordingId));
  const isAll = containers.length === store.containers().length;
  return judgeCompleteness({
    recordings: store.recordings().filter(({ id }) => isAll || concerned.has(id)),
    containers,
    // These are about what a baseline makes of the events.
    silentContainers: 0,
    truncatedPaths: 0,
  });
}
