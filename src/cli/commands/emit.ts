/** `cxray emit`: writes files for other tools. */
import { judgeCompleteness } from "../../gaps/completeness.js";
import {
  FORMAT_NAMES,
  formatsWith,
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
import { baselineFor, chosenContainers, learningOf, wantedRuns, withStore } from "../baselines.js";
import type { Config } from "../config/config.js";
import { emitOwnTemplate } from "../emit/own-template.js";
import { emitSeveralImages } from "../emit/several-images.js";
import { mainUsers } from "../emit/main-users.js";
import { badUsage } from "../options/bad-usage.js";
import { parseEvents } from "../options/events.js";
import { warnIfIncomplete } from "../incomplete.js";
import { formatOptionNames } from "../options/shared-options.js";
import { parseSince } from "../options/since.js";
import { printResult, warn } from "../terminal/output.js";
import type { CommandFunction, Invocation } from "./command.js";

interface EmitArguments {
  readonly db: string;
  readonly image: readonly string[];
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
  const { template } = argv;
  if (argv.format === undefined && template !== undefined) {
    return emitOwnTemplate(argv, config, template);
  }
  const format = await chooseFormat(argv.format);
  refuseWithoutEffect(format, argv.typed);
  refuseTogether(argv);
  const options: EmitOptions = { ...config, ...argv, events: await parseEvents(argv.events) };
  const isOne = !argv.all && argv.image.length <= 1;
  if (format.input === "baseline" && isOne) {
    return emitBaseline(format, argv, options, config);
  }
  return withStore(argv.db, (store) => {
    if (format.input === "events") return emitEvents(store, format, argv, options);
    return emitSeveralImages(store, format, argv, options, learningOf(config, argv));
  });
};

async function chooseFormat(name: string | undefined): Promise<Emitter> {
  if (name !== undefined) return openFormat(name);
  const names = FORMAT_NAMES.join(", ");
  throw new CxrayError("unknown-format", "--format is missing", [
    `Choose a format: ${names}.`,
    "For your own format, use --template FILE.",
  ]);
}

/** Options that only the log has. */
const OF_EVENTS = ["events", "container"];
/** Options that the log doesn't have, and why. */
const OF_BASELINES: Readonly<Record<string, string>> = {
  all: "Without --image, the log has the events of all images.",
  "include-sessions": "The log always includes docker exec sessions.",
  baseline: "The log is made from a database, because a baseline has no events.",
};

/** Refuses options that were typed without effect. Those of cxray.yaml may be for other formats. */
function refuseWithoutEffect(
  { name, input }: Emitter,
  typed: Pick<ReadonlySet<string>, "has">,
): void {
  const own = formatOptionNames([name]);
  const foreign = formatOptionNames().find((each) => typed.has(each) && !own.includes(each));
  if (foreign !== undefined) {
    const formats = formatsWith(({ options }) => Object.hasOwn(options, foreign));
    throw withoutEffect(foreign, name, `It is an option of -f ${formats.join(", ")}.`);
  }
  if (input === "events") {
    const option = Object.entries(OF_BASELINES).find(([each]) => typed.has(each));
    if (option !== undefined) throw withoutEffect(option[0], name, option[1]);
    return;
  }
  const ofEvents = OF_EVENTS.find((each) => typed.has(each));
  if (ofEvents === undefined) return;
  const formats = formatsWith((row) => row.input === "events");
  throw withoutEffect(ofEvents, name, `It is an option of -f ${formats.join(", ")}.`);
}

function refuseTogether({ typed, image }: EmitArguments & Invocation): void {
  for (const [one, other] of [
    ["all", "image"],
    ["all", "baseline"],
    ["all", "latest"],
    ["all", "since"],
  ] as const) {
    if (typed.has(one) && typed.has(other)) throw together(`--${one} and --${other}`);
  }
  if (typed.has("baseline") && image.length > 1) throw together("--baseline and several images");
}

function together(what: string): CxrayError {
  return badUsage(`${what} cannot be used together`, ["Leave out one of them."]);
}

function withoutEffect(option: string, format: string, why: string): CxrayError {
  return badUsage(`--${option} has no effect on the format ${format}`, [
    why,
    "Leave the option out.",
  ]);
}

function emitBaseline(
  format: BaselineEmitter,
  argv: EmitArguments & Invocation,
  options: EmitOptions,
  config: Config,
): number {
  const one = { ...argv, image: argv.image[0] };
  const baseline = baselineFor(one, config);
  const mainUsersOf = (): readonly number[] =>
    argv.baseline === undefined
      ? withStore(argv.db, (store) => mainUsers(store, wantedRuns(one)))
      : [];
  const { text, warnings } = format.render(baseline, { ...options, mainUsersOf });
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
  // Not inside the snapshot, because it may write updated baselines.
  const digests = argv.image.length === 0 ? null : chosenDigests(store, argv);
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
  const own = image.flatMap((each) => chosenContainers(store, { image: each, latest }));
  return new Set(own.flatMap((each) => each.image?.imageId ?? []));
}

/** The containers that `--container` names, of the images that are wanted. */
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

/** Renders line by line, because a log can be larger than memory. */
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

/** Joins lines: one write for each line would take as long as rendering it. */
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

/** Whether the events are complete for these containers. */
function judgeEvents(store: Store, containers: readonly Container[]): Completeness {
  const concerned = new Set(containers.map(({ recordingId }) => recordingId));
  const isAll = containers.length === store.containers().length;
  return judgeCompleteness({
    recordings: store.recordings().filter(({ id }) => isAll || concerned.has(id)),
    containers,
    // These two concern baselines only.
    silentContainers: 0,
    truncatedPaths: 0,
  });
}
