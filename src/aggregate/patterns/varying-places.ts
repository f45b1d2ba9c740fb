import { PERSISTENCE } from "../../model/concerns/patterns.js";
import { FEWEST, FEWEST_KNOWN } from "./name-reading.js";
import type { PathComponent } from "./path-component.js";

/**
 * Where the rule `varying-name` may make patterns, as a container chooses its names:
 * some that are crafted must not let in a program, a key or a configuration file.
 */
export interface VaryingPlace {
  /** a folder for temporary files: patterns are wider, and its folders may vary too */
  readonly temporary: boolean;
  /** a pattern is only made of at least so many names */
  readonly fewest: number;
  /** the same where what varies has a known form */
  readonly fewestKnown: number;
}

/** One row of the table of places: folders, and whether names may vary below them. */
export interface Place {
  readonly name: string;
  readonly is: "temporary" | "closed";
  /** folders, in which `*` stands for a part of a name; after `*` and a slash: wherever it is */
  readonly match: readonly string[];
  /** closed only below what is temporary */
  readonly within?: "temporary";
  /** a sentence on what it lets in */
  readonly letsIn: string;
  /** paths below, of which each is a test */
  readonly examples: readonly string[];
}

const TEMPORARY = "names that are of one form with those that were seen, of files and of folders";
const CLOSED = "no name but those that were seen";

/** PLACES: folders by what may vary below them. The documentation's table is made from these. */
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

  /** @param own a user's rows, which come before the others; what is closed comes first */
  constructor(rows: readonly Place[] = PLACES, own: readonly Place[] = []) {
    const isAnywhere = ({ match }: Place): boolean => match.some((each) => each.startsWith("*/"));
    this.#ownClosed = below(own.filter(({ is }) => is === "closed"));
    this.#ownTemporary = below(own.filter(({ is }) => is === "temporary"));
    this.#temporary = below(rows.filter(({ is }) => is === "temporary"));
    const shut = rows.filter(({ is }) => is === "closed");
    this.#closedTemporary = below(shut.filter(isAnywhere));
    this.#closed = below(shut.filter(({ within }) => within === undefined));
  }

  /** `folder` begins with an empty component. Null: nothing may become a pattern there. */
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

/** A test of whether a path is one of the folders, or below it. */
export function below(rows: readonly Pick<Place, "match">[]): RegExp {
  const folders = rows.flatMap(({ match }) => match);
  if (folders.length === 0) return /(?!)/u;
  const sources = folders.map((folder) => {
    const isAnywhere = folder.startsWith("*/");
    const source = folder
      .slice(isAnywhere ? 1 : 0)
      .replace(/[\\^$.+?()[\]{}|]/gu, "\\$&")
      .replaceAll("*", "[^/]*");
    return isAnywhere ? source : `^${source}`;
  });
  return new RegExp(`(?:${sources.join("|")})(?:/|$)`, "su");
}

/** A word and a separator, or six characters. */
const BEGINNING = /[\p{L}\p{N}].*[._-]$|.{6}$/su;
const BETWEEN = /[._-]$|.{6}$/su;

/** Whether the varying parts begin after a separator or a longer text, and so not within a word. */
export function startsAfterWord(literals: readonly string[]): boolean {
  return literals
    .slice(0, -1)
    .every((literal, index) => (index === 0 ? BEGINNING : BETWEEN).test(literal));
}
