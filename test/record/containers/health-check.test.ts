import assert from "node:assert/strict";
import { test } from "node:test";
import type { Exec } from "../../../src/model/events/events.js";
import { beginsHealthCheck, healthCheckOf } from "../../../src/record/containers/health-check.js";

function exec(argv: readonly string[], more: Partial<Exec> = {}): Exec {
  return { kind: "exec", path: "/x", asked: "/x", argv, storage: "image", ...more };
}

test("a check is what the engine executes for it", () => {
  const check = (Test: readonly string[] | null, Shell: readonly string[] | null = null) =>
    healthCheckOf({ Healthcheck: { Test }, Shell });
  assert.deepEqual(check(["CMD", "curl", "-f", "localhost"]), ["curl", "-f", "localhost"]);
  assert.deepEqual(check(["CMD-SHELL", "a | b"]), ["/bin/sh", "-c", "a | b"]);
  assert.deepEqual(check(["CMD-SHELL", "a"], ["/bin/bash", "-ec"]), ["/bin/bash", "-ec", "a"]);
  for (const none of [["NONE"], ["CMD"], [], null]) assert.equal(check(none), null);
  assert.equal(healthCheckOf({}), null);
  assert.equal(healthCheckOf({ Healthcheck: null }), null);
});

test("a session is the check's when it begins with the check's command, whole", () => {
  const check = ["curl", "-f", "localhost"];
  assert.ok(beginsHealthCheck(check, exec(check)));
  for (const other of [["curl"], ["curl", "-f", "elsewhere"], [...check, "-o/x"], ["sh"], []]) {
    assert.ok(!beginsHealthCheck(check, exec(other)), other.join(" "));
  }
  assert.ok(!beginsHealthCheck(null, exec(check)));
  assert.ok(!beginsHealthCheck(undefined, exec(check)));
});

test("a check that is a script has its interpreter before it, and a path for a name", () => {
  const script = { script: "image" } as const;
  const begins = (...argv: string[]): boolean =>
    beginsHealthCheck(["check.sh", "-q"], exec(argv, script));
  assert.ok(begins("/bin/sh", "/usr/bin/check.sh", "-q"));
  assert.ok(begins("/usr/bin/env", "-S", "/usr/bin/check.sh", "-q"));
  assert.ok(!begins("/bin/sh", "/usr/bin/check.sh", "-v"));
  assert.ok(!begins("/bin/sh", "/usr/bin/recheck.sh", "-q"));
  assert.ok(!begins("-q"));
});

test("of a check that is longer than what is kept of arguments the beginning is compared", () => {
  const long = "x".repeat(5000);
  const kept = { argvTruncated: true } as const;
  assert.ok(beginsHealthCheck(["sh", "-c", long], exec(["sh", "-c", long.slice(0, 4000)], kept)));
  assert.ok(!beginsHealthCheck(["sh", "-c", long], exec(["sh", "-c", "y"], kept)));
  assert.ok(!beginsHealthCheck(["sh"], exec(["sh", "-c", "y"], kept)));
});
