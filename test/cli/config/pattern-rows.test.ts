/** Rows of tables in cxray.yaml: what is wrong with one is told with its line and its name. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { packageFile } from "../../../src/files/package-root.js";
import { complaint, load } from "./loading.js";

const FORM = [
  "patterns:",
  "  forms:",
  "    - name: our-form",
  "      match: job-[0-9]{4}",
  "      lets-in: Any job.",
  "      examples: [job-1234]",
];

/** The lines, of which some are others. */
function changed(changes: Readonly<Record<number, string>>): string {
  return `${FORM.map((line, at) => changes[at + 1] ?? line).join("\n")}\n`;
}

test("the rows of the documentation are what cxray.yaml takes", async (t) => {
  const page = readFileSync(packageFile("docs/configuration.md"), "utf8");
  const [, yaml = ""] = /## Patterns.*?```yaml\n(.*?)```/su.exec(page) ?? [];
  const { patterns } = await load(t, yaml);
  const names = [
    ...["forms", "places", "secrets", "interpreters"].flatMap((table) =>
      (patterns as Record<string, { name: string }[]>)[table]?.map(({ name }) => name),
    ),
  ];
  assert.equal(names.length, 6);
});

test("a row that can't be understood is told with its line, its name, and what is wrong", async (t) => {
  for (const [text, message] of [
    [
      changed({ 3: "    - name: Our Form" }),
      /line 3: patterns\.forms\.name must be small letters/m,
    ],
    [changed({ 3: "    - name: date" }), /line 3: there is another row date$/m],
    [changed({ 5: "      letsin: x" }), /line 5: patterns\.forms has name, match, below, lets-in/m],
    [changed({ 5: "" }), /line 3: patterns\.forms needs lets-in$/m],
    [changed({ 6: "      examples: []" }), /line 6: patterns\.forms\.examples must be/m],
    [
      changed({ 6: "      examples: [job-1234, job-12345]" }),
      /line 6: row our-form: example 2 doesn't fit: it is not of the form$/m,
    ],
    [
      changed({ 6: "      examples:\n        - job-1234\n        - /etc/job-1234" }),
      /line 8: row our-form: example 2 doesn't fit: the row doesn't hold in that folder$/m,
    ],
    [changed({ 4: "      match: job" }), /line 4: row our-form: match has no part that varies/m],
    [changed({ 4: "      match: (job|run)-[0-9]+" }), /line 4: row our-form: match must be text/m],
    [changed({ 4: "      match: job-[0-9]*" }), /line 4: row our-form: match must be text/m],
    [changed({ 4: "      match: job-[0-9]+[a-z0-9]{4}" }), /line 4: .*several lengths/m],
    [changed({ 4: "      match: '[a-z]{5}'" }), /line 4: .*fits too much/m],
    [`${changed({})}  off: [our-from]\n`, /line 7: patterns\.off .*; did you mean our-form\?$/m],
  ] as const) {
    assert.match(await complaint(() => load(t, text)), message, text);
  }
});

test("examples of the other tables are checked as well", async (t) => {
  const row = (table: string, more: string): string =>
    `patterns: {${table}: [{name: ours, lets-in: x, ${more}}]}\n`;
  for (const [text, message] of [
    [
      row("places", "is: temporary, match: /srv/x, examples: [/srv/x/a, /srv/y/a]"),
      /row ours: example 2 doesn't fit: it is not below$/m,
    ],
    [
      row("places", "is: temporary, match: /etc/cron.d, examples: [/etc/cron.d/x]"),
      /row ours: example 1 doesn't fit: another row, or what lies there, makes it closed$/m,
    ],
    [
      row("places", "is: temporary, match: srv, examples: [/srv/x]"),
      /must be the path of a folder/m,
    ],
    [
      row("secrets", "match: --seed, program: tool, examples: [other --seed S3CRET]"),
      /row ours: example 1 doesn't fit: its S3CRET would be kept$/m,
    ],
    [
      row("secrets", "match: SEED, examples: [SEED=x]"),
      /example 1 doesn't fit: it has no S3CRET$/m,
    ],
    [
      row("secrets", "match: 'acme_[a-z]+', examples: [acme_x]"),
      /row ours: match must be of one length/m,
    ],
    [row("secrets", "match: '[a-z]{20}', examples: [x]"), /match must begin with two letters/m],
    [row("secrets", "match: 'ab[0-9]{4}', examples: [x]"), /match is of fewer than 12 characters/m],
    [
      row("interpreters", "match: raku, inline: [-e], examples: [raku -e SCRIPT]"),
      /row ours: example 1 doesn't fit: what it is given to run is not SCRIPT$/m,
    ],
  ] as const) {
    assert.match(await complaint(() => load(t, text)), message, text);
  }
});
