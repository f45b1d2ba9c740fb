/**
 * Reads a profile back: first with a grammar of our own, then with AppArmor's parser if it is
 * installed.
 */
import { parserComplaint } from "./parser.js";
import type { ApparmorProfile } from "./profile.js";

const HEAD = /^profile (?<name>[\w.+@%=-]+) flags=\((?<flags>[a-z_, ]+)\) \{$/u;
const FILE = /^"(?<glob>\/(?:[^"\\\p{C}]|\\[*?[\]{}^])*)" (?<permissions>r?w?k?l?m?(?:ix)?),$/u;
/** Lines that may be in a profile besides file rules. */
const OTHERS: readonly RegExp[] = [
  /^(?:#.*)?$/u,
  /^(?:abi|include if exists) <[\w./]+>,?$/u,
  // rules that a user's own template may add
  /^(?:deny|audit|allow|owner|capability|network|unix|signal|ptrace|mount|umount|remount|pivot_root|change_profile|dbus|set|userns)\b[^\p{C}]*,$/u,
  /^\}$/u,
];
const NEEDED_FLAGS = ["attach_disconnected", "mediate_deleted"];

/** Throws an Error that says what is wrong. */
export function validateProfile(text: string, wanted: ApparmorProfile): void {
  const lines = text.split("\n").map((line) => line.trim());
  const heads = lines.map((line) => HEAD.exec(line)?.groups).filter((each) => each !== undefined);
  const [head] = heads;
  if (heads.length !== 1 || head === undefined) throw new Error("it has to hold one profile");
  if (head["name"] !== wanted.name) throw new Error(`its name is not ${wanted.name}`);
  const flags = (head["flags"] ?? "").split(/, ?/u);
  const flag = NEEDED_FLAGS.find((each) => !flags.includes(each));
  if (flag !== undefined) throw new Error(`it lacks the flag ${flag}`);
  const files = new Map<string, string>();
  for (const [at, line] of lines.entries()) {
    const file = FILE.exec(line)?.groups;
    if (file !== undefined && file["permissions"] !== "") {
      files.set(file["glob"] ?? "", file["permissions"] ?? "");
    } else if (!HEAD.test(line) && !OTHERS.some((other) => other.test(line))) {
      throw new Error(`line ${String(at + 1)} is no rule that cxray knows`);
    }
  }
  checkRules(wanted, files, new Set(lines));
  const complaint = parserComplaint(text);
  if (complaint !== null) throw new Error(`AppArmor's parser says: ${complaint}`);
}

function checkRules(
  { capabilities, networks, files }: ApparmorProfile,
  found: ReadonlyMap<string, string>,
  lines: ReadonlySet<string>,
): void {
  const missing = files.find(({ glob, permissions }) => found.get(glob) !== permissions);
  if (missing !== undefined) throw new Error(`it lacks the rule on ${missing.glob}`);
  const rules = [
    ...(capabilities ?? [""]).map((name) => `capability ${name}`),
    ...(networks ?? [""]).map((name) => `network ${name}`),
  ];
  const lacking = rules.map((rule) => `${rule.trim()},`).find((rule) => !lines.has(rule));
  if (lacking !== undefined) throw new Error(`it lacks the rule ${lacking}`);
}
