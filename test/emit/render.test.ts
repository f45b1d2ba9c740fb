import assert from "node:assert/strict";
import { test } from "node:test";
import { compileTemplate, loadTemplate } from "../../src/emit/render.js";
import { CxrayError } from "../../src/model/errors.js";

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
      /own\.hbs can't be used: line 2 uses quoted, which templates of this format don't have/,
  });
});

test("a template that isn't there is not compared with anything", () => {
  assert.throws(
    () => loadTemplate("log/line.hbs", helpers, "/none/own.hbs"),
    (error: unknown) => {
      assert.ok(error instanceof CxrayError && error.code === "bad-template");
      assert.match(error.message, /\/none\/own\.hbs can't be read: there is no such file/);
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
