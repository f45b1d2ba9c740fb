/**
 * Command lines that were written by somebody who had not seen the code. A middle dot stands in each
 * secret, so that scanners of repositories don't take it for a real one.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { withoutSecrets } from "../../../src/aggregate/patterns/arguments.js";

interface Planted {
  readonly argv: readonly string[];
  readonly secret: string;
}

function readList<T>(name: string): T[] {
  const text = readFileSync(`test/aggregate/secrets/${name}.json`, "utf8");
  return JSON.parse(text.replaceAll("·", "")) as T[];
}

test("none of a hundred planted secrets is kept", () => {
  const planted = readList<Planted>("planted");
  assert.equal(planted.length, 100);
  const through = planted.filter(({ argv, secret }) => {
    assert.ok(argv.some((argument) => argument.includes(secret)));
    return JSON.stringify(withoutSecrets(argv)).includes(JSON.stringify(secret).slice(1, -1));
  });
  assert.deepEqual(through, []);
});

test("of two hundred ordinary command lines under two percent lose anything", () => {
  const ordinary = readList<string[]>("ordinary");
  assert.equal(ordinary.length, 200);
  const changed = ordinary.filter(
    (argv) => JSON.stringify(withoutSecrets(argv)) !== JSON.stringify(argv),
  );
  assert.ok(changed.length < 4, changed.map((argv) => argv.join(" ")).join("\n"));
});
