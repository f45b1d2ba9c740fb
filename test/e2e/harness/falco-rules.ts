/** An emitted rules file, read by a YAML parser and by nothing of cxray. */
import assert from "node:assert/strict";
import { load } from "js-yaml";

type Entry = Readonly<Record<string, unknown>>;

export interface FalcoRules {
  /** names of the rules */
  readonly rules: readonly string[];
  /** names of the lists and macros */
  readonly names: readonly string[];
  /** keys of the lists and macros, each once, sorted */
  readonly keys: readonly string[];
  /** entries that are no rule, list, macro or required version */
  readonly strangers: number;
  /** The items of a list, its name given without `cxray_` and the image's part, without their quotes. */
  readonly itemsOf: (list: string) => readonly string[];
}

export function readRules(text: string): FalcoRules {
  const entries = load(text) as Entry[];
  const entriesOf = (key: string): Entry[] => entries.filter((entry) => key in entry);
  const own = [...entriesOf("list"), ...entriesOf("macro")];
  const versions = [
    ...entriesOf("required_engine_version"),
    ...entriesOf("required_plugin_versions"),
  ];
  const rules = entriesOf("rule");
  return {
    rules: rules.map(({ rule }) => String(rule)),
    names: own.map((entry) => String(entry["list"] ?? entry["macro"])),
    keys: [...new Set(own.flatMap((entry) => Object.keys(entry)))].sort(),
    strangers: entries.length - own.length - rules.length - versions.length,
    itemsOf: (list) => {
      const found = entriesOf("list").find((entry) =>
        String(entry["list"]).startsWith(`cxray_${list}:`),
      );
      return ((found?.["items"] ?? []) as string[]).map(unquote);
    },
  };
}

/** An item holds its own quotes, which belong to the condition that Falco puts it into. */
function unquote(item: string): string {
  const inner = /^"(?<text>(?:[^"\\]|\\["\\])*)"$/su.exec(item)?.groups?.["text"];
  assert.ok(inner !== undefined, `not one quoted string: ${item}`);
  return inner.replace(/\\(?<quoted>["\\])/gu, "$<quoted>");
}

/** What Falco's conditions see in place of control characters and bytes that are no UTF-8. */
export function asFalcoHolds(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f]|\p{Cs}/gu, "\ufffd");
}
