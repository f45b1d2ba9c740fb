/** cxray profile: what an image does, for a person or as JSON. */
import {
  countDockerDefault,
  dockerDefaultAllowList,
  dockerDefaultConditional,
} from "../../emit/seccomp/docker-default.js";
import type { Baseline } from "../../model/baseline.js";
import { CxrayError, EXIT } from "../../model/errors.js";
import { openStore } from "../../store/open.js";
import { chooseBaseline, loadBaselines, withStore } from "../baselines.js";
import { dbOption, imageOption, sessionsOption } from "../options.js";
import { printResult, tell } from "../output.js";
import { formatProfile } from "../profile-view.js";
import { recordRun } from "../record-run.js";
import { cxrayVersion } from "../version.js";
import { commandAfterDashes, type MakeCommand } from "./command.js";

interface ProfileArguments {
  readonly db: string;
  readonly image: string | undefined;
  readonly json: boolean;
  readonly all: boolean;
  readonly "include-sessions": boolean;
}

const SHOWN_ENTRIES = 25;
const RING_SIZE = 32 * 1024 * 1024;
/** docker run's own failures: it, or the image, could not be started. */
const ENGINE_FAILED = 125;

export const profile: MakeCommand<ProfileArguments> = (config, setExit) => ({
  command: "profile",
  describe: "show what an image does",
  builder: (yargs) =>
    yargs
      .options({
        ...dbOption(config),
        ...imageOption(config),
        json: { type: "boolean", describe: "print the baseline document", default: false },
        all: { type: "boolean", describe: "show every entry of long lists", default: false },
        ...sessionsOption(config),
      } as const)
      .usage("cxray profile --image REF [options] [-- COMMAND…]")
      .example("cxray profile --image alpine", "what alpine's containers did")
      .example("cxray profile --image alpine --json > alpine.json", "a baseline to commit to git")
      .example(
        "cxray profile --image alpine -- id -u",
        "run `id -u` in alpine first, and record it",
      ),
  handler: async (argv) => {
    const command = commandAfterDashes(argv);
    if (command.length > 0) await recordInImage(argv, command);
    const baseline = withStore(argv.db, (store) =>
      chooseBaseline(loadBaselines(store, argv["include-sessions"]).baselines, argv.image),
    );
    printResult(argv.json ? `${JSON.stringify(baseline, null, 2)}\n` : view(baseline, argv.all));
    setExit(baseline.completeness.state === "partial" ? EXIT.incomplete : EXIT.done);
  },
});

function view(baseline: Baseline, all: boolean): string {
  return formatProfile(baseline, {
    limit: all ? Infinity : SHOWN_ENTRIES,
    dockerDefault: dockerDefaultAllowList,
    dockerConditional: dockerDefaultConditional,
    dockerDefaultCount: countDockerDefault(
      baseline.architecture === "aarch64" ? "arm64" : "x86_64",
    ),
  });
}

/** Runs the command in a container of the image, and records that container alone. */
async function recordInImage(argv: ProfileArguments, command: readonly string[]): Promise<void> {
  if (argv.image === undefined) {
    throw new CxrayError(
      "no-image",
      "there is no image to run the command in",
      "Name it: --image REF",
    );
  }
  const name = `cxray-profile-${String(process.pid)}`;
  const store = { opened: null as ReturnType<typeof openStore> | null };
  try {
    const { commandExit } = await recordRun({
      openStore: () => (store.opened = openStore(argv.db, "write")),
      onEvent: null,
      isReady: () => true,
      filter: { images: [], containers: [name] },
      engine: undefined,
      engineOptional: false,
      ringSize: RING_SIZE,
      cxrayVersion: cxrayVersion(),
      target: argv.db,
      command: ["docker", "run", "--rm", "--name", name, argv.image, ...command],
      commandOutput: "stderr",
      duration: undefined,
    });
    if (commandExit === ENGINE_FAILED) {
      const message = `docker can't run ${command.join(" ")} in ${argv.image}`;
      throw new CxrayError("no-such-command", message, "Docker's own message is above.");
    }
    if (commandExit !== 0) tell(`the command ended with exit status ${String(commandExit)}`);
  } finally {
    store.opened?.close();
  }
}
