// Writes src/record/kernel/wire-structs.ts and wire-enums.ts: where the fields of the records lie, and
// the numbers of their enumerations. bpf/event.h says which there are; the type information of the
// compiled object says where and how much, as the compiler laid them out.
//
//   node scripts/generate-wire.mjs            after scripts/build-bpf.sh
//   node scripts/generate-wire.mjs --check    says whether they are fresh, and changes nothing
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import prettier from "prettier";
import ts from "typescript";

const ROOT = join(import.meta.dirname, "..");
const OBJECT = join(ROOT, "dist/bpf/cxray.x86_64.o");
const HEADER = join(ROOT, "bpf/event.h");
const KERNEL = join(ROOT, "src/record/kernel");

/** From the source, so that no build is needed: the module imports nothing. */
async function loadParser() {
  const source = readFileSync(join(KERNEL, "btf.ts"), "utf8");
  const compilerOptions = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 };
  const { outputText } = ts.transpileModule(source, { compilerOptions });
  return await import(`data:text/javascript,${encodeURIComponent(outputText)}`);
}

function readTypeInformation() {
  if (!existsSync(OBJECT)) throw new Error(`${OBJECT} is missing: run scripts/build-bpf.sh`);
  const folder = mkdtempSync(join(tmpdir(), "cxray-wire-"));
  try {
    const section = join(folder, "btf");
    execFileSync("llvm-objcopy", ["--dump-section", `.BTF=${section}`, OBJECT, "/dev/null"]);
    return readFileSync(section);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The names of what event.h defines, in its order. */
function definedIn(header, what) {
  return [...header.matchAll(new RegExp(`^${what} (\\w+) \\{`, "gmu"))].map(([, name]) => name);
}

/** Two would have one name without it. */
const NAMES = { container: "CONTAINER_VALUE", event_kind: "WIRE_KIND" };

const structName = (name) => NAMES[name] ?? name.replace(/^event_/u, "").toUpperCase();
const enumName = (name) =>
  NAMES[name] ?? `${name.endsWith("_flag") ? "" : "WIRE_"}${name.toUpperCase()}`;

/** The fresh text of one of the two files. */
function write({ summary, what, names, layouts, constantOf, table }) {
  const constants = names.map((name) => {
    const layout = layouts.get(name);
    if (layout === undefined) {
      throw new Error(`${what} ${name} is not in the object: keep it in bpf/cxray.bpf.c`);
    }
    return `/** ${what} ${name} */\nexport const ${constantOf(name)} = ${JSON.stringify(layout)} as const;`;
  });
  const rows = names.map((name) => `${name}: ${constantOf(name)}`).join(",");
  return `/** ${summary} */
// Written by scripts/generate-wire.mjs; don't edit.

${constants.join("\n\n")}

/** By their C names, for the comparison with the object's type information. */
export const ${table}: Readonly<Record<string, Readonly<Record<string, number>>>> = {${rows}};
`;
}

const header = readFileSync(HEADER, "utf8");
const { parseBtf } = await loadParser();
const types = parseBtf(readTypeInformation());
const FILES = {
  "wire-structs.ts": {
    summary: "The records of bpf/event.h: offsets in bytes; `size` is that of the fixed part.",
    what: "struct",
    names: definedIn(header, "struct"),
    layouts: types.structs,
    constantOf: structName,
    table: "WIRE_STRUCTS",
  },
  "wire-enums.ts": {
    summary: "The enumerations of bpf/event.h.",
    what: "enum",
    names: definedIn(header, "enum"),
    layouts: types.enums,
    constantOf: enumName,
    table: "WIRE_ENUMS",
  },
};

for (const [name, content] of Object.entries(FILES)) {
  const path = join(KERNEL, name);
  const config = await prettier.resolveConfig(path);
  const fresh = await prettier.format(write(content), { ...config, parser: "typescript" });
  if (!process.argv.includes("--check")) writeFileSync(path, fresh);
  else if (!existsSync(path) || readFileSync(path, "utf8") !== fresh) {
    console.error(`src/record/kernel/${name} doesn't fit bpf/event.h.`);
    console.error("Run: scripts/build-bpf.sh && node scripts/generate-wire.mjs");
    process.exitCode = 1;
  }
}
