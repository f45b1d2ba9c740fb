/**
 * The trace's lists: processes, network, files. Arguments and requests are left out, because they
 * may hold secrets.
 */
import type { Baseline, Evidence } from "../../model/baseline/baseline.js";
import { literalsOfPattern } from "../../model/baseline/pattern.js";
import { countRuns, uniteRuns } from "../../model/baseline/run-set.js";
import { sortedBy, sortedTexts } from "../../model/order.js";
import { bytesFromText, printable } from "../../model/text.js";

/** The number of runs in which it was seen, and the programs that did it. */
interface Seen {
  readonly seenInRuns: number;
  readonly by: readonly string[];
}

function seen({ runs, by }: Pick<Evidence, "runs" | "by">): Seen {
  return {
    seenInRuns: countRuns(runs),
    by: sortedTexts(by)
      .filter((path) => path !== "")
      .map(plain),
  };
}

/** Text that every JSON reader accepts: a byte that is not UTF-8 becomes `\xff`. */
function plain(text: string): string {
  return /\p{Cs}/u.test(text) ? printable(text) : text;
}

/** `pattern` is set if the name is one. */
function named(key: string, text: string, rule: unknown): object {
  return { [key]: plain(text), ...(rule === undefined ? {} : { pattern: true }) };
}

export function processes({ executables }: Baseline): object[] {
  const entries = executables.map(({ path, rule, invokedAs, storage, ...evidence }) => ({
    eventType: "process",
    ...named("processBinary", path, rule),
    invokedAs: invokedAs.map(plain),
    storage,
    ...seen(evidence),
  }));
  return sortedBy(entries, (entry) => JSON.stringify(entry));
}

export function network({ destinations, listeners, names }: Baseline): object[] {
  const entries = [
    ...destinations.map(({ transport, address, rule, port, addresses, results, ...rest }) => ({
      eventType: "connect",
      transport,
      ...named("address", address, rule),
      ...(port === undefined ? {} : { port }),
      ...(addresses === undefined ? {} : { addresses }),
      results,
      ...seen(rest),
    })),
    ...listeners.map(({ transport, address, rule, port, ...evidence }) => ({
      eventType: "listen",
      transport,
      ...named("address", address, rule),
      ...(port === undefined ? {} : { port }),
      ...seen(evidence),
    })),
    ...names.map(({ name, rule, ...evidence }) => ({
      eventType: "resolve",
      ...named("name", name, rule),
      ...seen(evidence),
    })),
  ];
  return sortedBy(entries, (entry) => JSON.stringify(entry));
}

interface Opened {
  readonly access: readonly string[];
  readonly runs: string;
  readonly by: readonly string[];
  readonly rule: unknown;
}

/** Resource descriptors: each file once, even if it was both read and written. */
export function fileAccess({ filesRead, filesWritten }: Baseline): object[] {
  const files = new Map<string, Opened>();
  for (const [access, entries] of Object.entries({ read: filesRead, write: filesWritten })) {
    for (const { path, rule, runs, by } of entries) {
      const uri = uriOf(path, rule);
      const known = files.get(uri);
      const opened = { access: [access], runs, by, rule };
      files.set(uri, known === undefined ? opened : bothOf(known, opened));
    }
  }
  return sortedBy(files, ([uri]) => uri).map(([uri, { access, rule, ...evidence }]) => ({
    uri,
    annotations: {
      access,
      ...(rule === undefined ? {} : { pattern: true }),
      ...seen(evidence),
    },
  }));
}

function bothOf(a: Opened, b: Opened): Opened {
  return {
    access: [...new Set([...a.access, ...b.access])],
    runs: uniteRuns(a.runs, b.runs),
    by: [...a.by, ...b.by],
    rule: a.rule,
  };
}

/** A name as a URI, byte by byte. Only a pattern's star is left unescaped. */
function uriOf(path: string, rule: unknown): string {
  const texts = rule === undefined ? [path] : literalsOfPattern(path);
  const scheme = path.startsWith("/") ? "file://" : "urn:cxray:file:";
  return scheme + texts.map(encoded).join("*");
}

function encoded(text: string): string {
  return text.replace(/[^\w./~-]+/gu, (part) =>
    [...bytesFromText(part)]
      .map((byte) => `%${byte.toString(16).padStart(2, "0").toUpperCase()}`)
      .join(""),
  );
}
