import type { RequestEntry, RequestRule } from "../../model/baseline/baseline.js";
import { compareTexts } from "../../model/order.js";
import { isPatternComponent, joinPattern, patternComponent } from "../patterns/path-component.js";
import { PathTree } from "../patterns/path-tree.js";
import { partNamesSecret } from "../secrets/names.js";
import { BUILT_IN_SECRETS, type SecretTables } from "../secrets/secret-tables.js";
import { harmlessLength } from "../secrets/text.js";

/**
 * Paths of HTTP requests, as asked for with one method of one host at one destination. What
 * they hold is chosen by whoever asks, and often differs in every run.
 *
 * | rule | what it does |
 * |---|---|
 * | `request-secret` | what `secrets/` finds, a long part after a name such as `token`, and a long random part become `*` |
 * | `request-id` | numbers, UUIDs and eight hexadecimal digits or more become one `*`, where four or more were seen |
 * | `request-many` | more than 32 names in one place become one `*` |
 *
 * Lets in: any text without `/` in that place.
 */
export function generaliseRequests(
  method: string,
  host: string,
  paths: Iterable<string>,
  secrets: SecretTables = BUILT_IN_SECRETS,
): RequestEntry[] {
  const tree = new PathTree();
  for (const path of new Set(paths)) tree.add(path, withoutSecrets(partsOf(path), secrets));
  const entries = new Map<string, RequestEntry>();
  for (const { path, components } of tree.walk(varyingParts)) {
    const rule = widestRule(withoutSecrets(partsOf(path), secrets), components);
    const entry = rule === null ? { path } : { path: joinPattern(components), rule };
    const known = entries.get(entry.path + (rule === null ? "" : "\0"));
    const widest = known?.rule !== undefined && rank(known.rule) > rank(rule) ? known.rule : rule;
    entries.set(entry.path + (rule === null ? "" : "\0"), {
      method,
      host,
      path: entry.path,
      ...(widest === null ? {} : { rule: widest }),
    });
  }
  return [...entries].sort(([a], [b]) => compareTexts(a, b)).map(([, entry]) => entry);
}

const RANKS: readonly (RequestRule | null)[] = [
  null,
  "request-id",
  "request-many",
  "request-secret",
];

function rank(rule: RequestRule | null): number {
  return RANKS.indexOf(rule);
}

const FEWEST_IDS = 4;
const MOST_NAMES = 32;
const ANY = patternComponent(["", ""]);
const ID =
  /^(?:\d+|(?=\D*\d)[0-9a-f]{8,}|(?=\D*\d)[0-9A-F]{8,}|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})$/u;

/** What the names in one place become. Parts that are already patterns do not count. */
function varyingParts(node: {
  readonly children: ReadonlyMap<string, unknown>;
}): Map<string, string> {
  const names = [...node.children.keys()].filter((name) => !isPatternComponent(name));
  const ids = names.filter((name) => ID.test(name));
  const varying = ids.length >= FEWEST_IDS ? ids : [];
  const chosen = names.length - varying.length > MOST_NAMES ? names : varying;
  return new Map(chosen.map((name) => [name, ANY]));
}

function widestRule(before: readonly string[], after: readonly string[]): RequestRule | null {
  if (before.some(isPatternComponent)) return "request-secret";
  const changed = before.filter((part, index) => part !== after[index]);
  if (changed.length === 0) return null;
  return changed.every((part) => ID.test(part)) ? "request-id" : "request-many";
}

/** Long, with small letters, capitals and digits: an address that is a secret in itself. */
const RANDOM = /^(?=.*[a-z])(?=.*[A-Z])(?=.*[0-9])[\w.~:-]{20,}$/u;
const LONG = /^(?=.*[0-9]).{8,}$/u;

function withoutSecrets(parts: readonly string[], secrets: SecretTables): string[] {
  return parts.map((part, index) => {
    const isAnnounced = partNamesSecret(parts[index - 1] ?? "", secrets) && LONG.test(part);
    if (isAnnounced || RANDOM.test(part)) return ANY;
    const kept = harmlessLength(part, false, secrets);
    return kept === part.length ? part : patternComponent([part.slice(0, kept), ""]);
  });
}

/** A NUL marks a pattern; servers refuse paths with one. */
function partsOf(path: string): string[] {
  return path.replaceAll("\0", "%00").split("/");
}
