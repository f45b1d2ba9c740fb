/** Makes the text of `--help` from the table of commands. */
import { COMMANDS } from "../command-table.js";
import type { Command } from "../commands/command.js";
import type { Config } from "../config/config.js";
import type { Option, OptionTable } from "../options/option.js";
import { globalOptions } from "../options/command-options.js";

const SUMMARY =
  "cxray records what containers do, and writes security rules that allow exactly that.";

const EPILOGUE = `Exit status:
  0    done
  2    wrong usage, or cxray cannot use the input
  3    done, but incomplete: events were lost, --max-size was reached, containers were
       already running or have no known image, or no container matched the filter
  4    this machine cannot record: run cxray doctor
  70   a defect of cxray

With a command after --, the exit status is that of the command, or:
  123  the command succeeded, but the recording is incomplete
  125  cxray could not do its job
  126  the command is not executable
  127  the command was not found

cxray reads options from cxray.yaml in the current directory.`;

const WIDEST = 100;

/** The help of one command; for `cxray` without a command, also the list of commands. */
export function helpOf(command: Command, config: Config, columns: number): string {
  const width = Math.min(WIDEST, columns);
  const isBare = command.name === "";
  const parts = [
    isBare ? SUMMARY : `${usageOf(command)}\n\n${command.describe}`,
    isBare ? `Commands:\n${listCommands(width)}` : "",
    listOptions("Options", command.options(config), width),
    listOptions("Options of every command", globalOptions(config), width),
    command.epilogue ?? "",
    listExamples(command.examples),
    isBare ? EPILOGUE : "",
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function usageOf({ name, usage }: Command): string {
  return usage ?? `cxray ${name} [options]`;
}

function listCommands(width: number): string {
  return listRows(
    COMMANDS.map(({ name, describe }) => [name === "" ? "cxray" : `cxray ${name}`, describe]),
    width,
  );
}

function listOptions(title: string, options: OptionTable, width: number): string {
  const rows = Object.entries(options).map(([name, option]) => {
    const short = option.alias === undefined ? "    " : `-${option.alias}, `;
    return [`${short}--${name}`, [option.describe, ...notesOf(option)].join(" ")] as const;
  });
  return rows.length === 0 ? "" : `${title}:\n${listRows(rows, width)}`;
}

function notesOf(option: Option): string[] {
  const { choices, defaultDescription } = option;
  const shown = defaultDescription ?? textOfDefault(option);
  return [
    ...(choices === undefined ? [] : [`[choices: ${choices.join(", ")}]`]),
    ...(shown === "" ? [] : [`[default: ${shown}]`]),
  ];
}

function textOfDefault({ default: value }: Option): string {
  if (value === undefined || value === false) return "";
  return typeof value === "object" ? value.join(", ") : String(value);
}

/** Lays out two columns and wraps the second. */
function listRows(rows: readonly (readonly [string, string])[], width: number): string {
  const first = Math.max(...rows.map(([name]) => name.length)) + 2;
  const room = Math.max(20, width - 2 - first);
  return rows
    .flatMap(([name, text]) =>
      breakWords(text, room).map((line, at) => `  ${(at === 0 ? name : "").padEnd(first)}${line}`),
    )
    .join("\n");
}

function breakWords(text: string, room: number): string[] {
  const lines: string[] = [""];
  for (const word of text.split(" ")) {
    const last = lines.at(-1) ?? "";
    if (last !== "" && last.length + 1 + word.length > room) lines.push(word);
    else lines[lines.length - 1] = last === "" ? word : `${last} ${word}`;
  }
  return lines;
}

/** Puts each example on a line of its own without wrapping it, so that it can be copied. */
function listExamples(list: Command["examples"]): string {
  if (list.length === 0) return "";
  return ["Examples:", ...list.map(([line, what]) => `  ${line}\n      ${what}`)].join("\n");
}
