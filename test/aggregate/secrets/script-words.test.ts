import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { withoutSecrets } from "../../../src/aggregate/patterns/arguments.js";
import type { ArgumentPattern } from "../../../src/model/baseline/baseline.js";

const SECRET = "hunter2-S3cr3t";

/** Scripts with a secret, and what may be kept of them. */
const SCRIPTS: readonly (readonly [script: string, kept: string])[] = [
  [`mysql -p${SECRET}; curl --user bob:pw https://x`, "mysql -p"],
  [`id; curl --user bob:${SECRET} https://x`, "id; curl --user "],
  [`id && curl --user=bob:${SECRET} https://x`, "id && curl --user="],
  [`x=$(curl -u "bob:${SECRET}" https://x)`, 'x=$(curl -u "'],
  [`cat dump|/usr/bin/mysql -uroot -p'${SECRET}' db`, "cat dump|/usr/bin/mysql -uroot -p'"],
  [`mysql \\\n  -p${SECRET}`, "mysql \\\n  -p"],
  [`mysql -e 'select 1; select 2' -p${SECRET}`, "mysql -e 'select 1; select 2' -p"],
  [`su - bob -c "redis-cli -a ${SECRET} ping"`, 'su - bob -c "redis-cli -a '],
  [`docker run -e KEY=${SECRET} alpine`, "docker run -e KEY="],
  [`docker run -e \\\n 'KEY=${SECRET}' alpine`, "docker run -e \\\n 'KEY="],
  [`docker run -eKEY=${SECRET} alpine`, "docker run -eKEY="],
  [`docker run --env=KEY=${SECRET} alpine`, "docker run --env=KEY="],
  [`PASSWORD=${SECRET} cmd`, "PASSWORD="],
  [`A=b MYSQL_PWD='${SECRET}' mysql`, "A=b MYSQL_PWD='"],
  [`(app --token "${SECRET}")`, '(app --token "'],
  [`git clone https://me:${SECRET}@host/x`, "git clone https://"],
];

/** Shells, and how they are told that a script follows. */
const SHELLS: readonly (readonly string[])[] = [
  ["sh", "-c"],
  ["/bin/bash", "-c"],
  ["-bash", "-lc"],
  ["dash", "-ec"],
  ["ash", "-ce"],
  ["zsh", "-f", "-c"],
  ["ksh93", "-c"],
  ["bash", "-o", "pipefail", "-ec"],
  ["bash", "--norc", "-c", "--"],
  ["/bin/busybox", "sh", "-c"],
  ["env", "A=b", "/bin/sh", "-c"],
  ["docker", "exec", "web", "sh", "-c"],
  ["su", "bob", "-c"],
];

test("a script is kept up to its first likely secret, whichever shell it is for", () => {
  for (const shell of SHELLS) {
    for (const [script, kept] of SCRIPTS) {
      const expected: ArgumentPattern[] = [...shell, { startsWith: kept }];
      assert.deepEqual(withoutSecrets([...shell, script]), expected);
    }
  }
});

test("a script that begins with a secret is not kept at all", () => {
  const argv = ["sh", "-c", "AKIAABCDEFGH12345678"];
  assert.deepEqual(withoutSecrets(argv), ["sh", "-c", null]);
});

test("a script's parameters are read as part of it, and not kept after a secret", () => {
  for (const [argv, kept] of [
    [
      ["sh", "-c", 'exec "$@"', "sh", "mysql", `-p${SECRET}`],
      ["sh", "-c", 'exec "$@"', "sh", "mysql", { startsWith: "-p" }],
    ],
    [
      ["sh", "-c", 'curl -u "$0" "$1"', `me:${SECRET}`, "https://x"],
      ["sh", "-c", { startsWith: 'curl -u "' }, null, null],
    ],
    [
      ["sh", "-c", "PASSWORD=$1 exec app", "", SECRET],
      ["sh", "-c", { startsWith: "PASSWORD=" }, "", null],
    ],
    [
      ["sh", "-c", 'curl "$@"', "sh", "-u", `me:${SECRET}`],
      ["sh", "-c", 'curl "$@"', "sh", "-u", null],
    ],
  ] satisfies [string[], ArgumentPattern[]][]) {
    assert.deepEqual(withoutSecrets(argv), kept);
  }
});

test("an ordinary script is kept as it is", () => {
  for (const script of [
    "set -e; DIR=/var/lib/app; mkdir -p $DIR && cp -u /etc/app.conf $DIR",
    "set -e\nNAME=app\nexec $NAME --port 80",
    "until grep -q :3039 /proc/net/tcp; do :; done # 12345, listening",
    "sed -e s/a=b/c/ -i /etc/nginx/nginx.conf; nginx -g 'daemon off;'",
    'for user in a b; do echo "$user" >>/tmp/users; done',
    "cat /etc/passwd | sort -u | head -n 1",
    "",
  ]) {
    assert.deepEqual(withoutSecrets(["sh", "-ec", script]), ["sh", "-ec", script]);
  }
});

test("what is no script is not read as one", () => {
  for (const argv of [
    ["mkdir", "-p", "/var/lib/mysql"],
    ["sh", "/run.sh", "mysql -ppw"],
    ["ssh", "-c", "mysql -ppw"],
    ["python3", "-c", "print('mysql -ppw')"],
  ]) {
    assert.deepEqual(withoutSecrets(argv), argv);
  }
});

