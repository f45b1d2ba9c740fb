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

/** PLACES: folders by what may vary below them. The documentation's table is made from these. */
export const PLACES = {
  temporary: ["/tmp", "/var/tmp", "/run", "/var/run", "/proc", "/dev/shm", "/dev/fd"],
  /** nothing varies below these; `/lib*`: whatever begins so */
  closed: [
    ...["/etc", "/root", "/usr", "/bin", "/sbin", "/lib*", "/boot", "/dev", "/sys"],
    ...["/var/spool/cron", "/run/secrets", "/var/run/secrets"],
  ],
  /** nor below a folder that has such a name, wherever it is */
  closedNames: [".ssh"],
  /** nor below one of such a name in a temporary folder */
  closedTemporaryNames: ["secrets"],
} as const;

const below = (folders: readonly string[]): string =>
  `^(?:${folders.map((folder) => folder.replaceAll("*", "[^/]*")).join("|")})(?:/|$)`;
const named = (names: readonly string[]): string =>
  `/(?:${names.map((name) => name.replaceAll(".", "\\.")).join("|")})(?:/|$)`;

const TEMPORARY = new RegExp(below(PLACES.temporary), "u");
const CLOSED_TEMPORARY = new RegExp(
  named([...PLACES.closedNames, ...PLACES.closedTemporaryNames]),
  "u",
);
const CLOSED = new RegExp(["^/?$", below(PLACES.closed), named(PLACES.closedNames)].join("|"), "u");

/** `folder` begins with an empty component. Null: nothing may become a pattern there. */
export function varyingPlace(folder: readonly PathComponent[]): VaryingPlace | null {
  const path = folder.join("/");
  if (TEMPORARY.test(path)) {
    if (CLOSED_TEMPORARY.test(path)) return null;
    return { temporary: true, fewest: FEWEST, fewestKnown: FEWEST_KNOWN };
  }
  const open = { temporary: false, fewest: 2 * FEWEST, fewestKnown: 2 * FEWEST_KNOWN };
  return CLOSED.test(path) ? null : open;
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
