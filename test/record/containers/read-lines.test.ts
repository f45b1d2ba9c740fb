import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { readLines } from "../../../src/record/containers/read-lines.js";

async function linesOf(...chunks: readonly (string | Buffer)[]): Promise<string[]> {
  const stream = new PassThrough();
  const lines: string[] = [];
  readLines(stream, (line) => lines.push(line));
  for (const chunk of chunks) {
    stream.write(chunk);
    await turn();
  }
  return lines;
}

test("lines are whole however their bytes come, and empty ones are none", async () => {
  const [a, b] = [Buffer.from("ü\n").subarray(0, 1), Buffer.from("ü\n").subarray(1)];
  assert.deepEqual(await linesOf("one\ntw", "o\n\n", "thr", "ee", a, b, "rest"), [
    "one",
    "two",
    "threeü",
  ]);
});

test("a line without an end is passed over, and the next one is read", async () => {
  const endless = Array.from({ length: 40 }, () => "x".repeat(65_536));
  assert.deepEqual(await linesOf("one\n", ...endless, "\ntwo\n"), ["one", "two"]);
});
