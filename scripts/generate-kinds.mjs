// Writes the table of what is recorded into docs/record.md, from the kinds that the code has.
//
//   node scripts/generate-kinds.mjs            between the two markers of that page
//   node scripts/generate-kinds.mjs --check    says whether it is fresh, and changes nothing
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import prettier from "prettier";
import ts from "typescript";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const PAGE = join(ROOT, "docs/record.md");
const EVENTS = join(ROOT, "src/model/events");
const BEGIN = "<!-- kinds: written by scripts/generate-kinds.mjs -->";
const END = "<!-- end of kinds -->";

/** From the source, so that no build is needed: the folder's files import one another, and types. */
async function readKinds() {
  const folder = mkdtempSync(join(tmpdir(), "cxray-kinds-"));
  try {
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
    for (const file of readdirSync(EVENTS)) {
      const { outputText } = ts.transpileModule(readFileSync(join(EVENTS, file), "utf8"), {
        compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 },
      });
      writeFileSync(join(folder, file.replace(/ts$/, "js")), outputText);
    }
    const { KINDS } = await import(join(folder, "kinds.js"));
    return Object.entries(KINDS);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function tableOf(kinds) {
  const rows = kinds.map(([kind, { summary }]) => `| \`${kind}\` | ${summary} |`);
  return ["| kind | one event of it |", "| --- | --- |", ...rows].join("\n");
}

const page = readFileSync(PAGE, "utf8");
const begin = page.indexOf(BEGIN);
const end = page.indexOf(END);
if (begin < 0 || end < begin) throw new Error(`${PAGE} lacks its markers: ${BEGIN} and ${END}`);
const written = `${page.slice(0, begin)}${BEGIN}\n\n${tableOf(await readKinds())}\n\n${page.slice(end)}`;
const config = await prettier.resolveConfig(PAGE);
const fresh = await prettier.format(written, { ...config, parser: "markdown" });

if (!process.argv.includes("--check")) writeFileSync(PAGE, fresh);
else if (fresh !== page) {
  console.error(
    "docs/record.md doesn't list the kinds of events that src/model/events/kinds.ts has.",
  );
  console.error("Run: node scripts/generate-kinds.mjs");
  process.exitCode = 1;
}
