/** Completion in real shells, on a terminal of their own: keys go in, and a command is run. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { isInPath } from "../../src/cli/recording/run-command.js";
import { openStore } from "../../src/store/open.js";
import { container, RECORDING, START, temporaryFolder } from "../store/samples.js";
import { MAIN, runCxray } from "./run-cxray.js";

const PROMPT = "READY> ";

const SHELLS = {
  bash: {
    start: "bash --norc --noprofile -i",
    prepare: (script: string) => `PS1='REA''DY> '; source ${script}`,
  },
  zsh: {
    start: "zsh -f -i",
    prepare: (script: string) =>
      `autoload -Uz compinit; compinit -u -D; source ${script}; PROMPT='REA''DY> '`,
  },
  fish: {
    start: "fish --no-config -i",
    prepare: (script: string) => `source ${script}; function fish_prompt; echo -n 'REA''DY> '; end`,
  },
} as const;

/** What is typed, and the words that cxray is started with. */
const CASES = [
  ["cxray emi\t --format fal\t", "<emit><--format><falco>"],
  ["cxray emit --format=fal\t", "<emit><--format=falco>"],
  ["cxray record --buffer 12\t", "<record><--buffer><128>"],
  ["cxray profile --image alp\t", "<profile><--image><alpine:3.19>"],
  ["cxray profile --image alpine:3\t", "<profile><--image><alpine:3.19>"],
  ["cxray aggregate --db rec\t", "<aggregate><--db><recorded.db>"],
  ["cxray aggregate --db=rec\t", "<aggregate><--db=recorded.db>"],
  ["cxray emit --template own\t", "<emit><--template><own.hbs>"],
  ["cxray record -- only-h\t", "<record><--><only-here>"],
] as const;

/** A folder to work in, with a cxray that completes for real, and else says how it was started. */
function prepareFolder(t: TestContext): string {
  const folder = temporaryFolder(t);
  const program = (name: string, text: string): void => {
    writeFileSync(join(folder, name), text);
    chmodSync(join(folder, name), 0o755);
  };
  program(
    "cxray",
    `#!/bin/sh\n[ "$1" = __complete ] && exec "${process.execPath}" "${MAIN}" "$@"\nprintf '<%s>' "$@"; echo\n`,
  );
  program("only-here", "#!/bin/sh\n");
  writeFileSync(join(folder, "own.hbs"), "");
  for (const name of ["cxray.db", "recorded.db"]) {
    const store = openStore(join(folder, name), "write");
    const writer = store.beginRecording(RECORDING);
    writer.begin();
    writer.insertContainer(container());
    writer.finish(START, []);
    store.close();
  }
  return folder;
}

/** Types on a terminal, each line when the one before is done; gives all that was shown. */
async function type(start: string, lines: readonly string[], folder: string): Promise<string> {
  const child = spawn("script", ["-qfec", start, "/dev/null"], {
    cwd: folder,
    env: { PATH: `${folder}:${process.env["PATH"] ?? ""}`, HOME: folder, TERM: "xterm" },
    stdio: ["pipe", "pipe", "inherit"],
  });
  let shown = "";
  const waiting = [...lines];
  let prompts = 0;
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    shown += text;
    const now = shown.split(PROMPT).length - 1;
    if (now <= prompts) return;
    prompts = now;
    const next = waiting.shift();
    if (next === undefined) child.stdin.end("exit\r");
    else child.stdin.write(`${next}\r`);
  });
  child.stdin.write(`${waiting.shift() ?? ""}\r`);
  await new Promise((resolve) => child.on("close", resolve));
  return shown;
}

for (const [shell, { start, prepare }] of Object.entries(SHELLS)) {
  const isThere = isInPath(shell) && isInPath("script");
  test(`${shell} completes`, { skip: isThere ? false : `${shell} is not installed` }, async (t) => {
    const folder = prepareFolder(t);
    const script = join(folder, "completion");
    writeFileSync(script, runCxray(["completion", shell]).stdout);
    const lines = [prepare(script), ...CASES.map(([typed]) => typed)];
    const shown = await type(start, lines, folder);
    for (const [typed, ran] of CASES) assert.ok(shown.includes(ran), `${typed}: ${ran}\n${shown}`);
  });
}
