/** cxray profile: what an image does, for a person or as JSON. */
import { spawn } from "node:child_process";
import {
  countDockerDefault,
  dockerDefaultAllowList,
  dockerDefaultConditional,
} from "../../emit/seccomp/docker-default.js";
import type { Baseline } from "../../model/baseline.js";
import { CxrayError, EXIT, exitBesideCommand, type ErrorCode } from "../../model/errors.js";
import { connectEngines } from "../../record/containers/connect-engines.js";
import { requireMachine } from "../../record/machine.js";
import { openStore } from "../../store/open.js";
import type { Store } from "../../store/store.js";
import { loadBaseline, withStore } from "../baselines.js";
import { warnOfGaps } from "../gaps.js";
import {
  bufferOption,
  dbOption,
  engineOption,
  imageOption,
  ringBytes,
  sessionsOption,
} from "../options.js";
import { printResult, tell, terminalLook } from "../output.js";
import { formatProfile } from "../profile-view.js";
import { recordRun, type RunOutcome } from "../record-run.js";
import { isInPath } from "../run-command.js";
import { cxrayVersion } from "../version.js";
import { commandAfterDashes, examples, usageOf, type MakeCommand } from "./command.js";

interface ProfileArguments {
  readonly db: string;
  readonly image: string | undefined;
  readonly json: boolean;
  readonly all: boolean;
  readonly "include-sessions": boolean;
  readonly engine: string | undefined;
  readonly buffer: number;
}

export const SHOWN_ENTRIES = 25;

const DESCRIBE = "show what an image does";

export const profile: MakeCommand<ProfileArguments> = (config, setExit) => ({
  command: "profile",
  describe: DESCRIBE,
  builder: (yargs) =>
    yargs
      .options({
        ...dbOption(config),
        ...imageOption(config),
        json: { type: "boolean", describe: "print the baseline document", default: false },
        all: { type: "boolean", describe: "show every entry of long lists", default: false },
        ...sessionsOption(config),
        ...engineOption(config),
        ...bufferOption(config),
      } as const)
      .usage(usageOf("cxray profile --image REF [options] [-- COMMAND…]", DESCRIBE))
      .epilogue(
        examples(
          ["cxray profile --image alpine", "what alpine's containers did"],
          ["cxray profile --image alpine --json > alpine.json", "a baseline to commit to git"],
          ["cxray profile --image alpine -- id -u", "run `id -u` in alpine first, and record it"],
        ),
      ),
  handler: async (argv) => {
    const command = commandAfterDashes(argv);
    const ran = command.length > 0 ? await recordInImage(argv, command) : null;
    if (ran?.commandStarted === false) {
      setExit(ran.commandExit);
      return;
    }
    const baseline = withStore(argv.db, (store) =>
      loadBaseline(store, argv.image, argv["include-sessions"]),
    );
    printResult(argv.json ? `${JSON.stringify(baseline, null, 2)}\n` : view(baseline, argv.all));
    if (argv.json) warnOfGaps(baseline.completeness); // the view has them itself
    const own = baseline.completeness.state === "partial" ? EXIT.incomplete : EXIT.done;
    if (ran === null) setExit(own);
    else setExit(ran.commandExit === 0 ? exitBesideCommand(own) : ran.commandExit);
  },
});

function view(baseline: Baseline, all: boolean): string {
  return formatProfile(baseline, {
    limit: all ? Infinity : SHOWN_ENTRIES,
    ...terminalLook(),
    dockerDefault: dockerDefaultAllowList,
    dockerConditional: dockerDefaultConditional,
    dockerDefaultCount: countDockerDefault(
      baseline.architecture === "aarch64" ? "arm64" : "x86_64",
    ),
  });
}

