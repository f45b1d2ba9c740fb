/** What the policy forbids, where a baseline is shown, and in a format of the user's own. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { packageFile } from "../../src/files/package-root.js";
import { folderWith, runCxray, type Outcome } from "./run-cxray.js";

const JOB = packageFile("fixtures/job/baseline.json");

const POLICY = `never:
  programs:
    - match: /usr/bin/curl
      reason: nothing is downloaded
  paths: [/etc/passwd]
`;

function jobWith(t: TestContext, policy?: string): (...args: readonly string[]) => Outcome {
  const folder = folderWith(t, policy);
  writeFileSync(
    join(folder, "own.hbs"),
    "{{#each executables}}{{path}}\n{{/each}}{{#each filesRead}}{{path}}\n{{/each}}",
  );
  return (...args) => runCxray([...args, "--baseline", JOB], { folder });
}

test("profile marks what the policy forbids, before all else, with the row and its reason", (t) => {
  const { stdout, exit } = jobWith(t, POLICY)("profile");
  assert.equal(exit, 0);
  const lines = stdout.split("\n").filter((line) => line.startsWith("! "));
  assert.equal(lines[0], "! 1 × FORBIDDEN by cxray.yaml, line 3: nothing is downloaded");
  assert.match(
    lines[1] ?? "",
    /^! 1 × FORBIDDEN by cxray\.yaml, line 5: no emitted file allows it/u,
  );
  assert.match(stdout, /^! \/usr\/bin\/curl .*FORBIDDEN by cxray\.yaml, line 3/mu);
  assert.match(stdout, /^! \/etc\/passwd .*FORBIDDEN by cxray\.yaml, line 5/mu);
  assert.doesNotMatch(jobWith(t)("profile").stdout, /FORBIDDEN/u);
});

test("the report has a card for each row of the policy that forbids something, first", (t) => {
  const { stdout, exit } = jobWith(t, POLICY)("report");
  assert.equal(exit, 0);
  const cards = [
    ...stdout.matchAll(/<article class="card (?<severity>\w+)">(?<card>.*?)<\/article>/gsu),
  ];
  const [first, second] = cards.map(({ groups }) =>
    groups?.["card"]?.replace(/<[^>]*>|\s+/gu, " "),
  );
  assert.match(
    first ?? "",
    /high +Forbidden by cxray\.yaml, line 3 .*nothing is downloaded .*curl/u,
  );
  assert.match(second ?? "", /Forbidden by cxray\.yaml, line 5 .*\/etc\/passwd/u);
  assert.doesNotMatch(jobWith(t)("report").stdout, /Forbidden by/u);
});

test("a template of one's own is given the baseline without what the policy forbids", (t) => {
  const emit = ["emit", "--template", "own.hbs"];
  const { stdout, stderr, exit } = jobWith(t, POLICY)(...emit);
  assert.equal(exit, 0);
  assert.doesNotMatch(stdout, /\/usr\/bin\/curl|\/etc\/passwd/u);
  assert.match(stdout, /^\/usr\/bin\/bash$/mu);
  assert.match(stderr, /cxray\.yaml, line 3, leaves out .*curl/u);
  const without = jobWith(t)(...emit);
  assert.match(without.stdout, /^\/usr\/bin\/curl$/mu);
  assert.doesNotMatch(without.stderr, /leaves out/u);
});
