/** The result of a verification, for a person. */
import { plural } from "../../model/plural.js";
import { printable } from "../../model/text.js";
import type { OutputDifference } from "./compare-output.js";
import type { Judgement } from "./judge.js";
import type { TriedOn } from "./observe.js";
import type { Refusal } from "./refusals.js";

export interface Told extends Judgement {
  readonly image: string;
  /** the policy's name, for a person */
  readonly policy: string;
  /** as typed */
  readonly command: string;
  readonly triedOn: TriedOn;
  /** the runtimes of the runs that the policy was made from */
  readonly madeWith: readonly string[];
  readonly wordsOn: (refusal: Refusal) => string;
}

const SHOWN_LINES = 10;

const VERDICTS: Readonly<Record<Judgement["verdict"], string>> = {
  held: "HELD: the workload does the same, and nothing was refused",
  refused: "REFUSED: the policy refuses what the workload does",
  differs: "DIFFERS: nothing was refused, but the workload does not do the same",
  "not judged": "NOT JUDGED",
};

export function formatVerdict(told: Told): string {
  const { image, policy, verdict, command, status, output, refusals, notes, triedOn } = told;
  const { engine, runtime, kernel, architecture } = triedOn;
  const rows = [
    ["command", printable(command)],
    ["tried on", [engine, runtime, `Linux ${kernel}`, architecture].filter(Boolean).join(", ")],
    [
      "status",
      status.free === status.under
        ? `${String(status.free)} in both runs`
        : `${String(status.free)} without the policy, ${String(status.under)} under it`,
    ],
    ["output", output],
    ["refused", refusals.length === 0 ? "nothing" : plural(refusals.length, "thing")],
  ];
  return [
    `${printable(image)} under its ${policy}: ${VERDICTS[verdict]}`,
    ...rows.map(([name = "", value = ""]) => `  ${name.padEnd(10)}${value}`),
    ...refusals.flatMap((refusal) => linesOn(refusal, told.wordsOn)),
    ...told.differences.flatMap(formatDifference),
    ...[...notes, ...otherRuntime(told)].map((note) => `note: ${printable(note)}`),
    "",
  ].join("\n");
}

/** Versions of a runtime differ in the calls they need under a filter. */
function otherRuntime({ madeWith, triedOn: { runtime } }: Told): string[] {
  if (runtime === "" || madeWith.includes(runtime)) return [];
  return [`the policy was made from runs under ${madeWith.join(", ")}, and tried under ${runtime}`];
}

function linesOn(refusal: Refusal, wordsOn: Told["wordsOn"]): string[] {
  const { call, object, error, programs, comm, isRuntime, count } = refusal;
  const chain = programs.map(printable).join(" ← ");
  const who = isRuntime
    ? `the runtime (${printable(comm)})`
    : chain === ""
      ? printable(comm)
      : chain;
  const times = count > 1 ? `, ${plural(count, "time")}` : "";
  const known = wordsOn(refusal);
  return [
    `  ! ${[kindWord(refusal), call, printable(object)].filter(Boolean).join(" ")}: ${error}${times}`,
    `      by ${who}`,
    ...(known === "" ? [] : [`      ${printable(known)}`]),
  ];
}

function kindWord({ kind }: Refusal): string {
  return kind === "file" || kind === "change" || kind === "program" ? "" : kind;
}

function formatDifference({ stream, missing, added }: OutputDifference): string[] {
  return [
    `  ${stream}: - without the policy alone, + under the policy alone`,
    ...linesWith("-", missing),
    ...linesWith("+", added),
  ];
}

function linesWith(sign: string, lines: readonly string[]): string[] {
  const hidden = lines.length - SHOWN_LINES;
  return [
    ...lines.slice(0, SHOWN_LINES).map((line) => `    ${sign} ${printable(line.slice(0, 500))}`),
    ...(hidden > 0 ? [`    ${sign} and ${plural(hidden, "line")} more`] : []),
  ];
}

/** The same as a JSON document, for scripts. */
export function verdictDocument(told: Told): string {
  const { wordsOn, refusals, ...rest } = told;
  const known = refusals.map((refusal) => ({ ...refusal, baseline: wordsOn(refusal) }));
  return `${JSON.stringify({ ...rest, refusals: known }, null, 2)}\n`;
}
