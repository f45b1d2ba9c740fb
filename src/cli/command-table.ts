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
      "repeat until a further run would hardly show anything new",
    ],
  ],
  load: async () => (await import("./commands/record.js")).record,
});

const aggregate = command({
  name: "aggregate",
  describe: "update the baselines and list the recorded images",
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
      "run `id -u` in alpine and show what it does; nothing is kept",
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
      "write a script that runs nginx read-only, with only the rights it needs",
    ],
    ["cxray emit -f log | jq .", "print the JSON log of all recordings"],
    [
      "cxray emit -f log --events open,execve --since 10m",
      "print which files were opened and which programs ran in the last ten minutes",
    ],
  ],
  load: async () => (await import("./commands/emit.js")).emit,
});

const runs = command({
  name: "runs",
  describe: "list the recorded runs, and whether baselines include them",
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
  describe: "delete runs from the database, with all their events",
  usage: "cxray forget [options] RUN…",
  options: forgetOptions,
  operands: { least: 1, most: Infinity, what: "the id of at least one run" },
  examples: [["cxray forget 6d4209422aae", "delete a run by the id that `cxray runs` lists"]],
  load: async () => (await import("./commands/forget.js")).forget,
});

const merge = command({
  name: "merge",
  describe: "merge baselines of one image, from files and databases, into one",
  usage: "cxray merge [options] FILE…",
  options: mergeOptions,
  operands: { least: 1, most: Infinity, what: "at least one baseline file or database" },
  examples: [
    ["cxray merge night-1.json night-2.json -o nginx.json", "merge two baseline files"],
    [
      "cxray merge --image nginx one.db other.db -o nginx.json",
      "merge the baselines of nginx from two databases",
    ],
  ],
  load: async () => (await import("./commands/merge.js")).merge,
});

const verify = command({
  name: "verify",
  describe: "run an image under a policy that cxray emits, and report what the policy breaks",
  usage: "cxray verify [--image REF] --format NAME [options] [-- docker run … IMAGE …]",
  options: verifyOptions,
  takesCommand: true,
  keepsStatus: true,
  epilogue: `cxray runs the command twice: as it is, and with the policy's options added after \`run\`.
The default command is: docker run --rm IMAGE.
Exit status: 0 the policy works, 1 it refused something or the runs differ, 3 the result is
not certain; 2 wrong usage, 4 this machine can't do it.`,
  examples: [
    ["cxray verify --image app -f seccomp", "run the image under its seccomp profile"],
    [
      "cxray verify -- docker run --rm -v /data:/data app ./job",
      "the same with your own options and command",
    ],
    [
      "cxray verify --falco app.yaml -- docker run --rm app",
      "count the alerts of the Falco rules in app.yaml",
    ],
  ],
  load: async () => (await import("./commands/verify.js")).verify,
});

const doctor = command({
  name: "doctor",
  describe: "check whether this machine can record, and say what to do",
  options: doctorOptions,
  examples: [
    ["cxray doctor", "list the checks, and what to do about each that failed"],
    ["cxray doctor --json | jq .", "the same as JSON"],
  ],
  load: async () => (await import("./commands/doctor.js")).doctor,
});

/** `cxray` without a command. */
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
  epilogue: `The default is the shell that the variable SHELL names. To use it in the current shell:
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

/** The command of that name; the empty name is `cxray` without a command. */
export function findCommand(name: string): Command | undefined {
  return COMMANDS.find((each) => each.name === name);
}
