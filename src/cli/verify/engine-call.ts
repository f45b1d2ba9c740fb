/** The command that starts a container, as the user types it: `docker run … IMAGE …`. */
import { basename } from "node:path";
import { ENGINE_ROWS } from "../../model/recordings/engines.js";
import { CxrayError } from "../../model/errors.js";
import { printable } from "../../model/text.js";
import { badUsage } from "../options/bad-usage.js";
import { isProgram } from "../recording/run-command.js";

/** One option of `run`. */
export interface RunOption {
  /** `--detach`, or `-d` */
  readonly name: string;
  /** for an option without a value: `true` */
  readonly value: string;
}

export interface EngineCall {
  /** the engine's command with its global options: `docker --host X` */
  readonly engine: readonly string[];
  readonly options: readonly RunOption[];
  readonly image: string;
  /** the words up to `run`, and the words after it */
  readonly words: readonly [before: readonly string[], after: readonly string[]];
}

/** Options of `docker run` and `podman run` that take no value. */
const WITHOUT_VALUE: ReadonlySet<string> = new Set([
  ..."detach disable-content-trust help init interactive no-healthcheck oom-kill-disable".split(
    " ",
  ),
  ..."privileged publish-all quiet read-only rm sig-proxy tty use-api-socket".split(" "),
  ..."env-host http-proxy no-hostname no-hosts passwd read-only-tmpfs replace rmi".split(" "),
  ..."rootfs tls-verify unsetenv-all".split(" "),
]);
const LETTERS_WITHOUT_VALUE = "ditPq";

const COMMANDS = ENGINE_ROWS.flatMap(([, { command }]) => (command === null ? [] : [command.name]));

/** @throws CxrayError bad-usage if it is no such command */
export function parseEngineCall(words: readonly string[]): EngineCall {
  const [file = ""] = words;
  const at = words.indexOf("run");
  if (!COMMANDS.includes(basename(file)) || at < 1) throw noEngineCall(words);
  const own = words.slice(1, at);
  const isOwn = own.every((word, index) => {
    return word.startsWith("-") || word === "container" || isOptionWord(own[index - 1] ?? "");
  });
  if (!isOwn) throw noEngineCall(words);
  const { options, rest } = readOptions(words.slice(at + 1));
  const [image] = rest;
  if (image === undefined) throw noEngineCall(words);
  return {
    engine: [file, ...own.filter((word) => word !== "container")],
    options,
    image,
    words: [words.slice(0, at + 1), words.slice(at + 1)],
  };
}

/** @throws CxrayError no-engine */
export function requireEngineCommand({ engine: [file = ""] }: EngineCall): void {
  if (isProgram(file)) return;
  const where = file.includes("/") ? "" : " in PATH";
  throw new CxrayError("no-engine", `there is no program ${printable(file)}${where}`, [
    "cxray starts the container with the command after --: install it, or name another.",
  ]);
}

/** The command with additional options of `run`. */
export function withOptions(
  { words: [before, after] }: EngineCall,
  more: readonly string[],
): string[] {
  return [...before, ...more, ...after];
}

function isOptionWord(word: string): boolean {
  return word.startsWith("-") && !word.includes("=");
}

function readOptions(words: readonly string[]): { options: RunOption[]; rest: readonly string[] } {
  const options: RunOption[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? "";
    if (word === "--") return { options, rest: words.slice(at + 1) };
    if (!word.startsWith("-") || word === "-") return { options, rest: words.slice(at) };
    const { own, takesNext } = word.startsWith("--") ? readLong(word) : readLetters(word);
    const [last] = own.slice(-1);
    if (takesNext && last !== undefined) {
      at += 1;
      own[own.length - 1] = { name: last.name, value: words[at] ?? "" };
    }
    options.push(...own);
  }
  return { options, rest: [] };
}

interface Read {
  readonly own: RunOption[];
  readonly takesNext: boolean;
}

function readLong(word: string): Read {
  const [name = ""] = word.split("=", 1);
  if (name !== word) {
    return { own: [{ name, value: word.slice(name.length + 1) }], takesNext: false };
  }
  return { own: [{ name, value: "true" }], takesNext: !WITHOUT_VALUE.has(name.slice(2)) };
}

/** `-it`, `-p80:80`, `-itv /a:/a` */
function readLetters(word: string): Read {
  const own: RunOption[] = [];
  for (const [at, letter] of [...word.slice(1)].entries()) {
    const name = `-${letter}`;
    if (LETTERS_WITHOUT_VALUE.includes(letter)) {
      own.push({ name, value: "true" });
      continue;
    }
    const value = word.slice(at + 2).replace(/^=/u, "");
    return { own: [...own, { name, value }], takesNext: value === "" };
  }
  return { own, takesNext: false };
}

function noEngineCall(words: readonly string[]): CxrayError {
  return badUsage(`${words.join(" ")} starts no container that cxray could give a policy`, [
    `After -- comes a call of ${COMMANDS.join(" or ")}: docker run --rm IMAGE COMMAND`,
    "cxray adds the policy's settings behind `run`.",
  ]);
}

/** Options that cannot be verified, and the reason. */
const UNFIT: readonly (readonly [names: readonly string[], why: string])[] = [
  [["-d", "--detach"], "the container has to end before cxray can judge it: leave it out"],
  [["-t", "--tty"], "no terminal is there in either run: leave it out"],
  [["--privileged"], "an engine gives a privileged container no policy: leave it out"],
  [["--cidfile"], "cxray needs that option itself: leave it out"],
  [["--restart"], "the container would be started again and again: leave it out"],
];

/**
 * @param taken settings that the policy itself uses, such as `seccomp=`
 * @throws CxrayError bad-usage if the call cannot be verified
 */
export function refuseUnfit({ options }: EngineCall, taken: readonly string[]): void {
  const given = options.filter(({ value }) => value !== "false");
  for (const [names, why] of UNFIT) {
    const unfit = given.find(({ name }) => names.includes(name));
    if (unfit !== undefined) throw badUsage(`verify can't run a command with ${unfit.name}`, [why]);
  }
  const own = given.find(
    ({ name, value }) =>
      name === "--security-opt" && taken.some((each) => value.replace(":", "=").startsWith(each)),
  );
  if (own === undefined) return;
  throw badUsage(`the command has a policy of its own: --security-opt ${own.value}`, [
    "cxray adds the one that it emits: leave the option out.",
  ]);
}
