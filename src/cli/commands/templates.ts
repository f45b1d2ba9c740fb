/** cxray templates: the shipped templates, and copies of them to change. */
import { lstatSync } from "node:fs";
import { basename, join } from "node:path";
import { FORMAT_NAMES, loadTemplates } from "../../emit/index.js";
import { makeFolder, writeOutput } from "../../files/replace-file.js";
import { CxrayError, EXIT } from "../../model/errors.js";
import { badUsage } from "../options/bad-usage.js";
import { printResult, tell } from "../terminal/output.js";
import type { CommandFunction } from "./command.js";

interface TemplatesArguments {
  readonly output: string | undefined;
}

export const templates: CommandFunction<TemplatesArguments> = async ({ words, output }) => {
  const [what, format] = words;
  if (what === undefined) return list(output);
  if (what !== "export" || format === undefined) {
    throw badUsage("it is not clear what to do with templates", [
      "To list them: cxray templates",
      "To copy one: cxray templates export FORMAT -o FOLDER",
    ]);
  }
  if (output === undefined) {
    throw badUsage("a template is copied with what it takes in", ["Name a directory with -o."]);
  }
  return copy(format, output);
};

/** The format, its template and what this may take in, with tabs between them. */
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
    // all are looked for before the first is written
    for (const { name } of files) refuseThere(join(folder, name));
    for (const { name, text } of files) writeOutput(join(folder, name), text);
    const own = join(folder, basename(template));
    tell(`wrote ${folder}; change it and use it: cxray emit -f ${format} --template ${own}`);
  }
  return EXIT.done;
}

/** It may be one that somebody changed. */
function refuseThere(path: string): void {
  if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return;
  throw new CxrayError("unwritable-output", `${path} is there already`, [
    "Name another directory with -o, or remove the file first.",
  ]);
}
