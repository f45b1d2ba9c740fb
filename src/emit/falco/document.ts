/** From a baseline to what the template writes down, and what must be found in it again. */
import type { Baseline, FileEntry } from "../../model/baseline.js";
import { plural } from "../../model/plural.js";
import { allowChanges } from "./changes.js";
import { allowDatagrams, allowDestinations, allowUnixSockets } from "./connections.js";
import { namesOfPath } from "./file-names.js";
import { allowDatagramServers, allowListeners, allowUnixListeners } from "./listeners.js";
import { namesOf } from "./names.js";
import type { List, Macro, Part } from "./parts.js";
import { allowPaths } from "./paths.js";
import type { AllowedPath } from "./paths.js";
import { allowPrivileges } from "./privileges.js";
import {
  allowChangedPrograms,
  allowMountedPrograms,
  allowPrograms,
  programTest,
} from "./programs.js";
import { excuseRuntime, scopeToImage } from "./scope.js";
import { allowSockets } from "./sockets.js";
import { asFalcoSees } from "./text.js";

/** What the template is given. */
export interface FalcoDocument {
  readonly title: string;
  readonly prefix: string;
  readonly image: Baseline["image"];
  /** in words: `2 recorded runs` */
  readonly runs: string;
  readonly isPartial: boolean;
  readonly reasons: readonly string[];
  readonly lists: readonly List[];
  readonly macros: readonly Macro[];
}

/** The parts of the rules file of an image. */
export function describe(baseline: Baseline): FalcoDocument {
  const texts = textsOf(baseline).map(asFalcoSees);
  const names = namesOf(baseline.image, (prefix) => texts.some((text) => text.includes(prefix)));
  const { prefix } = names;
  const runs = baseline.runs.count;
  const { executables, destinations, listeners } = baseline;
  const parts: Part[] = [
    scopeToImage(names),
    excuseRuntime(prefix, programTest(executables)),
    allowPrograms(prefix, executables, runs),
    allowChangedPrograms(prefix, executables, runs),
    allowMountedPrograms(prefix, executables, runs),
    allowFiles(prefix, "read", baseline.filesRead, runs),
    allowFiles(prefix, "written", baseline.filesWritten, runs),
    ...allowChanges(prefix, baseline.changes, runs),
    allowDestinations(prefix, destinations, runs),
    allowDatagrams(prefix, destinations, runs),
    allowUnixSockets(prefix, destinations, runs),
    allowListeners(prefix, listeners, runs),
    allowDatagramServers(prefix, listeners, runs),
    allowUnixListeners(prefix, listeners, runs),
    allowSockets(prefix, baseline.sockets, runs),
    ...allowPrivileges(prefix, baseline),
  ];
  return {
    title: names.title,
    prefix,
    image: baseline.image,
    runs: plural(runs, "recorded run"),
    isPartial: baseline.completeness.state === "partial",
    reasons: baseline.completeness.reasons.map((reason) => reason.message),
    lists: parts.flatMap((part) => part.lists),
    macros: parts.flatMap((part) => part.macros),
  };
}

function allowFiles(
  prefix: string,
  access: "read" | "written",
  files: readonly FileEntry[],
  runs: number,
): Part {
  const names = {
    list: `${prefix}_${access}_paths`,
    macro: `${prefix}_${access}`,
    about: access === "read" ? "files that were read" : "files that were written",
  };
  return allowPaths("fd.name", names, files.flatMap(namesOfFile), runs);
}

function namesOfFile(file: FileEntry): AllowedPath[] {
  const { rule: _rule, ...literal } = file;
  const [, ...links] = namesOfPath(file.path, file.rule, file.openedAs);
  return [
    file,
    ...links.map(({ path }) => ({ ...literal, path, notes: [`a name of ${file.path}`] })),
  ];
}

/** Every text of the baseline that the file will hold as a value. */
function textsOf(baseline: Baseline): string[] {
  const files = [...baseline.filesRead, ...baseline.filesWritten];
  return [
    ...baseline.executables.map((entry) => entry.path),
    ...files.flatMap((entry) => [entry.path, ...(entry.openedAs ?? [])]),
    ...baseline.changes.flatMap((entry) => [
      ...[entry.path, ...(entry.askedAs ?? [])],
      ...[entry.to ?? "", ...(entry.toAskedAs ?? []), ...(entry.texts ?? [])],
    ]),
    ...baseline.destinations.flatMap((entry) => [entry.address, ...(entry.names ?? [])]),
    ...baseline.listeners.map((entry) => entry.address),
    ...baseline.privileges.flatMap((entry) => entry.by),
    ...Object.values(baseline.syscalls.workload).flatMap((entries) =>
      entries.flatMap((entry) => entry.by),
    ),
    ...baseline.image.repositories,
  ];
}
