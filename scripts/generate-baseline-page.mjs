// Writes the tables of the pages on baselines, each between its two markers in one of them, from the
// rows that the built code has. Tests say whether they are fresh.
import { readFileSync, writeFileSync } from "node:fs";
import prettier from "prettier";
import { KNOWN_FORMS } from "../dist/aggregate/patterns/known-forms.js";
import { FEWEST, FEWEST_KNOWN } from "../dist/aggregate/patterns/name-reading.js";
import { PLACES } from "../dist/aggregate/patterns/varying-places.js";
import { BUILT_IN_ROWS } from "../dist/aggregate/tables/row-mistakes.js";
import { PARTS, PART_NAMES } from "../dist/model/baseline/parts.js";
import { NAME_RULES, RULE_NAMES } from "../dist/model/baseline/name-rules.js";
import { keyFields } from "../dist/model/baseline/same-entry.js";
import { CONCERNS } from "../dist/model/concerns/concerns.js";

const PAGES = [
  "docs/baseline.md",
  "docs/patterns.md",
  "docs/completeness.md",
  "docs/configuration.md",
];
const code = (name) => `\`${name}\``;

/** By the name in their markers: a heading and rows of cells. */
const TABLES = {
  lists: [
    ["list", "what it lists", "entries are the same by"],
    ...PART_NAMES.map((part) => [
      code(part),
      PARTS[part].lists,
      keyFields(part).map(code).join(", "),
    ]),
  ],
  names: [
    ["rule", "what becomes `*`", "lets in", "example"],
    ...RULE_NAMES.map((name) => {
      const { does, letsIn, examples } = NAME_RULES[name];
      const { path, pattern } = examples.find((each) => each.pattern !== undefined);
      return [code(name), does, letsIn, `${code(path)}: ${code(pattern)}`];
    }),
  ],
  forms: [
    ["row", "names of this form", "example", "names that it takes"],
    ...KNOWN_FORMS.map(({ name, of, example, isSure }) => [
      code(name),
      of,
      code(example),
      isSure ? FEWEST_KNOWN : FEWEST,
    ]),
  ],
  places: [
    ["row", "is", "below", "lets in"],
    ...PLACES.map(({ name, is, match, within, letsIn }) => [
      code(name),
      is,
      match.map(code).join(", ") + (within === undefined ? "" : `, within what is ${within}`),
      letsIn,
    ]),
  ],
  rows: [
    ["table", "rows that `patterns.off` takes"],
    ...Object.entries(BUILT_IN_ROWS).map(([table, names]) => [table, names.map(code).join(", ")]),
  ],
  concerns: [
    ["row", "severity", "what it means"],
    ...CONCERNS.map(({ name, severity, meaning }) => [code(name), severity, meaning]),
  ],
};

function lineOf(cells) {
  return `| ${cells.join(" | ")} |`;
}

/** The page, with the table where it has the markers for it. */
function withTable(page, name, [heading, ...rows]) {
  const begin = `<!-- ${name}: written by scripts/generate-baseline-page.mjs -->`;
  const end = `<!-- end of ${name} -->`;
  const [before, rest] = page.split(begin);
  const after = rest?.split(end)[1];
  if (after === undefined) return page;
  const lines = [heading, heading.map(() => "---"), ...rows].map(lineOf);
  return `${before}${begin}\n\n${lines.join("\n")}\n\n${end}${after}`;
}

for (const file of PAGES) {
  const page = Object.entries(TABLES).reduce(
    (text, [name, table]) => withTable(text, name, table),
    readFileSync(file, "utf8"),
  );
  const config = await prettier.resolveConfig(file);
  writeFileSync(file, await prettier.format(page, { ...config, parser: "markdown" }));
}
