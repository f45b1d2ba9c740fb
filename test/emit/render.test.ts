import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { compileTemplate, loadTemplate } from "../../src/emit/render.js";
import { CxrayError } from "../../src/model/errors.js";
import { packageFile } from "../../src/files/package-root.js";
import { temporaryFolder } from "../store/samples.js";

const helpers = { json: (value: unknown): string => JSON.stringify(value) };

function render(source: string, view: object): string {
  return compileTemplate(source, "own.hbs", helpers)(view);
}

function isBadTemplate(error: unknown): boolean {
  return (
    error instanceof CxrayError &&
    error.code === "bad-template" &&
    error.message.includes("own.hbs")
  );
}

test("values are filled in as they are, not as HTML, and helpers quote them", () => {
  assert.equal(render("{{a}} {{json a}}", { a: "<'\"&>" }), '<\'"&> "<\'\\"&>"');
});

test("text that looks like a template is not one when it is filled in", () => {
  assert.equal(render("{{a}}", { a: "{{b}} {{{b}}}" }), "{{b}} {{{b}}}");
});

test("templates can loop and choose", () => {
  const source =
    "{{#each list}}{{#if on}}{{name}}{{else}}-{{/if}}{{#unless @last}},{{/unless}}{{/each}}";
  const list = [
    { on: true, name: "a" },
    { on: false, name: "b" },
  ];
  assert.equal(render(source, { list }), "a,-");
});

test("a value that isn't there is an error that names the template", () => {
  assert.throws(() => render("{{missing}}", {}), isBadTemplate);
  assert.throws(() => render("{{a.b.c}}", { a: {} }), isBadTemplate);
});

test("a template of another format is told by the helper that is missing", () => {
  assert.throws(() => render("\n{{quoted a}}", { a: 1 }), {
    message:
      /own\.hbs can't be used: line 2 uses quoted, which templates of this format do not have/,
  });
});

test("a template that isn't there is not compared with anything", () => {
  assert.throws(
    () => loadTemplate("log/line.hbs", helpers, "/none/own.hbs"),
    (error: unknown) => {
      assert.ok(error instanceof CxrayError && error.code === "bad-template");
      assert.match(error.message, /\/none\/own\.hbs can't be read: no such file/);
      assert.match(error.advice.join(), /^Check the file that --template/);
      return true;
    },
  );
});

test("a template reaches no prototype, no constructor and no code", () => {
  for (const source of [
    "{{constructor}}",
    "{{a.constructor}}",
    "{{a.constructor.name}}",
    "{{__proto__}}",
    "{{a.__proto__.polluted}}",
    "{{a.__defineGetter__}}",
    "{{a.toString}}",
    '{{lookup a "constructor"}}',
    "{{#with a.constructor}}{{name}}{{/with}}",
    "{{#with a}}{{#each constructor}}{{this}}{{/each}}{{/with}}",
  ]) {
    assert.equal(textOrNothing(source), "", source);
  }
});

test("a template can't print, include other templates, or call itself without end", () => {
  for (const source of [
    '{{log "x"}}',
    "{{> other}}",
    '{{#*inline "x"}}{{> x}}{{/inline}}{{> x}}',
    "{{#> layout}}{{> @partial-block}}{{/layout}}",
    "{{helperMissing}}",
    "{{blockHelperMissing}}",
  ]) {
    assert.throws(() => render(source, {}), isBadTemplate, source);
  }
});

/** What a template renders to; nothing when it is refused. */
function textOrNothing(source: string): string {
  try {
    return render(source, { a: {} });
  } catch (error) {
    assert.ok(isBadTemplate(error));
    return "";
  }
}

/** A folder of templates of a user's own, each with its text. */
function ownTemplates(t: TestContext, files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder(t);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

test("a user's template takes in what lies beside it, and else what is shipped", (t) => {
  const shipped = readFileSync(packageFile("templates/falco/head.hbs"), "utf8");
  const folder = ownTemplates(t, {
    "rules.hbs": "{{> evidence}}|{{~> more}}|{{#if yes}}{{> head}}{{/if}}",
    "evidence.hbs": "mine {{> deeper}}",
    "deeper.hbs": "deep",
    "more.hbs": "more",
    "unused.hbs": "{{#each",
  });
  const fill = loadTemplate("falco/rules.hbs", {}, join(folder, "rules.hbs"));
  assert.equal(fill({ yes: false }), "mine deep|more|");
  assert.ok(shipped.length > 0);
  assert.throws(() => fill({ yes: true }), /uses comment, which templates of this format/);
});

test("a template that takes itself in, or one that isn't there, is told so", (t) => {
  const folder = ownTemplates(t, { "own.hbs": "{{> other}}", "other.hbs": "{{> own}}" });
  const fill = loadTemplate("log/line.hbs", helpers, join(folder, "own.hbs"));
  assert.throws(() => fill({}), { message: /own\.hbs .*: it includes itself without end$/ });
  const alone = ownTemplates(t, { "own.hbs": "{{> nobody}}" });
  const lacking = loadTemplate("log/line.hbs", helpers, join(alone, "own.hbs"));
  assert.throws(() => lacking({}), {
    message: /includes the template nobody, which does not exist$/,
  });
});

test("what can't be read as a template is told by its line, and not repeated", (t) => {
  const folder = ownTemplates(t, { "own.hbs": "first\n{{#each SECRET}}\nSECRET {{/if}}" });
  const fill = loadTemplate("log/line.hbs", helpers, join(folder, "own.hbs"));
  assert.throws(
    () => fill({}),
    (error: unknown) => isBadTemplate(error) && !(error as Error).message.includes("SECRET"),
  );
});
