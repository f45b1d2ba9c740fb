/** cxray emit --all: the files of all images, which belong together. */
import { join } from "node:path";
import type { BaselineEmitter, EmitOptions } from "../emit/index.js";
import { makeFolder, writeOutput } from "../files/replace-file.js";
import { CxrayError, EXIT } from "../model/errors.js";
import type { Store } from "../store/index.js";
import { loadBaselines } from "./baselines.js";
import { warnIfIncomplete } from "./incomplete.js";
import { tell, warn } from "./terminal/output.js";

interface SetArguments {
  readonly output: string | undefined;
  readonly typed: ReadonlySet<string>;
  readonly "include-sessions": boolean;
}

/** Writes them into a folder, all or none, and says how to use them; returns the exit status. */
export function emitSet(
  store: Store,
  format: BaselineEmitter,
  argv: SetArguments,
  options: EmitOptions,
): number {
  const folder = argv.output;
  if (folder === undefined) {
    throw new CxrayError("bad-usage", "--all writes several files", "Name a directory with -o.");
  }
  if (argv.typed.has("image")) {
    throw new CxrayError(
      "bad-usage",
      "--all and --image cannot be used together",
      "Leave out one of them.",
    );
  }
  if (format.set === null) throw new RangeError(`${format.name} has no set`);
  const { baselines } = loadBaselines(store, argv["include-sessions"]);
  if (baselines.length === 0) {
    throw new CxrayError("no-image", "no image was recorded yet", "Record one: cxray record");
  }
  const { files, warnings } = format.set.render(baselines, options);
  makeFolder(folder);
  for (const { name, text } of files) writeOutput(join(folder, name), text, format);
  for (const warning of warnings) warn(warning);
  for (const { completeness } of baselines) warnIfIncomplete(completeness);
  tell(
    format.set.order(
      folder,
      files.map(({ name }) => name),
    ),
  );
  const isPartial = baselines.some(({ completeness }) => completeness.state === "partial");
  return isPartial ? EXIT.incomplete : EXIT.done;
}
