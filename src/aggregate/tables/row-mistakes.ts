/**
 * Mistakes in a user's rows that no schema can find: in names, in matches, and examples that do not
 * match.
 */
import { RULE_NAMES } from "../../model/baseline/name-rules.js";
import type { InterpreterRow, PlaceRow, SecretRow } from "../../model/configuration.js";
import { INTERPRETERS } from "../../model/interpreters.js";
import { scriptArgument } from "../parts/script-argument.js";
import { withoutSecrets } from "../patterns/arguments.js";
import { KNOWN_FORMS } from "../patterns/known-forms.js";
import { below, PLACES } from "../patterns/varying-places.js";
import { SECRET_FORMS } from "../secrets/forms.js";
import { SECRET_NAMES } from "../secrets/names.js";
import { nameOfPlace, SECRET_PLACES } from "../secrets/programs.js";
import { nameOfForm, readSecretRow, secretTables } from "../secrets/secret-tables.js";
import { readForm } from "./form.js";
import { interpretersOf } from "./interpreter-rows.js";
import { tablesOf, type Patterns } from "./tables.js";

export interface RowMistake {
  /** a JSON pointer into the configuration */
  readonly pointer: string;
  readonly message: string;
  /** suggestions for `word` */
  readonly words?: readonly string[];
  readonly word?: string;
}

/** The built-in rows by table: `patterns.off` accepts these and the user's own rows. */
export const BUILT_IN_ROWS: Readonly<Record<string, readonly string[]>> = {
  rules: RULE_NAMES,
  forms: KNOWN_FORMS.map(({ name }) => name),
  places: PLACES.map(({ name }) => name),
  interpreters: INTERPRETERS.map(({ name }) => name),
  "forms of secrets": SECRET_FORMS.map(nameOfForm),
  "programs that take secrets": [...new Set(SECRET_PLACES.map(nameOfPlace))],
  "names of secrets": SECRET_NAMES,
};

type Table = Exclude<keyof Patterns, "off">;
interface Row {
  readonly name: string;
  readonly match: string | readonly string[];
  readonly examples: readonly string[];
}

/** All mistakes, in the order of the file. */
export function patternMistakes(patterns: Patterns): RowMistake[] {
  const known = new Set(Object.values(BUILT_IN_ROWS).flat());
  const own = TABLES.flatMap((table) =>
    (patterns[table] ?? []).map((row: Row, at) => ({
      row,
      pointer: `/patterns/${table}/${String(at)}`,
      problemOf: problemsOf(table, row, patterns),
    })),
  );
  const mistakes = own.flatMap(({ row, pointer, problemOf }): RowMistake[] => {
    const isTaken = known.has(row.name);
    known.add(row.name);
    if (isTaken)
      return [{ pointer: `${pointer}/name`, message: `there is another row ${row.name}` }];
    if (typeof problemOf === "string") {
      return [{ pointer: `${pointer}/match`, message: `row ${row.name}: match ${problemOf}` }];
    }
    return row.examples.flatMap((example, index): RowMistake[] => {
      const problem = problemOf(example);
      if (problem === null) return [];
      const message = `row ${row.name}: example ${String(index + 1)} doesn't fit: ${problem}`;
      return [{ pointer: `${pointer}/examples/${String(index)}`, message }];
    });
  });
  return [...mistakes, ...offMistakes(patterns.off ?? [], [...known])];
}

function offMistakes(off: readonly string[], words: readonly string[]): RowMistake[] {
  const message =
    "patterns.off must be the name of a rule or of a row, as docs/configuration.md has them";
  return off.flatMap((word, at) =>
    words.includes(word) ? [] : [{ pointer: `/patterns/off/${String(at)}`, message, words, word }],
  );
}

const TABLES: readonly Table[] = ["forms", "places", "secrets", "interpreters"];

/** The problem with an example, or null. A string: the problem with the match itself. */
type Problems = ((example: string) => string | null) | string;

function problemsOf(table: Table, row: Row, patterns: Patterns): Problems {
  const off = (patterns.off ?? []).filter((name) => name !== row.name);
  switch (table) {
    case "forms":
      return problemsOfForm(row as FormLike, { ...patterns, off });
    case "places":
      return problemsOfPlace(row as PlaceRow, { ...patterns, off });
    case "secrets":
      return problemsOfSecret(row as SecretRow);
    case "interpreters":
      return (example) => {
        const argv = example.split(" ");
        const rows = interpretersOf([], [row as InterpreterRow]);
        const script = scriptArgument({ path: argv[0] ?? "", argv }, rows);
        return script === "SCRIPT" ? null : "what it is given to run is not SCRIPT";
      };
  }
}

type FormLike = NonNullable<Patterns["forms"]>[number];

function problemsOfForm(row: FormLike, patterns: Patterns): Problems {
  const form = readForm(row.match);
  if (typeof form === "string") return form;
  const [own] = tablesOf({ ...patterns, forms: [row] }).ownForms;
  return (example) => {
    const names = example.split("/");
    const name = names.pop() ?? "";
    if (form.partsOf(name) === null) return "it is not of the form";
    if (names.length === 0) return null;
    return own?.partsOf(name, names) === null ? "the row doesn't hold in that folder" : null;
  };
}

function problemsOfPlace(row: PlaceRow, patterns: Patterns): Problems {
  const { places } = tablesOf(patterns);
  const isBelow = below([row.match].flat());
  return (example) => {
    const folder = example.split("/").slice(0, -1);
    if (!example.startsWith("/") || !isBelow.test(folder.join("/"))) return "it is not below";
    const found = places.of(folder)?.temporary === true ? "temporary" : "closed";
    return found === row.is ? null : "another row, or what lies there, makes it closed";
  };
}

function problemsOfSecret(row: SecretRow): Problems {
  const { problem, form } = readSecretRow(row);
  if (problem !== undefined) return problem;
  if (form !== undefined) return (example) => (form.test(example) ? null : "it is not of the form");
  const tables = secretTables([], [row]);
  return (example) => {
    if (!example.includes("S3CRET")) return "it has no S3CRET";
    const kept = JSON.stringify(withoutSecrets(example.split(" "), tables));
    return kept.includes("S3CRET") ? "its S3CRET would be kept" : null;
  };
}
