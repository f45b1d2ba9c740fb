/** `cxray emit` for several images: writes all their files into one directory, or none. */
import { join } from "node:path";
import type { BaselineEmitter, EmitOptions } from "../../emit/index.js";
import { makeFolder, writeOutput } from "../../files/replace-file.js";
import type { Baseline } from "../../model/baseline/baseline.js";
import { CxrayError, EXIT } from "../../model/errors.js";
import { plural } from "../../model/plural.js";
import type { Store } from "../../store/index.js";
import {
  loadBaseline,
  loadBaselines,
  wantedRuns,
  type Learning,
  type RunChoice,
} from "../baselines.js";
import { warnIfIncomplete } from "../incomplete.js";
import { mainUsers } from "./main-users.js";
import { badUsage } from "../options/bad-usage.js";
import { info, warn } from "../terminal/output.js";

interface SetArguments extends Omit<RunChoice, "image"> {
  readonly output: string | undefined;
  readonly all: boolean;
  /** several images, unless `all` is set */
  readonly image: readonly string[];
}

/** Writes the files and says how to use them. Returns the exit status. */
export function emitSeveralImages(
  store: Store,
  format: BaselineEmitter,
  argv: SetArguments,
  options: EmitOptions,
  learning: Learning,
): number {
  const folder = argv.output;
  if (folder === undefined) {
    const what = argv.all ? "--all" : "more than one --image";
    throw badUsage(`${what} writes several files`, ["Name a directory for them with -o."]);
  }
  const baselines = baselinesOf(store, argv, learning);
  const { files, warnings } = format.renderSet(baselines, {
    ...options,
    mainUsersOf: (image) => mainUsers(store, wantedRuns({ ...argv, image })),
  });
  makeFolder(folder);
  for (const { name, text } of files) writeOutput(join(folder, name), text, format);
  for (const warning of warnings) warn(warning);
  for (const { completeness } of baselines) warnIfIncomplete(completeness);
  const names = files.map(({ name }) => name);
  info(
    format.order?.(folder, names) ??
      `Wrote ${plural(names.length, "file")} into ${folder}: ${names.join(", ")}`,
  );
  const isPartial = baselines.some(({ completeness }) => completeness.state === "partial");
  return isPartial ? EXIT.incomplete : EXIT.done;
}

function baselinesOf(store: Store, argv: SetArguments, learning: Learning): readonly Baseline[] {
  if (!argv.all) {
    const images = [...new Set(argv.image)];
    return images.map((image) => loadBaseline(store, wantedRuns({ ...argv, image }), learning));
  }
  const { baselines } = loadBaselines(store, learning);
  if (baselines.length > 0) return baselines;
  throw new CxrayError("no-image", "no image was recorded yet", "Record one first: cxray record");
}