/** Runs the command in a container of the image, and records that container alone. */
async function recordInImage(
  argv: ProfileArguments,
  command: readonly string[],
): Promise<Pick<RunOutcome, "commandExit" | "commandStarted">> {
  const { image } = argv;
  if (image === undefined) {
    throw new CxrayError(
      "no-image",
      "there is no image to run the command in",
      "Name it: --image REF",
    );
  }
  const cli = engineCommand(argv.engine);
  requireMachine();
  for (const engine of await connectEngines({ choice: argv.engine })) engine.close();
  const name = `cxray-profile-${String(process.pid)}`;
  const release = holdSignals();
  try {
    const created = await ask([...cli, "create", "--name", name, "--", image, ...command]);
    if (!created.fine) {
      throw notStarted(cli, "no-container", `a container of ${image} can't be made`);
    }
    const start = [...cli, "start", "-a", name];
    const { commandExit, commandStarted } = await recordContainer(argv, name, start);
    if (!commandStarted) return { commandExit, commandStarted };
    const state = await containerState(cli, name);
    if (state.Error !== "" || (state.Status === "created" && commandExit !== 0)) {
      // As the engines tell it; those of old say 127 of what can't be executed, too.
      const isThere = state.ExitCode === EXIT.notExecutable;
      const code = isThere ? "command-not-executable" : "no-such-command";
      throw notStarted(cli, code, `${command.join(" ")} can't be started in ${image}`);
    }
    const exit = state.ExitCode ?? commandExit;
    if (exit !== 0) tell(`the command ended with exit status ${String(exit)}`);
    return { commandExit: exit, commandStarted };
  } finally {
    // Out of reach of a Ctrl-C. Of a container that was never made there is nothing to say.
    await ask([...cli, "rm", "-f", name], { undisturbed: true });
    release();
  }
}

/** Records one container while a command runs. */
async function recordContainer(
  argv: ProfileArguments,
  name: string,
  command: readonly string[],
): Promise<RunOutcome> {
  let store: Store | undefined;
  try {
    return await recordRun({
      openLog: null,
      openStore: () => (store = openStore(argv.db, "write")),
      filter: { images: [], containers: [name] },
      engine: argv.engine,
      engineOptional: false,
      ringSize: ringBytes(argv.buffer),
      cxrayVersion: cxrayVersion(),
      target: argv.db,
      command,
      commandOutput: "stderr",
      duration: undefined,
    });
  } finally {
    store?.close();
  }
}

/** The engine's own command, for the engine at that place. */
function engineCommand(place: string | undefined): readonly string[] {
  if (place === "none") {
    throw new CxrayError(
      "bad-usage",
      "a command can't be run in an image without an engine",
      "Leave out --engine none, or name the engine's socket.",
    );
  }
  const name = ["docker", "podman"].find(isInPath);
  if (name === undefined) {
    throw new CxrayError("no-engine", "there is neither docker nor podman in PATH", [
      "Install one of these commands, which starts the container,",
      "or start it by other means while this runs: cxray record.",
    ]);
  }
  if (place === undefined) return [name];
  const url = place.startsWith("/") ? `unix://${place}` : place;
  return [name, name === "docker" ? "--host" : "--url", url];
}

/** Keeps a signal from ending cxray before the container is removed. Gives the way back. */
function holdSignals(): () => void {
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  const hold = (): void => undefined;
  for (const signal of signals) process.on(signal, hold);
  return () => {
    for (const signal of signals) process.off(signal, hold);
  };
}

/** Runs the engine's command to its end, which SIGTERM hastens. Its messages go to stderr. */
async function ask(
  [file = "", ...args]: readonly string[],
  { undisturbed = false } = {},
): Promise<{ fine: boolean; answer: string }> {
  const child = spawn(file, args, {
    stdio: ["ignore", "pipe", undisturbed ? "ignore" : "inherit"],
    detached: undisturbed,
  });
  const end = (): void => {
    child.kill("SIGTERM");
  };
  if (!undisturbed) process.on("SIGTERM", end);
  let answer = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (answer += text));
  const fine = await new Promise<boolean>((resolve) => {
    child.on("error", () => {
      resolve(false);
    });
    child.on("close", (code) => {
      resolve(code === 0);
    });
  });
  process.off("SIGTERM", end);
  return { fine, answer };
}

interface ContainerState {
  readonly Status?: string;
  readonly ExitCode?: number;
  /** why its program could not be started; else empty */
  readonly Error: string;
}

async function containerState(cli: readonly string[], name: string): Promise<ContainerState> {
  const { fine, answer } = await ask([...cli, "inspect", "-f", "{{json .State}}", name]);
  return { Error: "", ...(fine ? (JSON.parse(answer) as Partial<ContainerState>) : {}) };
}

function notStarted(
  [engine = ""]: readonly string[],
  code: ErrorCode,
  message: string,
): CxrayError {
  const advice = `The message of ${engine} is above. Check --image, and the command after --.`;
  return new CxrayError(code, message, advice);
}
