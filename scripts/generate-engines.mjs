// Writes the table of engines into docs/record.md, from the rows that the code has.
//
//   node scripts/generate-engines.mjs            between the two markers of that page
//   node scripts/generate-engines.mjs --check    says whether it is fresh, and changes nothing
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import prettier from "prettier";
import ts from "typescript";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const PAGE = join(ROOT, "docs/record.md");
const SOURCE = join(ROOT, "src/model/recordings/engines.ts");
const BEGIN = "<!-- engines: written by scripts/generate-engines.mjs -->";
const END = "<!-- end of engines -->";

/** From the source, so that no build is needed: the module imports nothing. */
async function readEngines() {
  const options = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 };
  const { outputText } = ts.transpileModule(readFileSync(SOURCE, "utf8"), {
    compilerOptions: options,
  });
  const { ENGINES } = await import(`data:text/javascript,${encodeURIComponent(outputText)}`);
  return Object.values(ENGINES);
}

function tableOf(engines) {
  const rows = engines
    .flatMap(({ documented }) => documented)
    .map((row) => `| ${row.join(" | ")} |`);
  const head = "| engine | image, name and pod come from | tested with |";
  return [head, "| --- | --- | --- |", ...rows].join("\n");
}

const page = readFileSync(PAGE, "utf8");
const begin = page.indexOf(BEGIN);
const end = page.indexOf(END);
if (begin < 0 || end < begin) throw new Error(`${PAGE} lacks its markers: ${BEGIN} and ${END}`);
const written = `${page.slice(0, begin)}${BEGIN}\n\n${tableOf(await readEngines())}\n\n${page.slice(end)}`;
const config = await prettier.resolveConfig(PAGE);
const fresh = await prettier.format(written, { ...config, parser: "markdown" });

if (!process.argv.includes("--check")) writeFileSync(PAGE, fresh);
else if (fresh !== page) {
  console.error(
    "docs/record.md doesn't list the engines that src/model/recordings/engines.ts has.",
  );
  console.error("Run: node scripts/generate-engines.mjs");
  process.exitCode = 1;
}
