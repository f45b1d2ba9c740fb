/** A baseline for a person to read. */
import type { Baseline, Evidence, SyscallsByAbi } from "../model/baseline.js";
import { plural } from "../model/plural.js";
import { printable } from "../model/text.js";

export interface ViewOptions {
  /** entries shown of each list; the rest is counted */
  readonly limit: number;
  /** names of the calls that Docker's default seccomp profile allows */
  readonly dockerDefault: ReadonlySet<string>;
  /** those that it allows with some arguments only */
  readonly dockerConditional: ReadonlySet<string>;
  /** how many of `dockerDefault` the machine's architecture has */
  readonly dockerDefaultCount: number;
}

const NAME_WIDTH = 46;
const LINE_WIDTH = 96;
const NOTE_WIDTH = 120;

interface Row {
  readonly name: string;
  readonly evidence: Evidence;
  readonly note: string;
}

/** The whole view, with a line break at its end; every recorded text in it is printable. */
export function formatProfile(baseline: Baseline, options: ViewOptions): string {
  const sections = [
    formatHead(baseline),
    formatRows("ran", "executable", executableRows(baseline), baseline, options),
    formatRows("read", "file", fileRows(baseline.filesRead), baseline, options),
    formatRows("wrote", "file", fileRows(baseline.filesWritten), baseline, options),
    formatRows("called", "destination", destinationRows(baseline), baseline, options),
    formatRows("listened on", "address", listenerRows(baseline), baseline, options),
    formatSyscalls(baseline, options),
    formatRefused(baseline),
  ];
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}

function formatHead({ image, architecture, runs, completeness }: Baseline): string {
  const name = image.references.length === 0 ? "(no name)" : image.references.join(", ");
  const runtimes = runs.runtimes.map(({ name: runtime, version }) =>
    printable(`${runtime} ${version}`.trim()),
  );
  const facts = [
    plural(runs.count, "run"),
    `in ${plural(runs.recordings, "recording")}`,
    printable(architecture),
    ...runtimes,
  ];
  const lines = [`${printable(name)}  ${shortDigest(image.digest)}`, facts.join(" · ")];
  if (completeness.state === "complete") lines.push("complete: nothing was lost");
  else lines.push("PARTIAL: it may lack something the image does");
  return [...lines, ...completeness.reasons.map(({ message }) => `  - ${printable(message)}`)].join(
    "\n",
  );
}

function executableRows({ executables }: Baseline): Row[] {
  return executables.map((entry) => {
    const names = entry.invokedAs.filter((name) => name !== entry.path).map(printable);
    const foreign = entry.storage.filter((storage) => storage !== "image");
    const notes = [
      ...(names.length === 0 ? [] : [`as ${names.join(" ")}`]),
      ...(foreign.length === 0 ? [] : [`NOT IN THE IMAGE: ${foreign.join(", ")}`]),
    ];
    return { name: printable(entry.path), evidence: entry, note: notes.join("  ") };
  });
}

function fileRows(entries: Baseline["filesRead"]): Row[] {
  return entries.map((entry) => ({
    name: printable(entry.path),
    evidence: entry,
    note: byWhom(entry),
  }));
}

function destinationRows({ destinations }: Baseline): Row[] {
  return destinations.map((entry) => ({
    name: `${entry.transport} ${addressOf(entry.address, entry.port)}`,
    evidence: entry,
    note: [entry.results.join(", "), byWhom(entry)].join("  "),
  }));
}

function listenerRows({ listeners }: Baseline): Row[] {
  return listeners.map((entry) => ({
    name: `${entry.transport} ${addressOf(entry.address, entry.port)}`,
    evidence: entry,
    note: byWhom(entry),
  }));
}

function addressOf(address: string, port: number | undefined): string {
  const shown = printable(address);
  if (port === undefined) return shown;
  return `${shown.includes(":") ? `[${shown}]` : shown}:${String(port)}`;
}

function byWhom({ by }: Evidence): string {
  const known = by.filter((path) => path !== "").map(printable);
  return known.length === 0 ? "" : `by ${known.join(" ")}`;
}

function formatRows(
  verb: string,
  noun: string,
  rows: readonly Row[],
  { runs }: Baseline,
  { limit }: ViewOptions,
): string {
  const title = `${verb.toUpperCase()} ${plural(rows.length, noun)}`;
  const shown = rows.slice(0, limit).map(({ name, evidence, note }) => {
    const often = `${String(evidence.runs)}/${String(runs.count)}`;
    return `  ${name.padEnd(NAME_WIDTH)} ${often.padStart(7)}  ${cut(note)}`.trimEnd();
  });
  const hidden = rows.length - shown.length;
  return [
    title,
    ...shown,
    ...(hidden > 0 ? [`  … and ${String(hidden)} more (--all shows them)`] : []),
  ].join("\n");
}

/** A name that is too long pushes its note away, and is never cut itself; a note is. */
function cut(note: string): string {
  const characters = [...note];
  if (characters.length <= NOTE_WIDTH) return note;
  return `${characters.slice(0, NOTE_WIDTH).join("")}…`;
}

function formatSyscalls({ syscalls }: Baseline, options: ViewOptions): string {
  const { dockerDefault, dockerConditional, dockerDefaultCount } = options;
  const names = namesOf(syscalls.workload);
  const conditional = names.filter((name) => dockerConditional.has(name));
  const beyond = names.filter((name) => !dockerDefault.has(name) && !dockerConditional.has(name));
  const title =
    `USED ${plural(names.length, "system call")}` +
    ` (Docker's default profile allows ${String(dockerDefaultCount)})`;
  const list = wrap(names);
  if (conditional.length > 0) {
    list.push(`  allowed there with some arguments only: ${conditional.join(" ")}`);
  }
  if (beyond.length > 0) list.push(`  not allowed there: ${beyond.join(" ")}`);
  return [title, ...list].join("\n");
}

function namesOf(byAbi: SyscallsByAbi): string[] {
  const names = Object.values(byAbi).flatMap((entries) => entries.map(({ name }) => name));
  return [...new Set(names)].sort();
}

function wrap(words: readonly string[]): string[] {
  const lines: string[] = [];
  let line = " ";
  for (const word of words) {
    if (line.length + word.length + 1 > LINE_WIDTH) {
      lines.push(line);
      line = " ";
    }
    line += ` ${word}`;
  }
  return words.length === 0 ? [] : [...lines, line];
}

function formatRefused({ refused }: Baseline): string {
  const rows = [
    ...refused.executables.map(({ path, error }) => `  exec ${printable(path)}: ${error}`),
    ...refused.syscalls.map(({ name, error, by }) => {
      const who = by.filter((path) => path !== "").map(printable);
      return `  ${name}: ${error} by a seccomp filter${who.length === 0 ? "" : `, for ${who.join(" ")}`}`;
    }),
  ];
  return rows.length === 0 ? "" : ["TRIED and was refused", ...rows].join("\n");
}

function shortDigest(digest: string): string {
  return printable(digest).replace(
    /^(?<algorithm>sha256:)?(?<short>[0-9a-f]{12}).*$/u,
    "$<algorithm>$<short>",
  );
}
