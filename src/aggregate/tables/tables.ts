/**
 * The tables that a fold uses: the built-in rows, except disabled ones, and the user's own from
 * `patterns` in `cxray.yaml`.
 */
import type { GeneraliseRule } from "../../model/baseline/baseline.js";
import type { BuiltInRule } from "../../model/baseline/document.js";
import type { Configuration, FormRow } from "../../model/configuration.js";
import type { Interpreter } from "../../model/interpreters.js";
import { PERSISTENCE } from "../../model/concerns/patterns.js";
import { KNOWN_FORMS, type KnownForm } from "../patterns/known-forms.js";
import type { KnownSpan } from "../patterns/known-span.js";
import { below, PLACES, Places } from "../patterns/varying-places.js";
import { secretTables, type SecretTables } from "../secrets/secret-tables.js";
import { interpretersOf } from "./interpreter-rows.js";
import { readForm } from "./form.js";

/** The user's tables: own rows, and disabled rows. */
export type Patterns = NonNullable<Configuration["patterns"]>;

/** Tables for recognising names. */
export interface NameTables {
  readonly isOn: (rule: BuiltInRule) => boolean;
  readonly knownForms: readonly KnownForm[];
  readonly ownForms: readonly OwnForm[];
  readonly places: Places;
}

/** A user's row for names. One name is enough for a pattern. */
export interface OwnForm {
  readonly rule: Extract<GeneraliseRule, `own:${string}`>;
  /**
   * the varying parts of a name in the directory, whose path is given too; null: the row does not
   * apply
   */
  readonly partsOf: (name: string, folder: readonly string[]) => readonly KnownSpan[] | null;
}

export interface Tables extends NameTables {
  readonly secrets: SecretTables;
  readonly interpreters: readonly Interpreter[];
}

/** The tables with these rows, which were already checked. */
export function tablesOf(patterns: Patterns = {}): Tables {
  const { off = [], forms = [], places = [] } = patterns;
  const isOn = ({ name }: { readonly name: string }): boolean => !off.includes(name);
  const open = new Places(
    PLACES.filter(isOn),
    places
      .filter(isOn)
      .map((row) => ({ ...row, match: [row.match].flat(), letsIn: row["lets-in"] })),
  );
  return {
    isOn: (rule) => !off.includes(rule),
    knownForms: KNOWN_FORMS.filter(isOn),
    ownForms: forms.filter(isOn).flatMap((row) => ownForm(row, open)),
    places: open,
    secrets: secretTables(off, patterns.secrets),
    interpreters: interpretersOf(off, patterns.interpreters),
  };
}

/** The built-in rows only. */
export const BUILT_IN: Tables = tablesOf();

function ownForm({ name, match, below: folders }: FormRow, places: Places): OwnForm[] {
  const form = readForm(match);
  if (typeof form === "string") return [];
  const own = folders === undefined ? null : below([folders].flat());
  const partsOf: OwnForm["partsOf"] = (text, folder) => {
    const parts = form.partsOf(text);
    if (parts === null) return null;
    const path = folder.join("/");
    const isHere = own === null ? places.of(folder) !== null : own.test(path);
    return isHere && !PERSISTENCE.test(`${path}/${text}`) ? parts : null;
  };
  return [{ rule: `own:${name}`, partsOf }];
}
