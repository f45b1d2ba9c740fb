/** cxray emit: files for other tools. */
import { judgeCompleteness } from "../../gaps/completeness.js";
import { eventRenderer, renderBaseline } from "../../emit/emit.js";
import type { BaselineFormat, EmitOptions, EventsFormat, Format } from "../../emit/format.js";
import { selectEvents } from "../../emit/log/selection.js";
import { findFormat, FORMAT_NAMES } from "../../emit/formats.js";
import { writeOutput } from "../../files/replace-file.js";
import type { Completeness } from "../../model/baseline/baseline.js";
import type { Event } from "../../model/events/events.js";
import type { Container } from "../../model/recordings/recording.js";
import { matchesFilter } from "../../record/containers/filter.js";
import { CxrayError, EXIT } from "../../model/errors.js";
import type { Store } from "../../store/store.js";
import { loadBaseline, withStore } from "../baselines.js";
import { emitSet } from "../emit-set.js";
import { parseEvents } from "../options/events.js";
import { warnOfGaps } from "../gaps.js";
import { parseSince } from "../options/since.js";
import type { Config } from "../config/config.js";
import { printResult, warn } from "../terminal/output.js";
import type { Run } from "./command.js";

interface EmitArguments {
  readonly db: string;
  readonly image: string | undefined;
  readonly format: string | undefined;
  readonly template: string | undefined;
  readonly output: string | undefined;
  readonly errno: string | undefined;
  readonly runtimes: string | undefined;
  readonly all: boolean;
  readonly "similar-calls": boolean | undefined;
  readonly "include-sessions": boolean;
  readonly events: readonly string[];
  readonly container: readonly string[];
  readonly since: string | undefined;
}

export const emit: Run<EmitArguments> = async (argv, config) => {
  const format = await chooseFormat(argv.format);
  refuseWithoutEffect(format, argv, config);
  const options = emitOptions(argv, config);
  return withStore(argv.db, (store) => {
    if (format.input === "events") return emitEvents(store, format, argv, options);
    if (!argv.all) return emitBaseline(store, format, argv, options);
    return emitSet(store, format, { ...argv, isImageTyped: isTyped(argv, config) }, options);
  });
};

async function chooseFormat(name: string | undefined): Promise<Format> {
  if (name !== undefined) return findFormat(name);
  const names = FORMAT_NAMES.join(", ");
  throw new CxrayError("unknown-format", "no format is named", `Name one with --format: ${names}.`);
}

/** An option that was typed and does nothing; one of cxray.yaml is there for other formats too. */
function refuseWithoutEffect({ name, input }: Format, argv: EmitArguments, config: Config): void {
  for (const option of ["errno", "runtimes", "similar-calls"] as const) {
    const isTyped = argv[option] !== undefined && argv[option] !== config[option];
    if (isTyped && name !== "seccomp") {
      throw withoutEffect(`--${option}`, name, "It is for -f seccomp.");
    }
  }
  if (argv.all && name !== "falco") throw withoutEffect("--all", name, "It is for -f falco.");
  const sessions = argv["include-sessions"] && config["include-sessions"] !== true;
  if (sessions && input === "events") {
    throw withoutEffect("--include-sessions", name, "What came in by docker exec is always in it.");
  }
  if (input === "events") return;
  const { events, container, since } = argv;
  const ofLog = [
    ["--events", events.length > 0 && config.events === undefined],
    ["--container", container.length > 0],
    ["--since", since !== undefined],
  ] as const;
  for (const [option, isTyped] of ofLog) {
    if (isTyped) throw withoutEffect(option, name, "It is for -f log.");
  }
}

function withoutEffect(option: string, format: string, why: string): CxrayError {
  return new CxrayError("bad-usage", `${option} has no effect on the format ${format}`, [
    why,
    "Leave the option out.",
  ]);
}

/** An image of cxray.yaml is there for other commands too. */
function isTyped({ image }: EmitArguments, config: Config): boolean {
  return image !== undefined && image !== config.image;
}

function emitOptions(argv: EmitArguments, config: Config): EmitOptions {
  const { template, errno, runtimes } = argv;
  return {
    ...(config.falco === undefined ? {} : { falco: config.falco }),
    ...(template === undefined ? {} : { template }),
    ...(errno === "EPERM" || errno === "ENOSYS" ? { errno } : {}),
    similarCalls: argv["similar-calls"] ?? true,
    ...(runtimes === "all" || runtimes === "recorded" ? { runtimes } : {}),
  };
}

function emitBaseline(
  store: Store,
  format: BaselineFormat,
  argv: EmitArguments,
  options: EmitOptions,
): number {
  const baseline = loadBaseline(store, argv.image, argv["include-sessions"]);
  const { text, warnings } = renderBaseline(format, baseline, options);
  if (argv.output === undefined) printResult(text);
  else writeOutput(argv.output, text, { secret: format.secret });
  for (const warning of warnings) warn(warning);
  warnOfGaps(baseline.completeness);
  return baseline.completeness.state === "partial" ? EXIT.incomplete : EXIT.done;
}

function emitEvents(
  store: Store,
  format: EventsFormat,
  argv: EmitArguments,
  options: EmitOptions,
): number {
  const render = eventRenderer(format, options);
  const isWanted = selectEvents(parseEvents(argv.events));
  // Before the snapshot: it may write the baselines that it brings up to date.
  const digest = argv.image === undefined ? null : chosenDigest(store, argv.image, argv);
  const { completeness, found } = store.snapshot(() => {
    const containers = chosenContainers(store, digest, argv.container);
    const filter = {
      ...(digest === null ? {} : { imageIds: [digest] }),
      ...(argv.container.length === 0 ? {} : { containerIds: containers.map(({ id }) => id) }),
      ...(argv.since === undefined ? {} : { since: parseSince(argv.since, Date.now()) }),
    };
    const lines = renderLines(store.events(filter), isWanted, render);
    if (argv.output === undefined) for (const text of inBatches(lines)) printResult(text);
    else writeOutput(argv.output, lines, { secret: format.secret });
    return { completeness: judgeEvents(store, containers), found: containers.length };
  });
  warnOfGaps(completeness);
  if (found === 0 && argv.container.length > 0) {
    warn(`no recorded container fits --container ${argv.container.join(", ")}`);
    return EXIT.incomplete;
  }
  return completeness.state === "partial" ? EXIT.incomplete : EXIT.done;
}

function chosenDigest(store: Store, image: string, argv: EmitArguments): string {
  return loadBaseline(store, image, argv["include-sessions"]).image.digest;
}

/** Of the image, or of all, those that `--container` names. */
function chosenContainers(
  store: Store,
  digest: string | null,
  names: readonly string[],
): Container[] {
  return store
    .containers()
    .filter(({ image }) => digest === null || image?.imageId === digest)
    .filter(({ id, name }) => matchesFilter({ images: [], containers: names }, id, null, name));
}

/** Line by line: a log can be larger than memory. */
function* renderLines(
  events: Iterable<Event>,
  isWanted: (event: Event) => boolean,
  render: ReturnType<typeof eventRenderer>,
): Generator<string> {
  for (const event of events) {
    // As live: what the runtime did to set a container up is not the container's.
    if (event.actor.phase === "workload" && isWanted(event)) yield render(event);
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
