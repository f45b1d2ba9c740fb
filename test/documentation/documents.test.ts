/** What the documents list is what there is. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, it } from "node:test";
import { FORMAT_NAMES } from "../../src/emit/formats.js";
import {
  EVERY_PROGRAM,
  KNOWN_RUNTIMES,
  RUNTIME_NEEDS,
} from "../../src/emit/seccomp/rows/runtime-needs.js";
import { packageFile } from "../../src/files/package-root.js";
import { DOCUMENTS, firstCells, namesIn, readDocument } from "./documents.js";

const MAIN = packageFile("build/src/cli/main.js");

describe("README.md", () => {
  it("lists every command", () => {
    const { stdout } = spawnSync(process.execPath, [MAIN, "--help"], { encoding: "utf8" });
    const commands = [...stdout.matchAll(/^ {2}(?<name>cxray(?: [a-z]+)?) {2}/gmu)];
    const names = commands.map(([, name]) => name ?? "");
    assert.ok(names.length > 3, stdout);
    assert.deepEqual(firstCells("README.md", "command").sort(), names.sort());
  });

  it("lists every format", () => {
    assert.deepEqual(firstCells("README.md", "format").sort(), [...FORMAT_NAMES].sort());
  });
});

describe("README.md", () => {
  it("is short", () => {
    const words = readDocument("README.md")
      .split(/\s+/u)
      .filter((word) => /\w/u.test(word));
    assert.ok(words.length < 1300, `${String(words.length)} words`);
  });
});

describe("docs/README.md", () => {
  it("leads to every page", () => {
    const pages = DOCUMENTS.filter((document) => /^docs\/(?!README)/u.test(document));
    const index = readDocument("docs/README.md");
    for (const page of pages) assert.ok(index.includes(`](${page.slice("docs/".length)})`), page);
  });
});

describe("docs/completeness.md", () => {
  const schema = JSON.parse(readDocument("schemas/baseline.schema.json")) as {
    readonly $defs: {
      readonly incompleteReason: { readonly properties: { readonly code: Codes } };
      readonly blindSpotCode: Codes;
    };
  };

  it("lists every reason for which a baseline is partial", () => {
    const { enum: codes } = schema.$defs.incompleteReason.properties.code;
    assert.deepEqual(firstCells("docs/completeness.md", "reason").sort(), [...codes].sort());
  });

  it("lists every blind spot", () => {
    const { enum: codes } = schema.$defs.blindSpotCode;
    assert.deepEqual(firstCells("docs/completeness.md", "blind spot").sort(), [...codes].sort());
  });
});

interface Codes {
  readonly enum: readonly string[];
}

describe("docs/seccomp.md", () => {
  it("lists what is allowed whatever was recorded", () => {
    const sentences = readDocument("docs/seccomp.md").split(/[.:] |\n/u);
    const sentence = sentences.find((each) => each.endsWith("are always allowed")) ?? "";
    assert.deepEqual(namesIn(sentence), EVERY_PROGRAM);
  });

  it("names the runtimes whose needs are known, and all that each needs", () => {
    const text = readDocument("docs/seccomp.md");
    for (const { name, version } of KNOWN_RUNTIMES) assert.ok(text.includes(`${name} ${version}`));
    const rows = text.split("\n").map((line) => line.split("|").map((cell) => cell.trim()));
    const needs = rows.filter(([, runtime]) => KNOWN_RUNTIMES.some(({ name }) => name === runtime));
    assert.deepEqual(
      needs.map(([, runtime, versions, why, calls = ""]) => [
        ...[runtime, versions, why],
        ...[...calls.matchAll(/`(?<call>\w+)`/gu)].map(([, call]) => call),
      ]),
      RUNTIME_NEEDS.map(({ runtime, versions, why, calls }) => [runtime, versions, why, ...calls]),
    );
  });
});

describe("documents", () => {
  it("link to files that exist", () => {
    for (const document of DOCUMENTS) {
      const links = readDocument(document).matchAll(/\]\((?<target>[^)#]+)(?:#[^)]*)?\)/gu);
      for (const [, target = ""] of links) {
        if (target.startsWith("https://")) continue;
        const file = packageFile(join(dirname(document), target));
        assert.ok(existsSync(file), `${document}: ${target}`);
      }
    }
  });

  it("link to headings that exist", () => {
    for (const document of DOCUMENTS) {
      const links = readDocument(document).matchAll(/\]\((?<target>[^)#:]*)#(?<heading>[^)]+)\)/gu);
      for (const [, target = "", heading = ""] of links) {
        const page = target === "" ? document : join(dirname(document), target);
        const headings = readDocument(page).matchAll(/^#+ (?<text>.*)$/gmu);
        const anchors = [...headings].map(([, text = ""]) => anchorOf(text));
        assert.ok(anchors.includes(heading), `${document}: ${target}#${heading}`);
      }
    }
  });

  it("name files and npm scripts that exist", () => {
    const { scripts } = JSON.parse(readDocument("package.json")) as {
      scripts: Record<string, string>;
    };
    for (const document of DOCUMENTS) {
      const text = readDocument(document);
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

/** As GitHub makes it of a heading's text. */
function anchorOf(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");
}
