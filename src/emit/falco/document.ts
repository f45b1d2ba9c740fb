/** From a baseline to what the template writes down, and what must be found in it again. */
import type { Baseline, FileEntry, OtherOpenEntry } from "../../model/baseline.js";
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
    allowFiles(prefix, "read", baseline),
    allowFiles(prefix, "written", baseline),
    ...allowChanges(prefix, baseline.changes, runs),
    allowDestinations(prefix, destinations, runs),
    allowDatagrams(prefix, destinations, runs),
    allowUnixSockets(prefix, destinations, runs),
    allowListeners(prefix, listeners, runs),
    allowDatagramServers(prefix, listeners, runs),
    allowUnixListeners(prefix, listeners, runs),
    allowSockets(prefix, baseline),
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

function allowFiles(prefix: string, access: "read" | "written", baseline: Baseline): Part {
  const isRead = access === "read";
  const names = {
    list: `${prefix}_${access}_paths`,
    macro: `${prefix}_${access}`,
    about: isRead ? "files that were read" : "files that were written",
  };
  const files = isRead ? baseline.filesRead : baseline.filesWritten;
  const others = baseline.otherOpens.filter((entry) =>
    entry.access.includes(isRead ? "read" : "write"),
  );
  const paths = [...files.flatMap(namesOfFile), ...others.map(nameOfOther)];
  return allowPaths("fd.name", names, paths, baseline.runs.count);
}

/** Falco looks at no file's type: whatever isn't asked for as a folder is a file to it. */
function nameOfOther(entry: OtherOpenEntry): AllowedPath {
  return { ...entry, notes: [`no file: ${entry.types.join(", ")}`] };
}

function namesOfFile(file: FileEntry): AllowedPath[] {
  const { rule: _rule, ...literal } = file;
  const [, ...links] = namesOfPath(file.path, file.rule, file.openedAs);
  return [
    file,
    ...links.map((link) => ({ ...literal, ...link, notes: [`a name of ${file.path}`] })),
  ];
}

/** Every text of the baseline that the file will hold as a value. */
function textsOf(baseline: Baseline): string[] {
  const files = [...baseline.filesRead, ...baseline.filesWritten];
  return [
    ...baseline.executables.map((entry) => entry.path),
    ...files.flatMap((entry) => [entry.path, ...(entry.openedAs ?? [])]),
    ...baseline.otherOpens.map((entry) => entry.path),
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
