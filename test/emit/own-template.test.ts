import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it, test, type TestContext } from "node:test";
import { execFileSync } from "node:child_process";
import { load } from "js-yaml";
import { OWN_HELPERS } from "../../src/emit/own/helpers.js";
import { renderOwn } from "../../src/emit/own/own.js";
import { compileTemplate } from "../../src/emit/render.js";
import type { CxrayError } from "../../src/model/errors.js";
import { temporaryFolder } from "../store/samples.js";
import * as sample from "./sample-baseline.js";

function written(context: TestContext, files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder(context);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return join(folder, "own.hbs");
}

function render(source: string, view: object): string {
  return compileTemplate(source, "own.hbs", OWN_HELPERS)(view);
}

test("a template of one's own is given the baseline, and takes in what lies beside it", (context) => {
  const template = written(context, {
    "own.hbs": "{{image.name}}\n{{#each filesRead}}\n{{> row}}\n{{/each}}\n",
    "row.hbs": "- {{markdown path}} by {{join by}}\n",
  });
  const text = renderOwn(sample.sampleBaseline(), template);
  assert.equal(text, "nginx\n- /etc/passwd by /bin/sh\n");
});

describe("an error names the template, the line and the field", () => {
  const refusals: readonly (readonly [
    what: string,
    files: Record<string, string>,
    message: RegExp,
  ])[] = [
    [
      "a field that is not there",
      { "own.hbs": "a\n{{nothing}}" },
      /own\.hbs can't be used: line 2 asks for nothing,/,
    ],
    [
      "one that a helper is given",
      { "own.hbs": "a\n\n{{json image.nam}}" },
      /own\.hbs .*line 3 asks for nam,/,
    ],
    [
      "one to loop over",
      { "own.hbs": "{{#each executabels}}{{/each}}" },
      /line 1 asks for executabels,/,
    ],
    [
      "a helper that there is not",
      { "own.hbs": "\n{{shout image.name}}" },
      /own\.hbs .*line 2 uses shout,/,
    ],
    ["a mistake in the syntax", { "own.hbs": "a\n{{#each x}" }, /own\.hbs .*line 2 is not valid/],
    [
      "a template that is missing",
      { "own.hbs": "{{> gone}}" },
      /own\.hbs .*includes the template gone/,
    ],
    [
      "the template beside it in which the mistake is",
      { "own.hbs": "{{> row}}", "row.hbs": "\n{{nothing}}" },
      /row\.hbs can't be used: line 2 asks for nothing,/,
    ],
    [
      "a mistake in the syntax of one beside it",
      { "own.hbs": "\n\n{{> row}}", "row.hbs": "{{#if}" },
      /row\.hbs can't be used: line 1 is not valid/,
    ],
  ];
  for (const [what, files, message] of refusals) {
    it(what, (context) => {
      const template = written(context, files);
      assert.throws(
        () => renderOwn(sample.sampleBaseline(), template),
        (error: CxrayError) => {
          assert.equal(error.code, "bad-template");
          assert.match(error.message, message);
          return true;
        },
      );
    });
  }
});

describe("filters", () => {
  for (const [source, expected] of [
    ['{{#if (eq a "x")}}yes{{else}}no{{/if}}', "yes"],
    ['{{default missing "none"}}', "none"],
    ['{{default a "none"}}', "x"],
    ['{{join list " | "}}', "b | C"],
    ["{{join list}}", "b, C"],
    ['{{lower (join list "")}}{{upper a}}', "bcX"],
    ["{{count list}}", "2"],
    ['{{csv (default missing "none")}}', '"none"'],
  ] as const) {
    it(source, () => {
      assert.equal(render(source, { a: "x", list: ["b", "C"] }), expected);
    });
  }
});

describe("a quoting helper", () => {
  const quoted = (helper: string, value: string): string => render(`{{${helper} v}}`, { v: value });

  it("json and yaml give the value back, in one line", () => {
    for (const text of sample.HOSTILE_PATHS) {
      assert.equal(JSON.parse(quoted("json", text)), text);
      assert.equal((load(`a: ${quoted("yaml", text)}`) as { a: string }).a, text);
      assert.doesNotMatch(quoted("yaml", text), /\n/);
    }
  });

  it("shell gives one word of a shell, byte for byte", () => {
    const texts = sample.HOSTILE_PATHS.filter((text) => !text.includes("\0"));
    const script = texts.map((text) => `printf '%s\\0' ${quoted("shell", text)}`).join("\n");
    const bytes = execFileSync("bash", ["-c", script], { env: { LC_ALL: "C" } });
    const expected = Buffer.concat(
      texts.map((text) => Buffer.concat([bytesOf(text), Buffer.of(0)])),
    );
    assert.deepEqual(bytes, expected);
  });

  it("csv gives one field, which no spreadsheet takes for a formula", () => {
    assert.equal(quoted("csv", 'a"b,c'), '"a""b,c"');
    assert.equal(quoted("csv", "=cmd|' /C calc'!A0"), `"'=cmd|' /C calc'!A0"`);
    for (const text of sample.HOSTILE_PATHS)
      assert.match(quoted("csv", text), /^"(?:[^"\n\r]|"")*"$/);
  });

  it("markdown gives text that is no link, no table and no HTML", () => {
    assert.equal(
      quoted("markdown", "[a](b)|<img>&amp;`c`"),
      "\\[a\\]\\(b\\)\\|&lt;img\\>&amp;amp;\\`c\\`",
    );
    for (const text of sample.HOSTILE_PATHS)
      assert.doesNotMatch(quoted("markdown", text), /[\n<]|(?<!\\)\|/);
  });
});

function bytesOf(text: string): Buffer {
  return Buffer.from(
    [...text].flatMap((character) => {
      const code = character.codePointAt(0) ?? 0;
      return code >= 0xdc80 && code <= 0xdcff ? [code - 0xdc00] : [...Buffer.from(character)];
    }),
  );
}
