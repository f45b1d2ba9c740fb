/** Names that are legal in a container and were chosen to be taken for something else. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { packageFile } from "../../../src/files/package-root.js";
import type { Outcome } from "./command.js";
import { cxray } from "./cxray.js";
import { docker, engineEnvironment } from "./engine.js";
import { ONLY_OURS } from "./pipeline.js";

const TEXTS = [
  // quotes, blanks and separators
  "two words",
  " blanks around ",
  "it's",
  'say "hello"',
  "a,b, c",
  "=(a)",
  "tab\there",
  // templates, shells, formats, SQL
  "{braces}",
  "{{x}}{{{y}}}{{#each z}}",
  "100% %s %proc.name",
  "$(touch cxray-pwned)`touch cxray-pwned`",
  "'; DROP TABLE events;--",
  "back\\slash \\n",
  "ends in a backslash\\",
  // options, globs
  "-rf",
  "--",
  "*",
  "[a-z]?",
  // YAML and JSON
  "# comment",
  "key: value",
  "- item",
  "null",
  "~",
  "!!js\u2215function x",
  "&anchor *alias",
  "@at |> %",
  '"},{"injected":"',
  "line\nbreak",
  "\n- rule: Injected\n  condition: evt.num>0\n",
  "x\r\n- list: injected\r\n  items: [x]",
  // Falco
  "not evt.num exists",
  '" or evt.num>0 or fd.name="',
  // what acts on a terminal, or can't be seen
  "\u001b[2J\u001b]0;title\u0007",
  "\u009b31m",
  "\u0001\u007f",
  "\u202egnp.exe",
  "\ufeffbom\u200bzero\u2028line",
  "\u{1f600}\u{1f468}\u200d\u{1f469}",
  // as long as a component can be
  "x".repeat(255),
  "\u20ac".repeat(85),
];

/** Bytes that are no UTF-8. */
const BYTES = [
  "fffe",
  "c080", // a NUL, overlong
  "61c0af62", // a slash, overlong
  "eda080edb280", // surrogates, one of them the form in which cxray keeps such bytes
  "e282", // the beginning of a character
  "1b5b9b41ff0a2d",
];

export const HOSTILE_NAMES: readonly Buffer[] = [
  ...TEXTS.map((text) => Buffer.from(text, "utf8")),
  ...BYTES.map((hex) => Buffer.from(hex, "hex")),
];

export const HOSTILE_IMAGE = "cxray-test/debian";

/**
 * Runs `workloads/hostile-names.py` and records it to `cxray.db` and, as it happens, to
 * `live.log` in the folder. Whoever knows the image knows what cxray will call the lists of its
 * rules: such names are used as well. Gives what cxray printed.
 */
export async function recordHostileNames(folder: string): Promise<Outcome> {
  const id = await docker("inspect", "-f", "{{.Id}}", HOSTILE_IMAGE);
  const list = Buffer.from(`cxray_cxray_test_debian_${id.slice(7, 19)}_written_paths`);
  const names = [...HOSTILE_NAMES, list, Buffer.from(`(${list.toString()})`)];
  return await recordNames(folder, names, "--log", join(folder, "live.log"));
}

/** The same with paths that are too deep to be resolved. */
export async function recordDeepPaths(folder: string): Promise<Outcome> {
  return await recordNames(folder, null);
}

async function recordNames(
  folder: string,
  names: readonly Buffer[] | null,
  ...options: string[]
): Promise<Outcome> {
  const manifest = (names ?? []).map((name) => name.toString("hex"));
  writeFileSync(join(folder, "names.json"), JSON.stringify(manifest));
  const program = [HOSTILE_IMAGE, "python3", "/workloads/hostile-names.py"];
  const container = [
    ...["-v", `${packageFile("test/e2e/workloads")}:/workloads:ro`, "-v", `${folder}:/names:ro`],
    ...(names === null ? ["-e", "DEEPER=yes"] : []),
    ...program,
  ];
  const db = join(folder, "cxray.db");
  return await cxray(
    ["record", "--db", db, ...ONLY_OURS, ...options, "--", "docker", "run", "--rm", ...container],
    { env: engineEnvironment() },
  );
}
