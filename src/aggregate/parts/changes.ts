import type { ChangeEntry } from "../../model/baseline/baseline.js";
import type { Change, ChangedPath, Operation } from "../../model/events/events.js";
import type { Fact } from "../../model/events/fact.js";
import { errnoName } from "../../model/kernel/errno.js";
import type { Generalise, GeneralisedPath } from "../patterns/generalise.js";
import type { Run } from "../run.js";
import type { SecretTables } from "../secrets/secret-tables.js";
import { harmlessLength } from "../secrets/text.js";
import { askedNames } from "./asked-names.js";
import { Collector, type Listing, type Special } from "./collector.js";
import { Gathered } from "./gathered.js";
import type { Observed } from "../../model/baseline/part.js";

/** An operation on one path, or on two. */
export interface Subject {
  readonly operation: Operation;
  readonly path: string;
  readonly to?: string;
}

type Changed = Gathered<"changes">;

/** Changes of files other than writing. */
export class Changes {
  readonly #list = new Collector("changes", (identity) => new Gathered(identity));
  readonly #secrets: SecretTables;

  constructor(secrets: SecretTables) {
    this.#secrets = secrets;
  }

  add(change: Change, { operation, path, to }: Subject, fact: Fact, run: Run): void {
    // the names of kept entries are already known in the second pass
    const [from, target] = this.#list.isSecondLook ? [] : [change.from, change.to];
    const mode = modeText(change);
    const changed = {
      operation,
      path,
      to,
      askedAs: from && otherNames(from, path),
      toAskedAs: target && to !== undefined ? otherNames(target, to) : undefined,
      slashed: from && isSlashed(from),
      toSlashed: target && isSlashed(target),
      storage: [change.from.storage],
      modes: mode === null ? undefined : [mode],
      owners: operation === "chown" ? [ownerText(change)] : undefined,
      texts: change.text === undefined ? undefined : [withoutSecret(change.text, this.#secrets)],
      results: [change.ret >= 0 ? "done" : errnoName(change.ret)],
    };
    this.#list.add(changed, fact, run);
  }

  get dropped(): number {
    return this.#list.dropped;
  }

  /**
   * See `Collector`. `toPattern` returns the pattern that a path became or matches; null: neither.
   */
  lookAgain(generalise: Generalise, toPattern: (path: string) => GeneralisedPath | null): void {
    this.#list.lookAgain(special(generalise), (observed) => {
      const { path = "", to } = observed;
      const from = toPattern(path);
      const target = to === undefined ? undefined : toPattern(to);
      return from === null || target === null ? null : withPaths(observed, from, target);
    });
  }

  /** The observed paths, of both ends. */
  *paths(): Iterable<string> {
    for (const { identity } of this.#list.gathered()) {
      yield identity.path ?? "";
      if (identity.to !== undefined) yield identity.to;
    }
  }

  /** Old and new paths of renamed files. */
  *renames(): Iterable<[from: string, to: string]> {
    for (const changed of this.#list.gathered()) {
      const { operation, path = "", to } = changed.identity;
      const isDone = operation === "rename" && changed.texts("results").includes("done");
      if (isDone && to !== undefined) yield [path, to];
    }
  }

  entries(generalise: Generalise, listing: Listing): ChangeEntry[] {
    return this.#list.entries(listing, special(generalise));
  }
}

function special(generalise: Generalise): Special<"changes", Changed> {
  return {
    generalise: (observed) => {
      const { path = "", to } = observed;
      return withPaths(observed, generalise(path), to === undefined ? undefined : generalise(to));
    },
    settle: (changed) => {
      const { path = "", to = "" } = changed.identity;
      changed.replaceTexts("askedAs", askedNames(changed.texts("askedAs"), path, generalise));
      changed.replaceTexts("toAskedAs", askedNames(changed.texts("toAskedAs"), to, generalise));
    },
  };
}

function withPaths(
  { operation }: Observed<"changes">,
  from: GeneralisedPath,
  to: GeneralisedPath | undefined,
): Observed<"changes"> {
  if (to === undefined) return { operation, ...from };
  return { operation, ...from, to: to.path, toRule: to.rule, toStars: to.stars };
}

/**
 * The names besides the path: the requested name made absolute, and the requested name itself if it
 * was absolute but not normalised, because Falco compares that. A name that differs only by a final
 * slash is marked instead.
 */
function otherNames(end: ChangedPath, path: string): string[] | undefined {
  const { name, asked } = end;
  if (name === null || (name === path && asked === path)) return undefined;
  const isOther = asked.startsWith("/") && asked !== name && isSlashed(end) === undefined;
  return [...(name === path ? [] : [name]), ...(isOther ? [asked] : [])];
}

/**
 * Directories are often named with a final slash, for example by `mkdir -p a/`. Such names would
 * fill a list.
 */
function isSlashed({ asked, name }: ChangedPath): true | undefined {
  return name !== null && asked === `${name}/` ? true : undefined;
}

const PERMISSIONS = 0o7777;

/** Permissions; for mknod, the file type before them. */
function modeText({ operation, mode }: Change): string | null {
  if (mode === undefined || operation === "mount") return null;
  const shown = operation === "mknod" ? mode : mode & PERMISSIONS;
  return (shown & 0o177777).toString(8).padStart(operation === "mknod" ? 6 : 4, "0");
}

function ownerText({ uid, gid }: Change): string {
  return `${uid === undefined ? "" : String(uid)}:${gid === undefined ? "" : String(gid)}`;
}

/** A mount's source may contain a password. */
function withoutSecret(text: string, secrets: SecretTables): string {
  const kept = harmlessLength(text, false, secrets);
  return kept === text.length ? text : `${text.slice(0, kept)}…`;
}
