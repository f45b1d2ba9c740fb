/** A KubeArmorPolicy (security.kubearmor.com/v1) of what an image's containers did. */
import type { Baseline } from "../../model/baseline/baseline.js";
import { CxrayError } from "../../model/errors.js";
import { sortedBy, sortedTexts } from "../../model/order.js";
import { metadataOf, selectorOf, type PolicyOptions } from "../network/options.js";
import { neededCapabilities } from "../settings/rights.js";

/** From 1 to 10; users decide what is more severe. */
const SEVERITY = 5;

interface Named {
  readonly path: string;
  /** set: `path` is a pattern */
  readonly rule?: unknown;
}

/**
 * Printable ASCII without the special characters of patterns. Directories have a list of their own.
 */
const PATH = /^\/(?!.*[*?[\]{}\\"])[\x20-\x7e]*(?<![/ ])$/u;
/** The same with stars. A pattern with escapes cannot be written. */
const PATTERN = /^\/(?!.*[?[\]{}\\"])[\x20-\x7e]*(?<![/ ])$/u;

/** Allowed for every image: what an engine gives a program. */
const ALWAYS = [{ dir: "/dev/", recursive: true }] as const;

/** The names that can be written, and the number of those that cannot. */
class Names {
  readonly paths = new Map<string, boolean>();
  readonly patterns = new Map<string, boolean>();
  leftOut = 0;

  /** A name that is written anywhere is not read-only. */
  add({ path, rule }: Named, isReadOnly: boolean): void {
    if (!path.startsWith("/")) return;
    const isPattern = rule !== undefined;
    if (!(isPattern ? PATTERN : PATH).test(path)) {
      this.leftOut += 1;
      return;
    }
    const names = isPattern ? this.patterns : this.paths;
    names.set(path, isReadOnly && names.get(path) !== false);
  }
}

/** Throws `no-behaviour` if no program was recorded. */
export function kubearmorPolicy(
  baseline: Baseline,
  options: PolicyOptions,
): { document: object; leftOut: number } {
  const programs = new Names();
  for (const entry of baseline.executables) programs.add(entry, true);
  if (programs.paths.size + programs.patterns.size === 0) throw noBehaviour(baseline);
  const files = filesOf(baseline);
  const protocols = protocolsOf(baseline);
  const capabilities = neededCapabilities(baseline) ?? [];
  const document = {
    apiVersion: "security.kubearmor.com/v1",
    kind: "KubeArmorPolicy",
    metadata: metadataOf(baseline),
    spec: {
      severity: SEVERITY,
      selector: selectorOf(options),
      process: {
        ...list(
          "matchPaths",
          keysOf(programs.paths).map((path) => ({ path })),
        ),
        ...list(
          "matchPatterns",
          keysOf(programs.patterns).map((pattern) => ({ pattern })),
        ),
      },
      file: {
        ...list("matchPaths", entriesOf(files.paths, "path")),
        matchDirectories: ALWAYS,
        ...list("matchPatterns", entriesOf(files.patterns, "pattern")),
      },
      ...(protocols.length === 0
        ? {}
        : { network: { matchProtocols: protocols.map((protocol) => ({ protocol })) } }),
      ...(capabilities.length === 0
        ? {}
        : {
            capabilities: {
              matchCapabilities: capabilities.map(({ name }) => ({
                capability: name.toLowerCase(),
              })),
            },
          }),
      action: "Allow",
    },
  };
  return { document, leftOut: programs.leftOut + files.leftOut };
}

function filesOf(baseline: Baseline): Names {
  const names = new Names();
  for (const entry of baseline.executables) names.add(entry, true);
  for (const entry of baseline.filesRead) names.add(entry, true);
  for (const entry of baseline.filesWritten) names.add(entry, false);
  for (const { path, rule, to, toRule, results } of baseline.changes) {
    if (!results.includes("done")) continue;
    names.add({ path, rule }, false);
    if (to !== undefined) names.add({ path: to, rule: toRule }, false);
  }
  return names;
}

/** The protocols of destinations, listeners and other sockets. */
function protocolsOf({ destinations, listeners, sockets }: Baseline): string[] {
  const transports = [...destinations, ...listeners].map(({ transport }) => transport);
  const plain = transports.filter((each) => each === "tcp" || each === "udp");
  const others = sockets.flatMap(({ type, protocol }) => [
    ...(type === "raw" ? ["RAW"] : []),
    ...(protocol.startsWith("icmp") ? ["ICMP"] : []),
  ]);
  return sortedTexts([...plain.map((each) => each.toUpperCase()), ...others]);
}

function keysOf(names: ReadonlyMap<string, boolean>): string[] {
  return sortedTexts(names.keys());
}

function entriesOf(names: ReadonlyMap<string, boolean>, key: "path" | "pattern"): object[] {
  return sortedBy(names, ([name]) => name).map(([name, isReadOnly]) => ({
    [key]: name,
    ...(isReadOnly ? { readOnly: true } : {}),
  }));
}

/** The list under its name; an empty list is left out. */
function list(name: string, items: readonly object[]): object {
  return items.length === 0 ? {} : { [name]: items };
}

function noBehaviour({ image }: Baseline): CxrayError {
  return new CxrayError(
    "no-behaviour",
    `no program of ${image.references[0] ?? image.name} was recorded`,
    "The policy would allow nothing. Record a container of the image from its start.",
  );
}
