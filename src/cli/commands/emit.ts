/** cxray emit: files for other tools. */
import { eventRenderer, renderBaseline } from "../../emit/emit.js";
import type { BaselineFormat, EmitOptions, EventsFormat } from "../../emit/format.js";
import { findFormat, FORMATS } from "../../emit/formats.js";
import { writeOutput } from "../../emit/write.js";
import { CxrayError, EXIT } from "../../model/errors.js";
import type { Store } from "../../store/store.js";
import { chooseBaseline, loadBaselines, withStore } from "../baselines.js";
import { dbOption, formatOption, imageOption, sessionsOption } from "../options.js";
import { printResult, warn } from "../output.js";
import type { MakeCommand } from "./command.js";

interface EmitArguments {
  readonly db: string;
  readonly image: string | undefined;
  readonly format: string | undefined;
  readonly template: string | undefined;
  readonly output: string | undefined;
  readonly errno: string | undefined;
  readonly "include-sessions": boolean;
}

export const emit: MakeCommand<EmitArguments> = (config, setExit) => ({
  command: "emit",
  describe: "write Falco rules, a seccomp profile or the JSON log",
  builder: (yargs) =>
    yargs
      .options({
        ...dbOption(config),
        ...imageOption(config),
        ...formatOption(config),
        template: {
          type: "string",
          describe: "Handlebars template in place of cxray's own",
          default: config.template,
          requiresArg: true,
        },
        output: {
          type: "string",
          alias: "o",
          describe: "file to write; stdout unless given",
          requiresArg: true,
        },
        errno: {
          type: "string",
          describe: "seccomp: what a call that is not allowed is answered",
          choices: ["ENOSYS", "EPERM"],
          default: config.errno,
          defaultDescription: "ENOSYS",
        },
        ...sessionsOption(config),
      } as const)
      .example("cxray emit --format falco > rules.yaml", "Falco rules for the only image recorded")
      .example("cxray emit -f seccomp --image nginx -o nginx.json", "for docker run --security-opt")
      .example("cxray emit -f log | jq .", "every event, as JSON lines"),
  handler: (argv) => {
    const format = chooseFormat(argv.format);
    const exit = withStore(argv.db, (store) =>
      format.input === "events"
        ? emitEvents(store, format, argv)
        : emitBaseline(store, format, argv),
    );
    setExit(exit);
  },
});

function chooseFormat(name: string | undefined): ReturnType<typeof findFormat> {
  if (name !== undefined) return findFormat(name);
  const names = FORMATS.map((format) => format.name).join(", ");
  throw new CxrayError("unknown-format", "no format is named", `Name one with --format: ${names}.`);
}

function emitOptions({ template, errno }: EmitArguments): EmitOptions {
  return {
    ...(template === undefined ? {} : { template }),
    ...(errno === "EPERM" || errno === "ENOSYS" ? { errno } : {}),
  };
}

function emitBaseline(store: Store, format: BaselineFormat, argv: EmitArguments): number {
  const baseline = chooseBaseline(
    loadBaselines(store, argv["include-sessions"]).baselines,
    argv.image,
  );
  const { text, warnings } = renderBaseline(format, baseline, emitOptions(argv));
  if (argv.output === undefined) printResult(text);
  else writeOutput(argv.output, text, { secret: format.secret });
  for (const warning of warnings) warn(warning);
  const { state, reasons } = baseline.completeness;
  for (const { message } of reasons) warn(message);
  return state === "partial" ? EXIT.incomplete : EXIT.done;
}

function emitEvents(store: Store, format: EventsFormat, argv: EmitArguments): number {
  const render = eventRenderer(format, emitOptions(argv));
  const lines = renderLines(store, render, argv);
  if (argv.output === undefined) for (const line of lines) printResult(line);
  else writeOutput(argv.output, lines, { secret: format.secret });
  const lost = store.recordings().some(({ losses }) => losses.length > 0);
  if (lost) warn("events were lost while recording: the log lacks them");
  return lost ? EXIT.incomplete : EXIT.done;
}

/** Line by line: a log can be larger than memory. */
function* renderLines(
  store: Store,
  render: ReturnType<typeof eventRenderer>,
  argv: EmitArguments,
): Generator<string> {
  const imageIds =
    argv.image === undefined
      ? undefined
      : [
          chooseBaseline(loadBaselines(store, argv["include-sessions"]).baselines, argv.image).image
            .digest,
        ];
  for (const event of store.events(imageIds === undefined ? {} : { imageIds })) {
    // As live: what the runtime did to set a container up is not the container's.
    if (event.actor.phase === "workload") yield render(event);
  }
}
