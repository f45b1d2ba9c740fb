import assert from "node:assert/strict";
import { test } from "node:test";
import { ProgramTree } from "../../src/record/program-tree.js";

test("a program knows the programs that led to it, itself first", () => {
  const tree = new ProgramTree();
  tree.add(1, 0, "/bin/sh");
  tree.add(2, 1, "/usr/bin/env");
  tree.add(3, 2, "/usr/bin/python3");
  assert.deepEqual(tree.find(3)?.chain, ["/usr/bin/python3", "/usr/bin/env", "/bin/sh"]);
  assert.equal(tree.find(3)?.parent, tree.find(2));
  assert.deepEqual(tree.find(1)?.chain, ["/bin/sh"]);
});

test("the same chain is the same program, however often it is executed", () => {
  const tree = new ProgramTree();
  tree.add(1, 0, "/bin/sh");
  const first = tree.add(2, 1, "/bin/ls");
  const again = tree.add(3, 1, "/bin/ls");
  const other = tree.add(4, 0, "/bin/ls");
  assert.equal(again, first);
  assert.notEqual(other, first);
  assert.deepEqual(other.chain, ["/bin/ls"]);
});

test("chains whose paths run into one another are kept apart", () => {
  const tree = new ProgramTree();
  tree.add(1, 0, "/a");
  const one = tree.add(2, 1, "1 /a");
  tree.add(3, 0, "1 1 /a");
  tree.add(4, 0, "/a 1");
  assert.deepEqual(one.chain, ["1 /a", "/a"]);
  assert.equal(new Set([1, 2, 3, 4].map((exec) => tree.find(exec))).size, 4);
});

test("a program that is not known is null, and so is one before the recording", () => {
  const tree = new ProgramTree();
  assert.equal(tree.find(0), null);
  assert.equal(tree.find(9), null);
  // Its parent's exec was lost: the chain begins here.
  assert.deepEqual(tree.add(10, 9, "/bin/ls").chain, ["/bin/ls"]);
});

test("a shell that calls itself without end makes no chain without end", () => {
  const tree = new ProgramTree();
  for (let exec = 1; exec <= 500; exec++) tree.add(exec, exec - 1, "/bin/sh");
  const deepest = tree.find(500);
  assert.ok(deepest !== null && deepest.chain.length <= 24);
  const programs = Array.from({ length: 500 }, (_, index) => tree.find(index + 1));
  assert.ok(new Set(programs).size <= 24);
});

test("a shell that executes ever new names doesn't fill the memory, and is not forgotten", () => {
  const tree = new ProgramTree();
  const shell = tree.add(1, 0, "/bin/sh");
  const early = tree.add(2, 1, "/tmp/early");
  for (let exec = 3; exec < 250_000; exec++) tree.add(exec, 1, `/tmp/${String(exec)}`);
  assert.equal(tree.find(1), shell);
  assert.equal(tree.find(2), null);
  assert.deepEqual(tree.find(249_999)?.chain, ["/tmp/249999", "/bin/sh"]);
  // Nothing holds on to what was forgotten: the same chain is made anew.
  assert.notEqual(tree.add(250_000, 1, "/tmp/early"), early);
});
