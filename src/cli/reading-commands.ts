/** Rows of the command table: the commands that explain, show and list. */
import { command, type Command } from "./commands/command.js";
import { explainOptions, reportOptions, templatesOptions } from "./options/reading-options.js";

const explain = command({
  name: "explain",
  describe: "say why an entry is in a baseline, and which rules allow it",
  usage: "cxray explain [--image REF] [options] ENTRY",
  options: explainOptions,
  operands: {
    least: 1,
    most: 1,
    what: "an entry: a path, a program, a system call, a capability, an address, a name or a port",
  },
  epilogue: `Exit status: 0 an entry of the baseline is or matches ENTRY, 1 none does; cxray then lists the
nearest entries.`,
  examples: [
    ["cxray explain --image nginx /run/nginx.pid", "a file: which program, when, which rules"],
    ["cxray explain --image nginx setuid", "a system call"],
    ["cxray explain --baseline app.json 443", "a port"],
    ["cxray explain --baseline app.json db.internal:5432 --json | jq .", "the same as JSON"],
  ],
  load: async () => (await import("./commands/explain.js")).explain,
});

const report = command({
  name: "report",
  describe: "write a baseline as an HTML page, with what deserves attention first",
  usage: "cxray report [--image REF] [--against FILE] -o FILE",
  options: reportOptions,
  epilogue: `The page is a single file and loads nothing from elsewhere.
Exit status: 0 done, 3 the baseline is partial.`,
  examples: [
    ["cxray report --image nginx -o report.html", "show everything that nginx did"],
    [
      "cxray report --image app --against app.json -o report.html",
      "also show what differs from a committed baseline",
    ],
  ],
  load: async () => (await import("./commands/report.js")).report,
});

const templates = command({
  name: "templates",
  describe: "list the templates of all formats, or copy one so that you can change it",
  usage: "cxray templates [export FORMAT -o DIRECTORY]",
  options: templatesOptions,
  operands: { least: 0, most: 2, what: "nothing, or export and a format" },
  examples: [
    ["cxray templates", "list each format, its template, and the files that the template includes"],
    ["cxray templates export falco -o my-rules", "copy Falco's, for use with --template"],
  ],
  load: async () => (await import("./commands/templates.js")).templates,
});

export const READING_COMMANDS: readonly Command[] = [explain, report, templates];
