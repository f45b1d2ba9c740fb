/** Tables for recognising secrets: the built-in rows, except disabled ones, and the user's own. */
import type { SecretRow } from "../../model/configuration.js";
import { baseOf } from "../../model/interpreters.js";
import { readForm } from "../tables/form.js";
import { programTest } from "../tables/programs-of-rows.js";
import { SECRET_FORMS, tokenOf, type SecretForm } from "./forms.js";
import { secretNames, type SecretNames } from "./names.js";
import { nameOfPlace, SECRET_PLACES, type SecretPlace } from "./programs.js";

export interface SecretTables extends SecretNames {
  /** the places where a program takes a secret, by the program's path */
  readonly placesOf: (program: string) => readonly SecretPlace[];
  /** all forms as one expression, so that a text is searched once */
  readonly form: RegExp;
}

/** The name by which a form's row can be disabled. */
export function nameOfForm({ name }: SecretForm): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/gu, "-")
    .replace(/^(?=[0-9])/u, "the-");
}

/** The tables with these rows, which were already checked. */
export function secretTables(
  off: readonly string[] = [],
  own: readonly SecretRow[] = [],
): SecretTables {
  const rows = own.filter(({ name }) => !off.includes(name)).map(readSecretRow);
  const forms = SECRET_FORMS.filter((form) => !off.includes(nameOfForm(form)));
  const sources = [...forms.map(({ before }) => before), ...rows.flatMap(({ form }) => form ?? [])];
  const places = SECRET_PLACES.filter((place) => !off.includes(nameOfPlace(place)));
  return {
    ...secretNames(
      off,
      rows.flatMap(({ variable }) => variable ?? []),
    ),
    placesOf: placesIn([...places, ...rows.flatMap(({ place }) => place ?? [])]),
    form: new RegExp(["(?!)", ...sources.map(({ source }) => `(?:${source})`)].join("|"), "su"),
  };
}

/** A user's row as read: an option, a form of secrets, or a name; or the problem with it. */
export interface ReadSecret {
  readonly place?: SecretPlace;
  readonly form?: RegExp;
  readonly variable?: string;
  /** continues the message after "match" */
  readonly problem?: string;
}

/** A text of this length is no word; no secret of a known form is shorter. */
export const SHORTEST_FORM = 12;

/** Reads a row. The notation of `match` decides what kind it is. */
export function readSecretRow({ match, program = "*", examples }: SecretRow): ReadSecret {
  if (/^-{1,2}[A-Za-z][\w.-]*$/u.test(match)) {
    const [example = ""] = examples;
    return { place: { program: programTest([program].flat()), options: [match], example } };
  }
  if (/^[A-Za-z_][\w.-]*$/u.test(match)) return { variable: match };
  const form = readForm(match);
  if (typeof form === "string") {
    return {
      problem: `must be an option such as --seed, a name such as SEED, or a form; it ${form}`,
    };
  }
  // Only the secret's beginning is searched for, which keeps the search fast; the rest is hidden
  // with it.
  if (!form.isOfOneLength) return { problem: "must be of one length: [0-9a-z]{20}, not [0-9a-z]+" };
  if (!/^[A-Za-z]{2}/u.test(match)) return { problem: "must begin with two letters or more" };
  if (form.length < SHORTEST_FORM) return { problem: "is of fewer than 12 characters" };
  return { form: tokenOf(form.source) };
}

/**
 * The most programs whose result is cached, so that a flood of executions searches the table once.
 */
const MOST_KNOWN = 1000;

function placesIn(rows: readonly SecretPlace[]): SecretTables["placesOf"] {
  const known = new Map<string, readonly SecretPlace[]>();
  return (program) => {
    const base = baseOf(program);
    const places = known.get(base) ?? rows.filter((place) => place.program.test(base));
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(base, places);
    return places;
  };
}

/** The built-in rows only. */
export const BUILT_IN_SECRETS: SecretTables = secretTables();
