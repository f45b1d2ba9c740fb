/** What the documents list is what there is. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, it } from "node:test";
import { FORMATS } from "../../src/emit/formats.js";
import { packageFile } from "../../src/model/package-root.js";
import { fixtureFile, workloads } from "./stages.js";

const MAIN = packageFile("build/src/cli/main.js");

const DOCUMENTS = [
  "README.md",
  "ARCHITECTURE.md",
  "CONTRIBUTING.md",
  "CHANGELOG.md",
  ...readdirSync(packageFile("docs")).map((name) => `docs/${name}`),
];

function read(document: string): string {
  return readFileSync(packageFile(document), "utf8");
}

/** The names in backquotes in the first cells of a table, by the table's first heading. */
function firstCells(document: string, heading: string): string[] {
  const table = read(document).split(new RegExp(`^\\| ${heading} +\\|.*$`, "mu"))[1] ?? "";
  const rows = /^(?:\n\|.*)+/u.exec(table)?.[0].split("\n") ?? [];
  return rows
    .flatMap((row) => /^\| (?<cell>[^|]*)/u.exec(row)?.groups?.["cell"] ?? [])
    .flatMap((cell) => [...cell.matchAll(/`(?<name>[^`]+)`/gu)].map(([, name]) => name ?? ""));
}

describe("README.md", () => {
  it("lists every command", () => {
    const { stdout } = spawnSync(process.execPath, [MAIN, "--help"], { encoding: "utf8" });
    const commands = [...stdout.matchAll(/^ {2}(?<name>cxray(?: [a-z]+)?) {2}/gmu)];
    const names = commands.map(([, name]) => name ?? "");
    assert.ok(names.length > 3, stdout);
    assert.deepEqual(firstCells("README.md", "command").sort(), names.sort());
  });

  it("lists every format", () => {
    const names = FORMATS.map(({ name }) => name);
    assert.deepEqual(firstCells("README.md", "format").sort(), [...names].sort());
  });
});

describe("docs/log.md", () => {
  it("lists every name and key that the recorded workloads have", () => {
    const names = new Set(firstCells("docs/log.md", "name"));
    const keys = new Set(firstCells("docs/log.md", "key"));
    for (const workload of workloads()) {
      const lines = readFileSync(fixtureFile(workload, "log.jsonl"), "utf8").trimEnd().split("\n");
      for (const line of lines) {
        const { event } = (
          JSON.parse(line) as { data: { event: { name: string; data: Record<string, string> } } }
        ).data;
        assert.ok(names.has(event.name), event.name);
        for (const key of Object.keys(event.data)) assert.ok(keys.has(key), key);
      }
    }
  });
});

describe("documents", () => {
  it("link to files that exist", () => {
    for (const document of DOCUMENTS) {
      const links = read(document).matchAll(/\]\((?<target>[^)#]+)(?:#[^)]*)?\)/gu);
      for (const [, target = ""] of links) {
        if (target.startsWith("https://")) continue;
        const file = packageFile(join(dirname(document), target));
        assert.ok(existsSync(file), `${document}: ${target}`);
      }
    }
  });

  it("name files and npm scripts that exist", () => {
    const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
    for (const document of DOCUMENTS) {
      const text = read(document);
      const files = text.matchAll(/`(?<file>(?:bpf|src|test|scripts|schemas)\/[\w./-]+\.\w+)`/gu);
      for (const [, file = ""] of files) {
        assert.ok(existsSync(packageFile(file)), `${document}: ${file}`);
      }
      for (const [, script = ""] of text.matchAll(/npm run (?<script>[\w:]+)/gu)) {
        assert.ok(script in scripts, `${document}: npm run ${script}`);
      }
    }
  });
});
