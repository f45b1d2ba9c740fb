/** What a user's rows do to a baseline. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Baseline } from "../../../src/model/baseline/baseline.js";
import type { Patterns } from "../../../src/aggregate/tables/tables.js";
import { baselineProblems } from "../../../src/aggregate/validate.js";
import type { Fact } from "../../../src/model/events/fact.js";
import { foldBaselines } from "../../../src/aggregate/fold.js";
import { actor, container, exec, fact, open, recording } from "../samples.js";

const WORDS = { "lets-in": "x", examples: ["x"] };

function fold(facts: readonly Fact[], patterns: Patterns = {}): Baseline {
  const [baseline] = foldBaselines([recording()], [container()], facts, { patterns });
  assert.ok(baseline !== undefined);
  assert.deepEqual(baselineProblems(baseline), []);
  return baseline;
}

function pathsOf(names: readonly string[], patterns?: Patterns): string[] {
  return fold(
    names.map((name) => fact(open(name))),
    patterns,
  ).filesRead.map(({ path, rule = "" }) => `${path} ${rule}`.trimEnd());
}

const ROW = { name: "session", match: "sess_[a-z0-9]{4}.json", ...WORDS };

test("one name of a row's form is enough for a pattern, which says the row and what its stars are", () => {
  const { filesRead } = fold([fact(open("/srv/s/sess_ab12.json"))], { forms: [ROW] });
  const found = filesRead.map(({ path, rule, stars }) => ({ path, rule, stars }));
  const path = "/srv/s/sess_*.json";
  assert.deepEqual(found, [{ path, rule: "own:session", stars: ["[a-z0-9]{4}"] }]);
});

test("a row's form holds where names may vary, or below its own folders", () => {
  const names = ["/etc/sess_ab12.json", "/srv/sess_ab12.json", "/opt/sess_ab12.json"];
  assert.deepEqual(pathsOf(names, { forms: [ROW] }), [
    "/etc/sess_ab12.json",
    "/opt/sess_*.json own:session",
    "/srv/sess_*.json own:session",
  ]);
  assert.deepEqual(pathsOf(names, { forms: [{ ...ROW, below: ["/srv", "/etc"] }] }), [
    "/etc/sess_*.json own:session",
    "/opt/sess_ab12.json",
    "/srv/sess_*.json own:session",
  ]);
});

test("no row makes a pattern where a file of any name is run, nor of a program", () => {
  const row = { ...ROW, match: "job[0-9]{2}", below: "/etc" };
  assert.deepEqual(pathsOf(["/etc/cron.d/job12"], { forms: [row] }), ["/etc/cron.d/job12"]);
  const { executables } = fold([fact(exec("/srv/job12"))], { forms: [{ ...row, below: "/srv" }] });
  assert.deepEqual(
    executables.map(({ path }) => path),
    ["/srv/job12"],
  );
  const place = { name: "jobs-of-ours", match: "/etc", is: "temporary", ...WORDS } as const;
  const names = ["1", "2", "3", "4"].map((each) => `/etc/cron.d/job-a${each}B7x${each}Q9`);
  assert.deepEqual(pathsOf(names, { places: [place] }), names);
});

const RANDOM = ["Kj2Mn4", "Qw9Er3", "Zx8Yw5", "aB3dE6"].map((each) => `x.${each}`);

test("a row opens a place for patterns, or closes it", () => {
  const [etc, tmp] = ["/etc/app", "/tmp"].map((folder) =>
    RANDOM.map((name) => `${folder}/${name}`),
  );
  assert.deepEqual(pathsOf(etc ?? []), etc);
  const opened = { name: "app", match: "/etc/app", is: "temporary", ...WORDS } as const;
  assert.deepEqual(pathsOf(etc ?? [], { places: [opened] }), ["/etc/app/x.* varying-name"]);
  assert.deepEqual(pathsOf(tmp ?? []), ["/tmp/x.* varying-name"]);
  const closed = { name: "no-tmp", match: "/tmp", is: "closed", ...WORDS } as const;
  assert.deepEqual(pathsOf(tmp ?? [], { places: [closed] }), tmp);
  assert.deepEqual(pathsOf(tmp ?? [], { places: [closed], off: ["no-tmp"] }), [
    "/tmp/x.* varying-name",
  ]);
});

function argumentsOf(line: string, patterns?: Patterns): unknown {
  const argv = line.split(" ");
  return fold([fact(exec(argv[0] ?? "", { argv }))], patterns).executables[0]?.arguments[0];
}

test("a row hides the secret of an option, of a variable, and of a form", () => {
  const secrets = [
    { name: "seed", match: "--seed", program: "tool*", ...WORDS },
    { name: "licence", match: "OUR_LICENCE", ...WORDS },
    { name: "acme", match: "acme_[0-9a-z]{12}", ...WORDS },
  ];
  const value = "acme_abcdef012345";
  for (const [line, hidden] of [
    ["/bin/tool2 --seed abc", ["/bin/tool2", "--seed", null]],
    ["/bin/tool2 --seed=abc", ["/bin/tool2", "--seed=", null]],
    ["/bin/x OUR_LICENCE=abc", ["/bin/x", "OUR_LICENCE="]],
    [`/bin/x key:${value}`, ["/bin/x", "key:"]],
  ] as const) {
    assert.deepEqual(argumentsOf(line), line.split(" "), "without the row it is kept");
    const found = JSON.stringify(argumentsOf(line, { secrets }));
    assert.ok(!found.includes("abc"), found);
    assert.ok(found.includes(hidden[1]), found);
    const off = secrets.map(({ name }) => name);
    assert.deepEqual(argumentsOf(line, { secrets, off }), line.split(" "));
  }
  assert.deepEqual(argumentsOf("/bin/other --seed abc", { secrets }), [
    "/bin/other",
    "--seed",
    "abc",
  ]);
  const script = fold([fact(exec("/bin/sh", { argv: ["sh", "-c", "tool --seed abc; id"] }))], {
    secrets,
  });
  assert.doesNotMatch(JSON.stringify(script.executables), /abc/u);
});

test("a built-in row of secrets is switched off by its name", () => {
  for (const [name, line] of [
    ["github-token", "/bin/x ghp_aBcD1eFgH2iJkL3mNoP4"],
    ["secrets-of-redis-cli", "redis-cli -a abc"],
    ["name-pin", "/bin/x --pin abc"],
    ["name-api-key", "/bin/x --apikey=abc"],
  ] as const) {
    assert.notDeepEqual(argumentsOf(line), line.split(" "), name);
    assert.deepEqual(argumentsOf(line, { off: [name] }), line.split(" "), name);
  }
});

test("a row makes a program an interpreter", () => {
  const argv = ["raku", "-I", "lib", "/data/x.raku"];
  const facts = [
    fact(exec("/usr/bin/raku", { argv })),
    fact(open("/data/x.raku", { storage: "volume" }), {
      actor: actor({ programs: ["/usr/bin/raku"] }),
    }),
  ];
  const row = { name: "raku", match: "raku*", valued: ["-I"], ...WORDS };
  const filesOf = (patterns?: Patterns): unknown =>
    fold(facts, patterns).executables[0]?.interprets?.map(({ path }) => path);
  assert.equal(filesOf(), undefined);
  assert.deepEqual(filesOf({ interpreters: [row] }), ["/data/x.raku"]);
  assert.equal(filesOf({ interpreters: [row], off: ["raku"] }), undefined);
});
