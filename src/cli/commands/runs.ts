/** `cxray runs`: lists the recorded runs, and whether baselines include them. */
import { chooseRuns, listRuns, type RecordedRun } from "../../aggregate/index.js";
import { EXIT } from "../../model/errors.js";
import { printable } from "../../model/text.js";
import { withStore } from "../baselines.js";
import { printResult } from "../terminal/output.js";
import type { CommandFunction } from "./command.js";

interface RunsArguments {
  readonly db: string;
  readonly image: string | undefined;
  readonly json: boolean;
}

export const runs: CommandFunction<RunsArguments> = ({ db, image, json, typed }) => {
  const listed = withStore(db, (store) =>
    store.snapshot(() => {
      const containers = store.containers();
      const all = listRuns(store.recordings(), containers);
      if (image === undefined || !typed.has("image")) return all;
      const { isMeant } = chooseRuns(containers, { image });
      const meant = new Set(
        containers.filter(isMeant).map(({ recordingId, id }) => `${String(recordingId)} ${id}`),
      );
      return all.filter(({ recordingId, containerId }) => {
        return meant.has(`${String(recordingId)} ${containerId}`);
      });
    }),
  );
  if (json) printResult(`${JSON.stringify(listed, null, 2)}\n`);
  else for (const run of listed) printResult(formatRun(run));
  return EXIT.done;
};

/** A run as a line: id, start, image, build, container and state, separated by tabs; then reasons. */
export function formatRun(run: RecordedRun): string {
  const { id, started, images, build, container, complete, reasons } = run;
  const columns = [
    id,
    started,
    images.map(printable).join(",") || "(no baseline)",
    shortBuild(build),
    printable(container),
    complete ? "complete" : "incomplete",
  ];
  return [columns.join("\t"), ...reasons.map((reason) => `  ${printable(reason)}`), ""].join("\n");
}

function shortBuild(build: string | null): string {
  if (build === null) return "(no image)";
  return printable(build).replace(/^(?<short>sha256:[0-9a-f]{12}).*$/u, "$<short>");
}
