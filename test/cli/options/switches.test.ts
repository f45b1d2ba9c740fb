import assert from "node:assert/strict";
import { test } from "node:test";
import { optionsOf, readCommandLine } from "../../../src/cli/command-line.js";
import { COMMANDS } from "../../../src/cli/command-table.js";
import { CxrayError } from "../../../src/model/errors.js";

/** Every option that is on or off, of every command. */
const SWITCHES = COMMANDS.flatMap((command) =>
  Object.entries(optionsOf(command))
    .filter(([, { type }]) => type === "boolean")
    .map(([name, { alias }]) => ({ command: command.name, name, alias })),
);

/** What else the command can't do without stands first. */
function typed(command: string, ...words: readonly string[]): ReadonlyMap<string, unknown> {
  const least = COMMANDS.find(({ name }) => name === command)?.operands?.least ?? 0;
  const operands = Array.from({ length: least }, (_, at) => `file-${String(at)}`);
  return readCommandLine([...(command === "" ? [] : [command]), ...operands, ...words]).typed;
}

function refusal(command: string, ...words: readonly string[]): string {
  try {
    typed(command, ...words);
  } catch (error) {
    assert.ok(error instanceof CxrayError && error.code === "bad-usage", String(error));
    return error.message;
  }
  return assert.fail(`not refused: cxray ${[command, ...words].join(" ")}`);
}

test("there are switches with and without a letter", () => {
  assert.ok(SWITCHES.some(({ alias }) => alias !== undefined));
  assert.ok(SWITCHES.some(({ alias }) => alias === undefined));
});

test("a switch is on, or off, in every way of writing it", () => {
  for (const { command, name, alias } of SWITCHES) {
    const letter = alias === undefined ? [] : [`-${alias}`];
    for (const word of [`--${name}`, ...letter]) {
      assert.equal(typed(command, word).get(name), true, word);
      assert.equal(typed(command, `${word}=true`).get(name), true, word);
      assert.equal(typed(command, `${word}=false`).get(name), false, word);
    }
    assert.equal(typed(command, `--no-${name}`).get(name), false, name);
  }
});

test("a switch with any other value is refused, and so is one that is given twice", () => {
  for (const { command, name, alias } of SWITCHES) {
    const letter = alias === undefined ? [] : [`-${alias}`];
    for (const word of [`--${name}`, ...letter]) {
      for (const value of ["1", "0", "yes", "TRUE", ""]) {
        assert.match(refusal(command, `${word}=${value}`), new RegExp(`^--${name} can't be `));
      }
      for (const value of ["true", "false"]) {
        assert.match(refusal(command, word, value), /takes no separate value: (?:true|false)$/);
      }
      assert.match(refusal(command, word, `--no-${name}`), /more than once/);
      assert.match(refusal(command, word, word), /more than once/);
    }
    assert.match(refusal(command, `--no-${name}=true`), /takes no value/);
  }
});

test("letters can be written together, the last with its value", () => {
  for (const words of [["-qffalco"], ["-qf", "falco"], ["-qf=falco"], ["-q", "-ffalco"]]) {
    const found = typed("emit", ...words);
    assert.deepEqual([found.get("quiet"), found.get("format")], [true, "falco"], words.join(" "));
  }
  assert.deepEqual([...typed("", "-hq=false")].sort(), [
    ["help", true],
    ["quiet", false],
  ]);
  assert.match(refusal("emit", "-qx"), /there is no option -qx/);
});
