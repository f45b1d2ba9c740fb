import assert from "node:assert/strict";
import { test } from "node:test";
import { withoutSecrets } from "../../../src/aggregate/patterns/arguments.js";
import type { ArgumentPattern } from "../../../src/model/baseline/baseline.js";

const SECRET = "hunter2-S3cr3t";

/** Command lines with a secret, and what may be kept of them. */
const CASES: readonly (readonly [argv: readonly string[], kept: readonly ArgumentPattern[]])[] = [
  [
    ["app", `--password=${SECRET}`],
    ["app", { startsWith: "--password=" }],
  ],
  [
    ["app", `--db-password=${SECRET}`],
    ["app", { startsWith: "--db-password=" }],
  ],
  [
    ["app", `-token=${SECRET}`],
    ["app", { startsWith: "-token=" }],
  ],
  [
    ["app", "--token", SECRET, "x"],
    ["app", "--token", null, "x"],
  ],
  [
    ["app", "--password", `-${SECRET}`],
    ["app", "--password", null],
  ],
  [
    ["app", "--password", `--token=${SECRET}`],
    ["app", "--password", { startsWith: "--token=" }],
  ],
  [
    ["sh", "-c", `app --no-password --password -${SECRET}`],
    ["sh", "-c", { startsWith: "app --no-password --password " }],
  ],
  [
    ["app", "--api-key", SECRET],
    ["app", "--api-key", null],
  ],
  [
    ["docker", "run", "-e", `KEY=${SECRET}`, "alpine"],
    ["docker", "run", "-e", { startsWith: "KEY=" }, "alpine"],
  ],
  [
    ["docker", "run", `-eKEY=${SECRET}`],
    ["docker", "run", { startsWith: "-eKEY=" }],
  ],
  [
    ["docker", `--env=KEY=${SECRET}`],
    ["docker", { startsWith: "--env=KEY=" }],
  ],
  [
    ["env", `DB_PASSWORD=${SECRET}`, "app"],
    ["env", { startsWith: "DB_PASSWORD=" }, "app"],
  ],
  [
    ["git", "clone", `https://me:${SECRET}@host/x`],
    ["git", "clone", { startsWith: "https://" }],
  ],
  [
    ["psql", `--dsn=postgres://u:${SECRET}@db/x`],
    ["psql", { startsWith: "--dsn=postgres://" }],
  ],
  [
    ["curl", "-H", `Authorization: Bearer ${SECRET}`],
    ["curl", "-H", { startsWith: "Authorization: " }],
  ],
  [
    ["curl", "-H", `X-Api-Key: ${SECRET}`],
    ["curl", "-H", { startsWith: "X-Api-Key: " }],
  ],
  [
    ["curl", "-u", `me:${SECRET}`],
    ["curl", "-u", null],
  ],
  [
    ["/usr/bin/mysql", `-p${SECRET}`],
    ["/usr/bin/mysql", { startsWith: "-p" }],
  ],
  [
    ["redis-cli", "-a", SECRET],
    ["redis-cli", "-a", null],
  ],
  [
    ["sh", "-c", `mysql --password ${SECRET}`],
    ["sh", "-c", { startsWith: "mysql --password " }],
  ],
  [
    ["sh", "-c", `export TOKEN='${SECRET}'; x`],
    ["sh", "-c", { startsWith: "export TOKEN='" }],
  ],
  [
    ["app", `{"secret": "${SECRET}"}`],
    ["app", { startsWith: '{"secret": "' }],
  ],
  [
    ["app", `https://h/?a=1&access_token=${SECRET}`],
    ["app", { startsWith: "https://h/?a=1&access_token=" }],
  ],
  [
    ["app", `x ghp_${SECRET.replace(/-/g, "")}`],
    ["app", { startsWith: "x " }],
  ],
  [
    ["app", `-----BEGIN RSA PRIVATE KEY-----${SECRET}`],
    ["app", null],
  ],
];

test("likely secrets are not kept", () => {
  for (const [argv, kept] of CASES) {
    assert.deepEqual(withoutSecrets(argv), kept, argv.join(" "));
    assert.ok(!JSON.stringify(withoutSecrets(argv)).includes(SECRET));
  }
});

test("ordinary arguments are kept as they are", () => {
  for (const line of [
    "ls -l -p /etc/passwd",
    "ssh -p 22 host",
    "mkdir -p /run/secrets",
    "cat /etc/passwd /run/secrets/token",
    "sed -e s/a/b/",
    "curl https://example.com/a@b",
    "nginx -g daemon",
    "python3 -m http.server 8000",
    "psql --no-password -c x",
    "psql --no-password --password -c x",
    "app --no-auth-cache x --token --verbose --secret -",
  ]) {
    const argv = line.split(" ");
    assert.deepEqual(withoutSecrets(argv), argv, line);
    assert.deepEqual(withoutSecrets(["sh", "-c", line]), ["sh", "-c", line]);
  }
});

test("a hostile argument of 4 KiB is searched to its end", () => {
  for (const text of [
    "pass",
    "--token -",
    "--token --a=",
    "-",
    "a://",
    "--token-",
    "\"'",
    "x=",
    "eyJ",
    "secret ",
  ]) {
    const argv = ["app", text.repeat(4096 / text.length)];
    // What backtracks would not come back from here.
    assert.equal(withoutSecrets(argv).length, argv.length);
  }
});
