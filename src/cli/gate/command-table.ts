/** The commands that compare a baseline: see `../command-table.ts`. */
import { command } from "../commands/command.js";
import { acceptOptions, checkOptions, diffOptions } from "../options/gate-options.js";

export const check = command({
  name: "check",
  describe: "compare what an image does with its committed baseline",
  usage: "cxray check --baseline FILE [options] [-- COMMAND…]",
  options: checkOptions,
  takesCommand: true,
  keepsStatus: true,
  epilogue: `cxray.yaml says what is ignored, forbidden, severe, and what fails: docs/configuration.md.
Exit status: 0 nothing fails, 1 it differs, 3 what was seen is incomplete, or the command
failed; 2 wrong usage, 4 this machine can't record.`,
  examples: [
    ["cxray check --baseline app.json --init -- ./test.sh", "make the first baseline"],
    ["cxray check --baseline app.json -- ./test.sh", "record the tests, and compare"],
    ["cxray check --baseline app.json -f github -- ./test.sh", "annotations and job summary"],
  ],
  load: async () => (await import("../commands/check.js")).check,
});

export const accept = command({
  name: "accept",
  describe: "take what a check found into the committed baseline",
  usage: "cxray accept --baseline FILE [options]",
  options: acceptOptions,
  examples: [
    ["cxray accept --baseline app.json", "everything that is new"],
    ["cxray accept --baseline app.json --kind executables --match '*/curl'", "one program"],
    ["cxray accept --baseline app.json --reason 'PAM reads it'", "the reason stands in the file"],
    ["cxray accept --baseline app.json --prune", "take out what is not seen any more"],
  ],
  load: async () => (await import("../commands/accept.js")).accept,
});

export const diff = command({
  name: "diff",
  describe: "show what two baselines have that the other lacks",
  usage: "cxray diff A B [options]",
  options: diffOptions,
  operands: { least: 2, most: 2, what: "two baselines" },
  epilogue: `A and B are files, or images of the database: nginx, nginx:1.27, sha256:….
Exit status: 0 the same, 1 they differ, 3 the same, and one is partial.`,
  examples: [
    ["cxray diff nginx:1.26 nginx:1.27", "two tags of the database"],
    ["cxray diff app.json app --format markdown", "a file and the database"],
  ],
  load: async () => (await import("../commands/diff.js")).diff,
});
