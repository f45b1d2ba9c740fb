import assert from "node:assert/strict";
import { test } from "node:test";
import { ProgramTree } from "../../src/record/program-tree.js";

test("a program knows the programs that led to it, itself first", () => {
  const tree = new ProgramTree();
  tree.add(1n, 0n, "/bin/sh");
  tree.add(2n, 1n, "/usr/bin/env");
  tree.add(3n, 2n, "/usr/bin/python3");
  assert.deepEqual(tree.find(3n)?.chain, ["/usr/bin/python3", "/usr/bin/env", "/bin/sh"]);
  assert.equal(tree.find(3n)?.parent, tree.find(2n));
  assert.deepEqual(tree.find(1n)?.chain, ["/bin/sh"]);
});

test("the same chain is the same program, however often it is executed", () => {
  const tree = new ProgramTree();
  tree.add(1n, 0n, "/bin/sh");
  const first = tree.add(2n, 1n, "/bin/ls");
  const again = tree.add(3n, 1n, "/bin/ls");
  const other = tree.add(4n, 0n, "/bin/ls");
  assert.equal(again, first);
  assert.notEqual(other, first);
  assert.deepEqual(other.chain, ["/bin/ls"]);
});

test("chains whose paths run into one another are kept apart", () => {
  const tree = new ProgramTree();
  tree.add(1n, 0n, "/a");
  const one = tree.add(2n, 1n, "1 /a");
  tree.add(3n, 0n, "1 1 /a");
  tree.add(4n, 0n, "/a 1");
  assert.deepEqual(one.chain, ["1 /a", "/a"]);
  assert.equal(new Set([1n, 2n, 3n, 4n].map((exec) => tree.find(exec))).size, 4);
});

test("a program that is not known is null, and so is one before the recording", () => {
  const tree = new ProgramTree();
  assert.equal(tree.find(0n), null);
  assert.equal(tree.find(9n), null);
  // Its parent's exec was lost: the chain begins here.
  assert.deepEqual(tree.add(10n, 9n, "/bin/ls").chain, ["/bin/ls"]);
});

test("a shell that calls itself without end makes no chain without end", () => {
  const tree = new ProgramTree();
  for (let exec = 1n; exec <= 500n; exec++) tree.add(exec, exec - 1n, "/bin/sh");
  const deepest = tree.find(500n);
  assert.ok(deepest !== null && deepest.chain.length <= 24);
  const programs = Array.from({ length: 500 }, (_, index) => tree.find(BigInt(index + 1)));
  assert.ok(new Set(programs).size <= 24);
});

test("a shell that executes ever new names doesn't fill the memory, and is not forgotten", () => {
  const tree = new ProgramTree();
  const shell = tree.add(1n, 0n, "/bin/sh");
  const early = tree.add(2n, 1n, "/tmp/early");
  for (let exec = 3n; exec < 250_000n; exec++) tree.add(exec, 1n, `/tmp/${String(exec)}`);
  assert.equal(tree.find(1n), shell);
  assert.equal(tree.find(2n), null);
  assert.deepEqual(tree.find(249_999n)?.chain, ["/tmp/249999", "/bin/sh"]);
  // Nothing holds on to what was forgotten: the same chain is made anew.
  assert.notEqual(tree.add(250_000n, 1n, "/tmp/early"), early);
});
