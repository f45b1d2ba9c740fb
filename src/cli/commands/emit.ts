/** cxray emit: files for other tools. */
import { judgeCompleteness } from "../../aggregate/completeness.js";
import { eventRenderer, renderBaseline } from "../../emit/emit.js";
import type { BaselineFormat, EmitOptions, EventsFormat, Format } from "../../emit/format.js";
import { findFormat, FORMAT_NAMES } from "../../emit/formats.js";
import { writeOutput } from "../../emit/write.js";
import type { Completeness } from "../../model/baseline.js";
import { CxrayError, EXIT } from "../../model/errors.js";
import type { Store } from "../../store/store.js";
import { loadBaseline, withStore } from "../baselines.js";
import { warnOfGaps } from "../gaps.js";
import type { Config } from "../config.js";
import { printResult, warn } from "../output.js";
import type { Run } from "./command.js";

interface EmitArguments {
  readonly db: string;
  readonly image: string | undefined;
  readonly format: string | undefined;
  readonly template: string | undefined;
  readonly output: string | undefined;
  readonly errno: string | undefined;
  readonly runtimes: string | undefined;
  readonly "include-sessions": boolean;
}

export const emit: Run<EmitArguments> = async (argv, config) => {
  const format = await chooseFormat(argv.format);
  refuseWithoutEffect(format, argv, config);
  return withStore(argv.db, (store) =>
    format.input === "events" ? emitEvents(store, format, argv) : emitBaseline(store, format, argv),
  );
};

async function chooseFormat(name: string | undefined): Promise<Format> {
  if (name !== undefined) return findFormat(name);
  const names = FORMAT_NAMES.join(", ");
  throw new CxrayError("unknown-format", "no format is named", `Name one with --format: ${names}.`);
}

/** An option that was typed and does nothing; one of cxray.yaml is there for other formats too. */
function refuseWithoutEffect({ name, input }: Format, argv: EmitArguments, config: Config): void {
  for (const option of ["errno", "runtimes"] as const) {
    const isTyped = argv[option] !== undefined && argv[option] !== config[option];
    if (isTyped && name !== "seccomp") {
      throw withoutEffect(`--${option}`, name, "It is for -f seccomp.");
    }
  }
  const sessions = argv["include-sessions"] && config.includeSessions !== true;
  if (sessions && input === "events") {
    throw withoutEffect("--include-sessions", name, "What came in by docker exec is always in it.");
  }
}

function withoutEffect(option: string, format: string, why: string): CxrayError {
  return new CxrayError("bad-usage", `${option} has no effect on the format ${format}`, [
    why,
    "Leave the option out.",
  ]);
}

function emitOptions({ template, errno, runtimes }: EmitArguments): EmitOptions {
  return {
    ...(template === undefined ? {} : { template }),
    ...(errno === "EPERM" || errno === "ENOSYS" ? { errno } : {}),
    ...(runtimes === "all" || runtimes === "recorded" ? { runtimes } : {}),
  };
}

function emitBaseline(store: Store, format: BaselineFormat, argv: EmitArguments): number {
  const baseline = loadBaseline(store, argv.image, argv["include-sessions"]);
  const { text, warnings } = renderBaseline(format, baseline, emitOptions(argv));
  if (argv.output === undefined) printResult(text);
  else writeOutput(argv.output, text, { secret: format.secret });
  for (const warning of warnings) warn(warning);
  warnOfGaps(baseline.completeness);
  return baseline.completeness.state === "partial" ? EXIT.incomplete : EXIT.done;
}

function emitEvents(store: Store, format: EventsFormat, argv: EmitArguments): number {
  const render = eventRenderer(format, emitOptions(argv));
  // Before the snapshot: it may write the baselines that it brings up to date.
  const digest = argv.image === undefined ? null : chosenDigest(store, argv.image, argv);
  const completeness = store.snapshot(() => {
    const lines = renderLines(store, render, digest);
    if (argv.output === undefined) for (const line of lines) printResult(line);
    else writeOutput(argv.output, lines, { secret: format.secret });
    return judgeEvents(store, digest);
  });
  warnOfGaps(completeness);
  return completeness.state === "partial" ? EXIT.incomplete : EXIT.done;
}

function chosenDigest(store: Store, image: string, argv: EmitArguments): string {
  return loadBaseline(store, image, argv["include-sessions"]).image.digest;
}

/** Line by line: a log can be larger than memory. */
function* renderLines(
  store: Store,
  render: ReturnType<typeof eventRenderer>,
  digest: string | null,
): Generator<string> {
  for (const event of store.events(digest === null ? {} : { imageIds: [digest] })) {
    // As live: what the runtime did to set a container up is not the container's.
    if (event.actor.phase === "workload") yield render(event);
  }
}

/** Whether the events are all there were: of one image, or of every container. */
function judgeEvents(store: Store, digest: string | null): Completeness {
  const containers = store
    .containers()
    .filter(({ image }) => digest === null || image?.imageId === digest);
  const concerned = new Set(containers.map(({ recordingId }) => recordingId));
  return judgeCompleteness({
    recordings: store.recordings().filter(({ id }) => digest === null || concerned.has(id)),
    containers,
    // These are about what a baseline makes of the events.
    silentContainers: 0,
    truncatedPaths: 0,
  });
}
