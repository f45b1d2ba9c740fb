import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import type { Config } from "../../src/cli/config/config.js";
import { CxrayError, ERROR_CODES, EXIT } from "../../src/model/errors.js";
import { packageFile } from "../../src/files/package-root.js";
import { runCxray } from "./run-cxray.js";

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

/** The compiler sees to it that these are the keys of Config. */
const CONFIG_KEYS = {
  db: true,
  image: true,
  container: true,
  duration: true,
  "max-size": true,
  log: true,
  events: true,
  engine: true,
  buffer: true,
  format: true,
  template: true,
  errno: true,
  runtimes: true,
  "similar-calls": true,
  "include-sessions": true,
  quiet: true,
  color: true,
  falco: true,
} as const satisfies Record<keyof Config, true>;

function schemaProperties(): Record<string, { description?: string; type?: string }> {
  const schema = JSON.parse(readFileSync(packageFile("schemas/config.schema.json"), "utf8")) as {
    properties: Record<string, { description?: string; type?: string }>;
  };
  return schema.properties;
}

test("the schema of cxray.yaml has exactly the options that cxray reads", () => {
  assert.deepEqual(Object.keys(schemaProperties()).sort(), Object.keys(CONFIG_KEYS).sort());
});

test("docs/configuration.md lists exactly the options of the schema", () => {
  const documented = firstCells("docs/configuration.md").map(({ name }) => name);
  assert.deepEqual(documented.sort(), Object.keys(schemaProperties()).sort());
});

test("every option of cxray.yaml is an option of the commands that the schema names", () => {
  const helps = new Map(
    ["record", "aggregate", "profile", "emit", "doctor"].map((command) => [
      command,
      runCxray([command, "--help"]).stdout,
    ]),
  );
  for (const [key, { description = "", type }] of Object.entries(schemaProperties())) {
    if (type === "object") continue; // too much for a command line
    const option = key.replace(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`);
    const named = description.split(":")[0]?.split(", ") ?? [];
    const commands = named.filter((name) => helps.has(name));
    for (const command of commands.length > 0 ? commands : ["record"]) {
      assert.match(helps.get(command) ?? "", new RegExp(`--${option}\\b`), `${command} ${key}`);
    }
  }
});
