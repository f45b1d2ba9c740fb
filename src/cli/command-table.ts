/** Every command of cxray. Help, completion and the documents' tables are made from this list. */
import { command, type Command } from "./commands/command.js";
import { verifyOptions } from "./options/verify-options.js";
import { accept, check, diff } from "./gate/command-table.js";
import { READING_COMMANDS } from "./reading-commands.js";
import {
  aggregateOptions,
  emitOptions,
  forgetOptions,
  doctorOptions,
  logOptions,
  mergeOptions,
  profileOptions,
  recordOptions,
  runsListOptions,
} from "./options/command-options.js";

const record = command({
  name: "record",
  describe: "record what containers do into a database",
  usage: "cxray record [options] [-- COMMAND…]",
  options: recordOptions,
  takesCommand: true,
  examples: [
    ["cxray record", "record every container until Ctrl-C"],
    ["cxray record --image 'nginx*' --duration 10m", "record nginx for ten minutes"],
    ["cxray record -- docker run --rm alpine id", "record while the command runs"],
    [
      "cxray record --until-stable 20 -- docker run --rm alpine id",
      "repeat it until little more is to be learnt",
    ],
  ],
  load: async () => (await import("./commands/record.js")).record,
});

const aggregate = command({
  name: "aggregate",
  describe: "bring the baselines up to date and list the images",
  options: aggregateOptions,
  examples: [
    ["cxray aggregate", "print one line for each image: digest, names, runs, completeness"],
    ["cxray aggregate --json | jq .", "the same as JSON"],
  ],
  load: async () => (await import("./commands/aggregate.js")).aggregateDatabase,
});

const profile = command({
  name: "profile",
  describe: "show what an image does, or what a command does in the image",
  usage: "cxray profile [--image REF] [options] [-- COMMAND…]",
  options: profileOptions,
  takesCommand: true,
  examples: [
    ["cxray profile --image alpine", "show what containers of alpine did"],
    ["cxray profile --image alpine --json > alpine.json", "write a baseline that you can commit"],
    [
      "cxray profile --image alpine -- id -u",
      "show what `id -u` does in alpine, without keeping it",
    ],
  ],
  load: async () => (await import("./commands/profile.js")).profile,
});

const emit = command({
  name: "emit",
  describe: "write rules and settings for other tools, or the JSON log",
  options: emitOptions,
  examples: [
    ["cxray emit --format falco > rules.yaml", "write Falco rules, if only one image was recorded"],
    ["cxray emit -f falco --all -o rules.d", "write one set of Falco rules for all images"],
    [
      "cxray emit -f seccomp --image web --image db -o profiles",
      "write the profiles of two images into a directory",
    ],
    [
      "cxray emit -f seccomp --image nginx -o nginx.json",
      "write a profile for docker run --security-opt",
    ],
    [
      "cxray emit -f docker-run --image nginx -o run.sh",
      "write a script that runs nginx read-only and without what it doesn't need",
    ],
    ["cxray emit -f log | jq .", "print the JSON log of all recordings"],
    [
      "cxray emit -f log --events open,execve --since 10m",
      "print the opens and executions of the last ten minutes",
    ],
  ],
  load: async () => (await import("./commands/emit.js")).emit,
});

const runs = command({
  name: "runs",
  describe: "list the recorded runs, and whether baselines learn from them",
  options: runsListOptions,
  examples: [
    [
      "cxray runs --image nginx",
      "list the runs of nginx: id, start, image, build, container, state",
    ],
    ["cxray runs --json | jq .", "the same as JSON"],
  ],
  load: async () => (await import("./commands/runs.js")).runs,
});

const forget = command({
  name: "forget",
  describe: "take runs out of the database, with all that they did",
  usage: "cxray forget [options] RUN…",
  options: forgetOptions,
  operands: { least: 1, most: Infinity, what: "the id of at least one run" },
  examples: [["cxray forget 6d4209422aae", "take out a run that `cxray runs` lists"]],
  load: async () => (await import("./commands/forget.js")).forget,
});

const merge = command({
  name: "merge",
  describe: "write baselines of one image, of files and databases, as one",
  usage: "cxray merge [options] FILE…",
  options: mergeOptions,
  operands: { least: 1, most: Infinity, what: "at least one baseline file or database" },
  examples: [
    ["cxray merge night-1.json night-2.json -o nginx.json", "unite two baselines"],
    [
      "cxray merge --image nginx one.db other.db -o nginx.json",
      "unite what two databases have of nginx",
    ],
  ],
  load: async () => (await import("./commands/merge.js")).merge,
});

const verify = command({
  name: "verify",
  describe: "run an image under the policy that cxray emits, and say whether it holds",
  usage: "cxray verify [--image REF] --format NAME [options] [-- docker run … IMAGE …]",
  options: verifyOptions,
  takesCommand: true,
  keepsStatus: true,
  epilogue: `cxray runs the container without the policy and under it, adding the settings behind \`run\`.
Without a command it is: docker run --rm IMAGE.
Exit status: 0 it holds, 1 something was refused or differs, 3 it could not be judged;
2 wrong usage, 4 this machine can't.`,
  examples: [
    ["cxray verify --image app -f seccomp", "the image's own command, under its seccomp profile"],
    ["cxray verify -- docker run --rm -v /data:/data app ./job", "as it is really run"],
    ["cxray verify --falco app.yaml -- docker run --rm app", "count the alerts of Falco's rules"],
  ],
  load: async () => (await import("./commands/verify.js")).verify,
});

const doctor = command({
  name: "doctor",
  describe: "check whether this machine can record, and say what to do",
  options: doctorOptions,
  examples: [["cxray doctor --json | jq .", "print the checks for a script"]],
  load: async () => (await import("./commands/doctor.js")).doctor,
});

/** The bare cxray. */
export const log = command({
  name: "",
  describe: "write the JSON log of every container to stdout until Ctrl-C",
  options: logOptions,
  examples: [
    ["cxray > log.json", "write the log of every container"],
    ["cxray --image alpine", "write the log of alpine's containers"],
    ["cxray --events cxray1", "write only the four events of cxray 1"],
  ],
  load: async () => (await import("./commands/log.js")).liveLog,
});

const completion = command({
  name: "completion",
  describe: "print a completion script for your shell",
  usage: "cxray completion [bash|zsh|fish]",
  options: () => ({}),
  words: ["bash", "zsh", "fish"],
  epilogue: `Without a name, the script is for the shell in SHELL. To use it in the current shell:
  source <(cxray completion bash)
  source <(cxray completion zsh)
  cxray completion fish | source
To use it in every new shell:
  cxray completion bash >> ~/.bashrc
  cxray completion zsh >> ~/.zshrc
  cxray completion fish > ~/.config/fish/completions/cxray.fish`,
  examples: [],
  load: async () => (await import("./completion/scripts.js")).printScript,
});

export const COMMANDS: readonly Command[] = [
  record,
  aggregate,
  profile,
  ...READING_COMMANDS,
  emit,
  merge,
  runs,
  forget,
  check,
  accept,
  diff,
  verify,
  doctor,
  completion,
  log,
];

/** The command of that name; the bare cxray's is empty. */
export function findCommand(name: string): Command | undefined {
  return COMMANDS.find((each) => each.name === name);
}
