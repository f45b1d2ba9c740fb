/** The commands by which a person reads a baseline: rows of the table of commands. */
import { command } from "./commands/command.js";
import { explainOptions } from "./options/command-options.js";

export const explain = command({
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
