/** Every command of cxray. Help, completion and the documents' tables are made from this list. */
import { command, type Command } from "./commands/command.js";
import {
  aggregateOptions,
  emitOptions,
  doctorOptions,
  logOptions,
  profileOptions,
  recordOptions,
} from "./options/options.js";

const record = command({
  name: "record",
  describe: "record what containers do into a database",
  usage: "cxray record [options] [-- COMMAND…]",
  options: recordOptions,
  takesCommand: true,
  examples: [
    ["cxray record", "record every container until Ctrl-C"],
    ["cxray record --image 'nginx*' --duration 10m", "ten minutes of nginx"],
    ["cxray record -- docker run --rm alpine id", "while the command runs"],
  ],
  load: async () => (await import("./commands/record.js")).record,
});

const aggregate = command({
  name: "aggregate",
  describe: "fold all recordings into one baseline per image",
  options: aggregateOptions,
  examples: [
    ["cxray aggregate", "one line per image: digest, names, runs, completeness"],
    ["cxray aggregate --json | jq .", "the same as JSON"],
  ],
  load: async () => (await import("./commands/aggregate.js")).aggregateDatabase,
});

const profile = command({
  name: "profile",
  describe: "show what an image does",
  usage: "cxray profile [--image REF] [options] [-- COMMAND…]",
  options: profileOptions,
  takesCommand: true,
  examples: [
    ["cxray profile --image alpine", "what alpine's containers did"],
    ["cxray profile --image alpine --json > alpine.json", "a baseline to commit to git"],
    ["cxray profile --image alpine -- id -u", "what `id -u` does in alpine; it is not kept"],
  ],
  load: async () => (await import("./commands/profile.js")).profile,
});

const emit = command({
  name: "emit",
  describe: "write Falco rules, a seccomp profile or the JSON log",
  options: emitOptions,
  examples: [
    ["cxray emit --format falco > rules.yaml", "Falco rules for the only image recorded"],
    ["cxray emit -f falco --all -o rules.d", "one set of rules for all images"],
    ["cxray emit -f seccomp --image nginx -o nginx.json", "for docker run --security-opt"],
    ["cxray emit -f log | jq .", "what was done, as JSON lines"],
    ["cxray emit -f log --events open,execve --since 10m", "files and programs of ten minutes"],
  ],
  load: async () => (await import("./commands/emit.js")).emit,
});

const doctor = command({
  name: "doctor",
  describe: "check whether this machine can record",
  options: doctorOptions,
  examples: [["cxray doctor --json | jq .", "for a script"]],
  load: async () => (await import("./commands/doctor.js")).doctor,
});

/** The bare cxray. */
export const log = command({
  name: "",
  describe: "write the JSON log of every container to stdout until Ctrl-C",
  options: logOptions,
  examples: [
    ["cxray > log.json", "the log of every container"],
    ["cxray --image alpine", "of alpine's containers only"],
    ["cxray --events cxray1", "the four events that cxray 1 knew"],
  ],
  load: async () => (await import("./commands/log.js")).liveLog,
});

const completion = command({
  name: "completion",
  describe: "print a completion script for your shell",
  usage: "cxray completion [bash|zsh|fish]",
  options: () => ({}),
  words: ["bash", "zsh", "fish"],
  epilogue: `Without a name the script is for the shell that SHELL names. In one shell:
  source <(cxray completion bash)
  source <(cxray completion zsh)
  cxray completion fish | source
In every later one:
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
  emit,
  doctor,
  completion,
  log,
];

/** The command of that name; the bare cxray's is empty. */
export function findCommand(name: string): Command | undefined {
  return COMMANDS.find((each) => each.name === name);
}
