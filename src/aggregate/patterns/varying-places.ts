import { escapeRegExp } from "../../model/baseline/pattern.js";
import { PERSISTENCE } from "../../model/concerns/patterns.js";
import { FEWEST, FEWEST_KNOWN } from "./name-reading.js";
import type { PathComponent } from "./path-component.js";

/**
 * Where the rule `varying-name` may make patterns. A container chooses its names, so crafted names
 * must not allow a program, a key or a configuration file.
 */
export interface VaryingPlace {
  /** a directory for temporary files: patterns are wider, and directories in it may vary too */
  readonly temporary: boolean;
  /** the fewest names for a pattern */
  readonly fewest: number;
  /** the same for parts of a known form */
  readonly fewestKnown: number;
}

/** A row of the table of places: directories, and whether names below them may vary. */
export interface Place {
  readonly name: string;
  readonly is: "temporary" | "closed";
  /** directories; `*` stands for part of a name; after `*` and a slash: in any parent directory */
  readonly match: readonly string[];
  /** closed only below directories for temporary files */
  readonly within?: "temporary";
  /** a sentence: what the row lets in */
  readonly letsIn: string;
  /** paths below; each is a test */
  readonly examples: readonly string[];
}

const TEMPORARY = "names that are of one form with those that were seen, of files and of folders";
const CLOSED = "no name but those that were seen";

/**
 * PLACES: directories by what may vary below them. The table in the documentation is made from
 * these.
 */
export const PLACES: readonly Place[] = [
  temporary("tmp", ["/tmp", "/var/tmp"], ["/tmp/x/y", "/var/tmp/x"]),
  temporary("run", ["/run", "/var/run"], ["/run/x", "/var/run/x"]),
  temporary("proc", ["/proc"], ["/proc/x"]),
  temporary("shared-memory", ["/dev/shm"], ["/dev/shm/x"]),
  temporary("descriptors", ["/dev/fd"], ["/dev/fd/x"]),
  closed("etc", ["/etc"], ["/etc/x", "/etc/x/y"]),
  closed("home-of-root", ["/root"], ["/root/x"]),
  closed("programs", ["/usr", "/bin", "/sbin", "/lib*"], ["/usr/bin/x", "/lib64/x", "/lib/x"]),
  closed("boot", ["/boot"], ["/boot/x"]),
  closed("devices", ["/dev", "/sys"], ["/dev/x", "/sys/x"]),
  closed("jobs", ["/var/spool/cron"], ["/var/spool/cron/x"]),
  closed("ssh-keys", ["*/.ssh"], ["/home/me/.ssh/x"]),
  {
    ...closed("temporary-secrets", ["*/secrets"], ["/run/secrets/x", "/tmp/x/secrets/y"]),
    within: "temporary",
  },
];

function temporary(name: string, match: string[], examples: string[]): Place {
  return { name, is: "temporary", match, letsIn: TEMPORARY, examples };
}

function closed(name: string, match: string[], examples: string[]): Place {
  return { name, is: "closed", match, letsIn: CLOSED, examples };
}

/** The places of some rows. */
export class Places {
  readonly #ownClosed: RegExp;
  readonly #ownTemporary: RegExp;
  readonly #temporary: RegExp;
  readonly #closedTemporary: RegExp;
  readonly #closed: RegExp;

  /** @param own the user's rows, which take precedence; closed places come first */
  constructor(rows: readonly Place[] = PLACES, own: readonly Place[] = []) {
    const isAnywhere = ({ match }: Place): boolean => match.some((each) => each.startsWith("*/"));
    this.#ownClosed = belowRows(own.filter(({ is }) => is === "closed"));
    this.#ownTemporary = belowRows(own.filter(({ is }) => is === "temporary"));
    this.#temporary = belowRows(rows.filter(({ is }) => is === "temporary"));
    const shut = rows.filter(({ is }) => is === "closed");
    this.#closedTemporary = belowRows(shut.filter(isAnywhere));
    this.#closed = belowRows(shut.filter(({ within }) => within === undefined));
  }

  /** `folder` begins with an empty component. Null: nothing there may become a pattern. */
  of(folder: readonly PathComponent[]): VaryingPlace | null {
    const path = folder.join("/");
    if (path === "" || path === "/" || this.#ownClosed.test(path)) return null;
    if (this.#ownTemporary.test(path)) return PERSISTENCE.test(`${path}/x`) ? null : FREE;
    if (this.#temporary.test(path)) return this.#closedTemporary.test(path) ? null : FREE;
    return this.#closed.test(path) ? null : ELSEWHERE;
  }
}

const FREE = { temporary: true, fewest: FEWEST, fewestKnown: FEWEST_KNOWN } as const;
const ELSEWHERE = {
  temporary: false,
  fewest: 2 * FEWEST,
  fewestKnown: 2 * FEWEST_KNOWN,
} as const;

function belowRows(rows: readonly Place[]): RegExp {
  return below(rows.flatMap(({ match }) => match));
}

/**
 * A test of whether a path is one of the directories, or below one.
 * @param folders as in `Place.match`
 */
export function below(folders: readonly string[]): RegExp {
  if (folders.length === 0) return /(?!)/u;
  const sources = folders.map((folder) => {
    const isAnywhere = folder.startsWith("*/");
    const texts = folder.slice(isAnywhere ? 1 : 0).split("*");
    const source = texts.map(escapeRegExp).join("[^/]*");
    return isAnywhere ? source : `^${source}`;
  });
  return new RegExp(`(?:${sources.join("|")})(?:/|$)`, "su");
}

/** A word and a separator, or six characters. */
const BEGINNING = /[\p{L}\p{N}].*[._-]$|.{6}$/su;
const BETWEEN = /[._-]$|.{6}$/su;

/**
 * Whether each varying part follows a separator or a longer text, and so does not begin within a
 * word.
 */
export function startsAfterWord(literals: readonly string[]): boolean {
  return literals
    .slice(0, -1)
    .every((literal, index) => (index === 0 ? BEGINNING : BETWEEN).test(literal));
}
