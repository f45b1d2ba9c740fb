/** `cxray templates`: lists the shipped templates, or copies one. */
import { lstatSync } from "node:fs";
import { basename, join } from "node:path";
import { FORMAT_NAMES, loadTemplates } from "../../emit/index.js";
import { makeFolder, writeOutput } from "../../files/replace-file.js";
import { CxrayError, EXIT } from "../../model/errors.js";
import { badUsage } from "../options/bad-usage.js";
import { printResult, info } from "../terminal/output.js";
import type { CommandFunction } from "./command.js";

interface TemplatesArguments {
  readonly output: string | undefined;
}

export const templates: CommandFunction<TemplatesArguments> = async ({ words, output }) => {
  const [what, format] = words;
  if (what === undefined) return list(output);
  if (what !== "export" || format === undefined) {
    throw badUsage("cxray templates does not know what to do", [
      "To list the templates: cxray templates",
      "To copy one: cxray templates export FORMAT -o DIRECTORY",
    ]);
  }
  if (output === undefined) {
    throw badUsage("cxray templates export writes several files", [
      "Name a directory for them with -o.",
    ]);
  }
  return copy(format, output);
};

/** Prints each format, its template and the files that it includes, separated by tabs. */
async function list(output: string | undefined): Promise<number> {
  if (output !== undefined) {
    throw badUsage("-o has no effect on the list of templates", ["Leave it out."]);
  }
  for (const { format, template, files } of await loadTemplates(FORMAT_NAMES)) {
    const others = files.map(({ name }) => name).filter((name) => name !== basename(template));
    printResult(`${[format, template, others.join(" ")].join("\t").trimEnd()}\n`);
  }
  return EXIT.done;
}

async function copy(format: string, folder: string): Promise<number> {
  for (const { template, files } of await loadTemplates([format])) {
    makeFolder(folder);
    // check all files before writing the first
    for (const { name } of files) refuseExisting(join(folder, name));
    for (const { name, text } of files) writeOutput(join(folder, name), text);
    const own = join(folder, basename(template));
    info(`wrote ${folder}; to use your copy: cxray emit -f ${format} --template ${own}`);
  }
  return EXIT.done;
}

/** Refuses to overwrite a file, which may be a copy that somebody changed. */
function refuseExisting(path: string): void {
  if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return;
  throw new CxrayError("unwritable-output", `${path} already exists`, [
    "Name another directory with -o, or remove the file first.",
  ]);
}
