/** The commands by which a person reads a baseline: rows of the table of commands. */
import { command, type Command } from "./commands/command.js";
import { explainOptions, reportOptions, templatesOptions } from "./options/reading-options.js";

const explain = command({
  name: "explain",
  describe: "say why an entry is in a baseline, and in which rules",
  usage: "cxray explain [--image REF] [options] ENTRY",
  options: explainOptions,
  operands: {
    least: 1,
    most: 1,
    what: "an entry: a path, a program, a system call, a capability, an address, a name or a port",
  },
  epilogue: `Exit status: 0 the baseline has it or lets it in, 1 it does not; the nearest entries are named.`,
  examples: [
    ["cxray explain --image nginx /run/nginx.pid", "a file: who, when, in which rules"],
    ["cxray explain --image nginx setuid", "a system call"],
    ["cxray explain --baseline app.json 443", "a port"],
    ["cxray explain --baseline app.json db.internal:5432 --json | jq .", "the same as JSON"],
  ],
  load: async () => (await import("./commands/explain.js")).explain,
});

const report = command({
  name: "report",
  describe: "write a page that shows a baseline: what deserves a look, and everything else",
  usage: "cxray report [--image REF] [--against FILE] -o FILE",
  options: reportOptions,
  epilogue: `The page is one file, which loads nothing. Exit status: 0, or 3 if the baseline is partial.`,
  examples: [
    ["cxray report --image nginx -o report.html", "everything that nginx did"],
    ["cxray report --image app --against app.json -o report.html", "and what differs from a file"],
  ],
  load: async () => (await import("./commands/report.js")).report,
});

const templates = command({
  name: "templates",
  describe: "list the templates of the formats, or copy one to change it",
  usage: "cxray templates [export FORMAT -o FOLDER]",
  options: templatesOptions,
  operands: { least: 0, most: 2, what: "nothing, or export and a format" },
  examples: [
    ["cxray templates", "format, template, and what the template takes in"],
    ["cxray templates export falco -o my-rules", "copy Falco's, to use with --template"],
  ],
  load: async () => (await import("./commands/templates.js")).templates,
});

export const READING_COMMANDS: readonly Command[] = [explain, report, templates];
