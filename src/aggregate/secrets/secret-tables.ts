/** What secrets are told by: the built-in rows, but for those that are switched off, and a user's own. */
import type { SecretRow } from "../../model/configuration.js";
import { baseOf } from "../../model/interpreters.js";
import { readForm } from "../tables/form.js";
import { programTest } from "../tables/programs-of-rows.js";
import { SECRET_FORMS, tokenOf, type SecretForm } from "./forms.js";
import { secretNames, type SecretNames } from "./names.js";
import { nameOfPlace, SECRET_PLACES, type SecretPlace } from "./programs.js";

export interface SecretTables extends SecretNames {
  /** the places where a program takes a secret, by its path */
  readonly placesOf: (program: string) => readonly SecretPlace[];
  /** all forms in one, so that a text is searched for them once */
  readonly form: RegExp;
}

/** How the row of a form is called, where it is switched off. */
export function nameOfForm({ name }: SecretForm): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/gu, "-")
    .replace(/^(?=[0-9])/u, "the-");
}

/** The tables with these rows, which were checked. */
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

/** What a user's row is of: an option, a form of secrets, or a name; or what is wrong with it. */
export interface ReadSecret {
  readonly place?: SecretPlace;
  readonly form?: RegExp;
  readonly variable?: string;
  /** to go on after "match" */
  readonly problem?: string;
}

/** So many characters say that a text is no word; no secret of a known form is shorter. */
export const SHORTEST_FORM = 12;

/** Reads what a row matches by how it is written. */
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
  // No more than its beginning is looked for, so that no text takes long: the rest is hidden with it.
  if (!form.isOfOneLength) return { problem: "must be of one length: [0-9a-z]{20}, not [0-9a-z]+" };
  if (!/^[A-Za-z]{2}/u.test(match)) return { problem: "must begin with two letters or more" };
  if (form.length < SHORTEST_FORM) return { problem: "is of fewer than 12 characters" };
  return { form: tokenOf(form.source) };
}

/** So many names of programs are remembered, so that a flood of executions asks the table once. */
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

/** Those of the built-in rows alone. */
export const BUILT_IN_SECRETS: SecretTables = secretTables();
