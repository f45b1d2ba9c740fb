/** Rows of the command table: the commands that compare baselines. */
import { command } from "../commands/command.js";
import { acceptOptions, checkOptions, diffOptions } from "../options/gate-options.js";

export const check = command({
  name: "check",
  describe: "compare what an image does with its committed baseline",
  usage: "cxray check --baseline FILE [options] [-- COMMAND…]",
  options: checkOptions,
  takesCommand: true,
  keepsStatus: true,
  epilogue: `In cxray.yaml you can ignore findings, forbid behaviour, and set severities:
docs/configuration.md.
Exit status: 0 nothing new (or whatever --fail-on says), 1 findings, 3 the recording is
incomplete or COMMAND failed; 2 wrong usage, 4 this machine can't record.`,
  examples: [
    ["cxray check --baseline app.json --init -- ./test.sh", "create the first baseline"],
    ["cxray check --baseline app.json -- ./test.sh", "record the tests, and compare"],
    [
      "cxray check --baseline app.json -f github -- ./test.sh",
      "the same on GitHub, with annotations and a job summary",
    ],
  ],
  load: async () => (await import("../commands/check.js")).check,
});

export const accept = command({
  name: "accept",
  describe: "add what a check found to the committed baseline",
  usage: "cxray accept --baseline FILE [options]",
  options: acceptOptions,
  examples: [
    ["cxray accept --baseline app.json", "add everything that is new"],
    ["cxray accept --baseline app.json --kind executables --match '*/curl'", "add one program"],
    ["cxray accept --baseline app.json --reason 'PAM reads it'", "store a reason in the file"],
    ["cxray accept --baseline app.json --prune", "remove what is no longer seen"],
  ],
  load: async () => (await import("../commands/accept.js")).accept,
});

export const diff = command({
  name: "diff",
  describe: "show how two baselines differ",
  usage: "cxray diff A B [options]",
  options: diffOptions,
  operands: { least: 2, most: 2, what: "two baselines" },
  epilogue: `A and B are baseline files, or images in the database: nginx, nginx:1.27, sha256:….
Exit status: 0 they are the same, 1 they differ, 3 they are the same but one is partial.`,
  examples: [
    ["cxray diff nginx:1.26 nginx:1.27", "compare two tags that were recorded"],
    ["cxray diff app.json app --format markdown", "compare a file with what was recorded"],
  ],
  load: async () => (await import("../commands/diff.js")).diff,
});
