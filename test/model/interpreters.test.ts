import assert from "node:assert/strict";
import { test } from "node:test";
import { INTERPRETERS, isShell, SHELL } from "../../src/model/interpreters.js";

test("each row knows its examples, and no other row does", () => {
  for (const { examples } of INTERPRETERS) {
    for (const example of examples) {
      const rows = INTERPRETERS.filter(({ program }) => program.test(example));
      assert.deepEqual(
        rows.map((row) => row.examples),
        [examples],
        example,
      );
    }
  }
});

test("a shell is one by its file's name, wherever it lies", () => {
  for (const name of [...SHELL.examples, "busybox", "busybox.static"]) {
    assert.ok(isShell(`/usr/bin/${name}`), name);
  }
  for (const path of ["/usr/bin/ssh", "/sh/id", "/usr/bin/bashful", "/bin/su"]) {
    assert.ok(!isShell(path), path);
  }
});
