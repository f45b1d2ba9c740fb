import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { ArgumentVectors, withoutSecrets } from "../../../src/aggregate/patterns/arguments.js";
import type { ArgumentPattern } from "../../../src/model/baseline/baseline.js";
import type { Open } from "../../../src/model/events/events.js";
import { baselineOfBehaviours, exec, open } from "../samples.js";

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

function listed(argvs: readonly (readonly ArgumentPattern[])[]): (readonly ArgumentPattern[])[] {
  const vectors = new ArgumentVectors();
  for (const argv of argvs) vectors.add(argv);
  return vectors.list();
}

test("up to eight vectors of one length are listed, more become one pattern", () => {
  const eight = Array.from({ length: 8 }, (_, index) => ["cp", String(index), "/to"]);
  assert.deepEqual(listed([...eight, ...eight]), eight);
  assert.deepEqual(listed([...eight, ["cp", "8", "/to"]]), [["cp", null, "/to"]]);
  assert.deepEqual(listed([...eight, ["cp", "8", "/to"], ["mv", "1", "/to"], ["cp"]]), [
    ["cp"],
    [null, null, "/to"],
  ]);
});

test("neither order nor the way of merging changes the patterns", () => {
  const pattern = fc.oneof(
    fc.constantFrom("a", "b", "c"),
    fc.constant({ startsWith: "a" }),
    fc.constant(null),
  );
  const vectors = fc.array(fc.array(pattern, { minLength: 1, maxLength: 3 }), {
    maxLength: 40,
    size: "max",
  });
  fc.assert(
    fc.property(vectors, fc.nat(40), fc.nat(40), (argvs, one, two) => {
      const [from, to] = [Math.min(one, two), Math.max(one, two)];
      const parts = [argvs.slice(0, from), argvs.slice(from, to), argvs.slice(to)];
      const [a, b, c] = parts.map((part) => {
        const gathered = new ArgumentVectors();
        for (const argv of part) gathered.add(argv);
        return gathered;
      });
      const left = new ArgumentVectors();
      for (const each of [a, b, c]) if (each !== undefined) left.absorb(each);
      const right = new ArgumentVectors();
      if (b !== undefined && c !== undefined) {
        c.absorb(b);
        right.absorb(c);
      }
      if (a !== undefined) right.absorb(a);
      const expected = listed([...argvs].reverse());
      assert.deepEqual(left.list(), expected);
      assert.deepEqual(right.list(), expected);
    }),
  );
});

test("vectors of many lengths become what all of them begin with", () => {
  const vectors = Array.from({ length: 40 }, (_, index) => [
    "tar",
    "-c",
    ...Array.from({ length: index }, (_, at) => `${String(index)}-${String(at)}`),
  ]);
  for (const order of [vectors, vectors.toReversed()]) {
    const all = new ArgumentVectors();
    for (const vector of order) all.add(vector);
    assert.deepEqual(all.list(), [["tar", "-c", { more: true }]]);
    const others = new ArgumentVectors();
    others.add(["tar", "-x"]);
    others.absorb(all);
    assert.deepEqual(others.list(), [["tar", { more: true }]]);
  }
});

test("of long vectors two are listed", () => {
  const long = ["a", "b", "c"].map((text) => ["sh", text.repeat(2000), "x"]);
  const vectors = new ArgumentVectors();
  for (const vector of long.slice(1)) vectors.add(vector);
  assert.equal(vectors.list().length, 2);
  vectors.add(long[0] ?? []);
  assert.deepEqual(vectors.list(), [["sh", null, "x"]]);
});

test("what a path became holds for the same text in an argument", () => {
  const made = (path: string): Open =>
    open(path, { flags: 0o301, access: "write", storage: "upper" });
  const [program] = baselineOfBehaviours(
    made("/tmp/tmp.Q7xK2pLw9Z"),
    exec("/bin/cp", { argv: ["cp", "/tmp/tmp.Q7xK2pLw9Z", "--to=/tmp/tmp.Q7xK2pLw9Z:/srv/x"] }),
    exec("/bin/cp", { argv: ["cp", "/etc/a*b", "1".repeat(12)] }),
    exec("/bin/cp", { argv: ["cp", "-T", "/tmp/tmp.XXXXXXXXXX"] }),
  ).executables;
  assert.deepEqual(program?.arguments, [
    ["cp", "-T", "/tmp/tmp.XXXXXXXXXX"],
    ["cp", "/etc/a*b", { pattern: "*", stars: ["[0-9a-f]{12}"] }],
    [
      "cp",
      { pattern: "/tmp/tmp.*", stars: ["[A-Za-z0-9]{10}"] },
      { pattern: "--to=/tmp/tmp.*:/srv/x", stars: ["[A-Za-z0-9]{10}"] },
    ],
  ]);
});
