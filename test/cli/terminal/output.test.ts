import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { printResult, reportError, info, warn } from "../../../src/cli/terminal/output.js";
import { CxrayError } from "../../../src/model/errors.js";

/** What goes to stderr and stdout while the test runs. */
function capture(t: TestContext): { stdout: () => string; stderr: () => string } {
  const texts = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    t.mock.method(process[name], "write", (text: string) => {
      texts[name] += text;
      return true;
    });
  }
  return { stdout: () => texts.stdout, stderr: () => texts.stderr };
}

/** Runs while the output is captured; the runner prints to stdout as well. */
function printed(t: TestContext, act: () => void): { stdout: string; stderr: string } {
  const { stdout, stderr } = capture(t);
  act();
  const texts = { stdout: stdout(), stderr: stderr() };
  t.mock.restoreAll();
  return texts;
}

test("an error is told with what to do, and decides the exit status", (t) => {
  const error = new CxrayError("no-engine", "no engine answers", ["Start Docker.", "Or Podman."]);
  let exit: number | undefined;
  const { stdout, stderr } = printed(t, () => (exit = reportError(error)));
  assert.equal(exit, 4);
  assert.equal(stderr, "cxray: error: no engine answers\n  Start Docker.\n  Or Podman.\n");
  assert.equal(stdout, "");
});

test("a defect is told in a line, without the stack, and without what it quotes acting", (t) => {
  const before = process.env["CXRAY_DEBUG"];
  delete process.env["CXRAY_DEBUG"];
  let exit: number | undefined;
  const { stderr } = printed(t, () => (exit = reportError(new TypeError("bad\u001b[2J\nthing"))));
  if (before !== undefined) process.env["CXRAY_DEBUG"] = before;
  assert.equal(exit, 70);
  assert.match(stderr, /^cxray: error: unexpected: bad\\x1b\[2J\\nthing\n {2}This is a defect/);
  assert.doesNotMatch(stderr, /^\s+at /m);
});

test("with CXRAY_DEBUG the stack of a defect is shown", (t) => {
  process.env["CXRAY_DEBUG"] = "1";
  const { stderr } = printed(t, () => reportError(new TypeError("bad")));
  delete process.env["CXRAY_DEBUG"];
  assert.match(stderr, /^\s+at .*output\.test/m);
});

test("what is thrown and is no Error is told too", (t) => {
  const { stderr } = printed(t, () => reportError("text"));
  assert.match(stderr, /unexpected: text/);
});

test("results go to stdout, and everything else to stderr", (t) => {
  const { stdout, stderr } = printed(t, () => {
    printResult("result\n");
    info("progress");
    warn("careful\u0007");
  });
  assert.equal(stdout, "result\n");
  assert.equal(stderr, "cxray: progress\ncxray: warning: careful\\x07\n");
});
