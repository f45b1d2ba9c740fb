// Writes the table of what deserves a look into docs/baseline.md, between its two markers, from the
// rows that the built code has. test/model/concerns/concerns.test.ts says whether it is fresh.
import { readFileSync, writeFileSync } from "node:fs";
import prettier from "prettier";
import { CONCERNS } from "../dist/model/concerns/concerns.js";

const PAGE = "docs/baseline.md";
const BEGIN = "<!-- concerns: written by scripts/generate-concerns.mjs -->";
const END = "<!-- end of concerns -->";

const rows = CONCERNS.map(
  ({ name, severity, meaning }) => `| \`${name}\` | ${severity} | ${meaning} |`,
);
const table = ["| row | severity | what it means |", "| --- | --- | --- |", ...rows].join("\n");
const page = readFileSync(PAGE, "utf8");
const begin = page.indexOf(BEGIN);
const end = page.indexOf(END);
if (begin < 0 || end < begin) throw new Error(`${PAGE} lacks its markers: ${BEGIN} and ${END}`);
const written = `${page.slice(0, begin)}${BEGIN}\n\n${table}\n\n${page.slice(end)}`;
const config = await prettier.resolveConfig(PAGE);
writeFileSync(PAGE, await prettier.format(written, { ...config, parser: "markdown" }));
