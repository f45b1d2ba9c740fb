import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { requireCommand, runCommand } from "../../../src/cli/recording/run-command.js";
import { CxrayError } from "../../../src/model/errors.js";
import { temporaryFolder } from "../../store/samples.js";

const finish = (...command: string[]): Promise<number> => runCommand(command, "stderr").finished;

/** The message about a command that can't be started. */
async function complaint(...command: string[]): Promise<string> {
  try {
    await finish(...command);
  } catch (error) {
    assert.ok(error instanceof CxrayError, String(error));
    return `${String(error.exit)} ${error.message}`;
  }
  return assert.fail("the command was started");
}

test("a command's exit status is passed on, as a shell gives it", async () => {
  assert.equal(await finish("true"), 0);
  assert.equal(await finish("sh", "-c", "exit 42"), 42);
  assert.equal(await finish("sh", "-c", "kill -KILL $$"), 137); // 128 and SIGKILL's 9
});

test("arguments reach the command as they are, with no shell in between", async () => {
  const argument = "a b; exit 9 $(id) *";
  const isSame = `test "$1" = '${argument}'`;
  assert.equal(await finish("sh", "-c", isSame, "sh", argument), 0);
});

test("a command that is told to end, ends", async () => {
  const command = runCommand(["sleep", "60"], "stderr");
  command.kill("SIGTERM");
  assert.equal(await command.finished, 143); // 128 and SIGTERM's 15
});

test("a command that can't be started is named, with why", async (t) => {
  // A folder of PATH that may not be entered would change the reason.
  const path = process.env["PATH"];
  process.env["PATH"] = "/usr/bin:/bin";
  t.after(() => {
    process.env["PATH"] = path;
  });
  assert.equal(
    await complaint("no-such-program-here"),
    "127 no-such-program-here can't be started: there is no such program",
  );
  const file = join(temporaryFolder(t), "not-executable");
  writeFileSync(file, "text", { mode: 0o644 });
  assert.match(
    await complaint(file),
    /^126 .*not-executable can't be started: it is not executable/,
  );
});

test("what can't be started is found out without starting it", (t) => {
  requireCommand([]);
  requireCommand(["sh", "-c", "exit 1"]);
  const missing = { code: "no-such-command", message: /no such program/ };
  assert.throws(() => {
    requireCommand(["no-such-program-here"]);
  }, missing);
  assert.throws(() => {
    requireCommand([`${temporaryFolder(t)}/none`]);
  }, missing);
  assert.throws(
    () => {
      requireCommand([temporaryFolder(t)]);
    },
    { code: "command-not-executable", message: /not executable/ },
  );
});