/** Command lines whose second or third argument holds a secret. */
const COMMANDS: readonly (readonly string[])[] = [
  ["mysql", `-p${SECRET}`],
  ["mariadb-dump", `-p${SECRET}`],
  ["sshpass", "-p", SECRET],
  ["curl", "-u", `me:${SECRET}`],
  ["curl", `--user=me:${SECRET}`],
  ["wget", "--user", SECRET],
  ["redis-cli", "-a", SECRET],
  ["ldapsearch", "-w", SECRET],
  ["openssl", "-K", SECRET],
  ["unzip", `-P${SECRET}`],
  ["docker", "-e", `KEY=${SECRET}`],
  ["docker", `--env=KEY=${SECRET}`],
  ["app", "--api-key", SECRET],
  ["env", `DB_PASSWORD=${SECRET}`],
];

test("what is not kept as an argument is not kept in a script, however it is quoted", () => {
  const quotes = [(word: string) => word, (word: string) => `'${word}'`, JSON.stringify];
  const text = fc.array(
    fc.constantFrom("ls", "-l", ";", "&&", "|", "\n", "$(", ")", "'", '"', "\\", "-e", "#", "curl"),
  );
  fc.assert(
    fc.property(
      text,
      fc.constantFrom(...COMMANDS),
      fc.array(fc.constantFrom(...quotes), { minLength: 3, maxLength: 3 }),
      fc.constantFrom(" ", "  ", "\t", " \\\n"),
      fc.constantFrom("", ";", "|", ")", "`", " ", "'"),
      (before, command, quote, gap, end) => {
        assert.ok(!JSON.stringify(withoutSecrets(command)).includes(SECRET));
        const words = command.map((word, index) => (quote[index] ?? String)(word));
        const script = `${before.join(" ")} ${words.join(gap)}${end} ls`;
        const kept = withoutSecrets(["sh", "-c", script]);
        assert.ok(!JSON.stringify(kept).includes(SECRET), script);
        const [, , pattern] = kept;
        const isCut = typeof pattern === "object" && pattern !== null && "startsWith" in pattern;
        const start = isCut ? pattern.startsWith : typeof pattern === "string" ? pattern : "";
        assert.ok(script.startsWith(start));
      },
    ),
    { numRuns: 500 },
  );
});

test("what begins like a variable is a secret where no shell expands it", () => {
  for (const [argv, secret] of [
    [["app", "--password", "$ecret99"], "$ecret99"],
    [["app", "--password=$ecret99"], "$ecret99"],
    [["app", "--password=${x}S3cret"], "S3cret"],
    [["app", "--password", "id=hunter2"], "hunter2"],
    [["app", "--password=id=hunter2"], "hunter2"],
    [["app", "--token", "src=hunter2"], "hunter2"],
    [["app", "--secret", "type=hunter2"], "hunter2"],
    [["app", "--secret", "id=hunter2,type=x"], "hunter2"],
    [["env", "DB_PASSWORD=$hunter2"], "hunter2"],
    [["curl", "-H", "Authorization: $ecret99"], "ecret99"],
    [["curl", "-H", "Authorization: Token $ecret99"], "ecret99"],
    [["sh", "-c", `exec "$@"`, "sh", "app", "--password", "$ecret99"], "ecret99"],
    [["psql", "-c", "ALTER USER x PASSWORD $ecret99"], "ecret99"],
    [["sh", "-c", "app --password '$ecret99'"], "ecret99"],
    [["sh", "-c", "PASSWORD='$ecret99' app"], "ecret99"],
    [["sh", "-c", "app --password ${X:-hunter2}"], "hunter2"],
    [["sh", "-c", 'PASSWORD="$a-hunter2" app'], "hunter2"],
    [["sh", "-c", "app --token id=hunter2"], "hunter2"],
  ] satisfies [string[], string][]) {
    const kept = JSON.stringify(withoutSecrets(argv));
    assert.ok(!kept.includes(secret), `${argv.join(" ")}: ${kept}`);
  }
});

test("a variable that a shell expands, or that is in capitals, is no secret", () => {
  for (const argv of [
    ["app", "--password", "$DB_PASSWORD"],
    ["app", "--password=${DB_PASSWORD}"],
    ["app", "--password", "env:DB_PASSWORD"],
    ["curl", "-H", "Authorization: Bearer $TOKEN"],
    ["docker", "build", "--secret", "id=npmrc,src=/root/.npmrc", "."],
    ["/usr/bin/podman", "build", "--secret", "type=env,id=TOKEN", "."],
    ["sh", "-c", 'app --password "$db_password"; PASSWORD=$pw app'],
    ["sh", "-c", 'app --password "${db_password}"'],
    ["sh", "-c", "PASSWORD=$(cat /run/secrets/pw) app --token `cat /run/t`"],
    ["sh", "-c", 'curl -H "Authorization: Bearer $token" https://h/'],
    ["sh", "-c", "app --password '$PASSWORD'"],
  ]) {
    assert.deepEqual(withoutSecrets(argv), argv);
  }
});

test("a hostile script of 4 KiB is read in no time", () => {
  for (const text of [
    "curl ",
    "-u ",
    "-p",
    "-pass",
    "mysql -",
    "sh/",
    "-c;",
    "--token ;",
    "e=",
    "'",
  ]) {
    const script = text.repeat(4096 / text.length);
    for (const argv of [
      ["sh", "-c", script],
      ["sh", "-c", `${script}!`, script],
      [script, script, script],
    ]) {
      // What backtracks would not come back from here.
      assert.equal(withoutSecrets(argv).length, argv.length);
    }
  }
});
