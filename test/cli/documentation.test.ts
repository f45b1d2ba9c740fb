import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { optionsOf } from "../../src/cli/command-line.js";
import { COMMANDS } from "../../src/cli/command-table.js";
import { FORMAT_NAMES } from "../../src/emit/formats.js";
import { CxrayError, ERROR_CODES, EXIT } from "../../src/model/errors.js";
import { packageFile } from "../../src/files/package-root.js";

/** The first cell of each row of a document's tables, by the section it is in. */
function firstCells(file: string): { section: string; name: string }[] {
  let section = "";
  return readFileSync(packageFile(file), "utf8")
    .split("\n")
    .flatMap((line) => {
      section = /^## (.*)/u.exec(line)?.[1] ?? section;
      const name = /^\| `([^`]+)`/u.exec(line)?.[1];
      return name === undefined ? [] : [{ section, name }];
    });
}

test("docs/errors.md lists every code once, under its exit status, and no other", () => {
  const documented = firstCells("docs/errors.md").map(({ section, name }) => {
    return `${/exit status (\d+)/iu.exec(section)?.[1] ?? "none"} ${name}`;
  });
  const codes = Object.entries(ERROR_CODES).map(([code, { exit }]) => `${String(exit)} ${code}`);
  assert.deepEqual(documented.sort(), codes.sort());
});

test("docs/errors.md explains every exit status", () => {
  const text = readFileSync(packageFile("docs/errors.md"), "utf8");
  for (const exit of Object.values(EXIT)) assert.match(text, new RegExp(`\\b${String(exit)}\\b`));
});

test("every code has a sentence for a reader", () => {
  for (const [code, { summary }] of Object.entries(ERROR_CODES)) {
    assert.match(summary, /^(?:[A-Z]|cxray\.yaml ).{10,}\.$/, code);
  }
});

test("what an error quotes can't act on the terminal, and its advice is a line each", () => {
  const error = new CxrayError("unknown-image", "no \u001b[2J\nimage", ["try\r", "\u202eagain"]);
  assert.equal(error.message, "no \\x1b[2J\\nimage");
  assert.deepEqual(error.advice, ["try\\r", "\\u{202e}again"]);
  assert.equal(error.exit, 2);
});

interface SchemaNode {
  readonly description?: string;
  readonly type?: string;
  readonly items?: SchemaNode;
  readonly enum?: readonly unknown[];
}

function schemaProperties(): Record<string, SchemaNode> {
  const schema = JSON.parse(readFileSync(packageFile("schemas/config.schema.json"), "utf8")) as {
    properties: Record<string, SchemaNode>;
  };
  return schema.properties;
}

test("docs/configuration.md lists exactly the options of the schema", () => {
  const documented = firstCells("docs/configuration.md").map(({ name }) => name);
  assert.deepEqual(documented.sort(), Object.keys(schemaProperties()).sort());
});

test("an option of cxray.yaml is one of the commands that the schema names, with its choices", () => {
  for (const [name, { description = "", type, items, enum: choices }] of Object.entries(
    schemaProperties(),
  )) {
    // rows and sections are too much for a command line
    if (type === "object" || items?.type === "object") continue;
    const named = description.split(":")[0]?.split(", ") ?? [];
    const commands = COMMANDS.filter((command) => named.includes(command.name));
    for (const command of description.startsWith("every command:") ? COMMANDS : commands) {
      const option = optionsOf(command)[name];
      assert.ok(option !== undefined, `cxray ${command.name} has no --${name}`);
      if (name === "format") assert.deepEqual(choices, FORMAT_NAMES);
      else assert.deepEqual(option.choices, choices, name);
    }
    assert.ok(commands.length > 0 || description.startsWith("every command:"), name);
  }
});
