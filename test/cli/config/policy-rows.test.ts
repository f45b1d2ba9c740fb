import assert from "node:assert/strict";
import { test } from "node:test";
import { readSchema } from "../../../src/cli/config/schema-mistakes.js";
import { PART_NAMES } from "../../../src/model/baseline/parts.js";
import { NEVER_KINDS } from "../../../src/policy/policy.js";
import { complaint, load } from "./loading.js";

test("the policy's rows know their lines, whichever way they are written", async (t) => {
  const text = [
    "# a policy",
    "ignore:",
    "  - {match: /srv/cache/*, kind: filesRead, reason: it rotates, until: 2027-01-31}",
    "  - reason: two of them",
    "    kind: [names, destinations]",
    "    match: [a, b]",
    "    image: web*",
    "never:",
    "  programs:",
    "    - nc",
    "    - match: /usr/bin/curl",
    "      reason: nobody downloads",
    "      severity: medium",
    "  ports: [23, 6000-6063]",
    "  capabilities: [sys_admin]",
    "  paths: [{match: /etc/*, access: write}]",
    "severity:",
    "  - {kind: filesRead, match: /etc/*, severity: high}",
  ];
  const { policy, ...others } = await load(t, text.join("\n"));
  assert.deepEqual(others, {});
  assert.match(policy?.file ?? "", /cxray\.yaml$/u);
  const rows = [...(policy?.ignore ?? []), ...(policy?.never ?? []), ...(policy?.severity ?? [])];
  assert.deepEqual(
    rows.map(({ line, match }) => `${String(line)} ${String(match)}`),
    [
      ...["3 /srv/cache/*", "4 a,b", "10 nc", "11 /usr/bin/curl", "16 /etc/*"],
      ...["14 23", "14 6000-6063", "15 CAP_SYS_ADMIN", "18 /etc/*"],
    ],
  );
  assert.deepEqual(policy?.ignore[0], {
    line: 3,
    images: [],
    kinds: ["filesRead"],
    match: ["/srv/cache/*"],
    reason: "it rotates",
    until: "2027-01-31",
  });
  assert.deepEqual(policy.never[1], {
    line: 11,
    images: [],
    kind: "programs",
    match: "/usr/bin/curl",
    reason: "nobody downloads",
    severity: "medium",
    access: [],
  });
});

test("a mistake in the policy is told with its line", async (t) => {
  for (const [text, message] of [
    ["ignore:\n  - match: x\n", /line 2: ignore needs reason$/m],
    [
      "ignore:\n  - match: x\n    resaon: y\n",
      /line 3: ignore has .* nothing else; did you mean reason\?$/m,
    ],
    [
      "ignore:\n  - reason: x\n    kind: fileRead\n",
      /line 3: ignore\.kind must be a list of the baseline, or several$/m,
    ],
    [
      "ignore:\n  - reason: x\n    until: 2026-02-30\n",
      /line 3: ignore\.until is a date that does not exist$/m,
    ],
    [
      "ignore:\n  - reason: x\n    until: tomorrow\n",
      /line 3: ignore\.until must be a date, such as 2027-01-31$/m,
    ],
    [
      "ignore:\n  - reason: x\n    until: 2026-2-3\n",
      /line 3: ignore\.until must be a date, such as 2027-01-31$/m,
    ],
    ["ignore: {reason: x}\n", /line 1: ignore must be a list$/m],
    ["ignore: [x]\n", /line 1: ignore must be a mapping with match, kind, reason or until$/m],
    ["never:\n  program: [nc]\n", /line 2: never has .* nothing else; did you mean programs\?$/m],
    ["never:\n  programs: nc\n", /line 2: never\.programs must be a list$/m],
    [
      "never:\n  programs:\n    - [nc]\n",
      /line 3: never\.programs must be a text, or a mapping with match/m,
    ],
    ["never:\n  programs:\n    - reason: x\n", /line 3: never\.programs needs match$/m],
    [
      "never:\n  programs:\n    - match: x\n      severity: hihg\n",
      /line 4: never\.programs\.severity must be one of high, medium, low; did you mean high\?$/m,
    ],
    ["never:\n  ports: [0]\n", /line 2: never\.ports must be a port from 1 to 65535/m],
    ["never:\n  ports: [65536]\n", /line 2: never\.ports must be a port from 1 to 65535/m],
    ["never:\n  ports: [9-1]\n", /line 2: never\.ports must be a port from 1 to 65535/m],
    [
      "never:\n  destinations: [10.0.0.0/33]\n",
      /line 2: never\.destinations must be an address, a network/m,
    ],
    [
      "never:\n  destinations: [10.0.0.256]\n",
      /line 2: never\.destinations must be an address, a network/m,
    ],
    [
      "never:\n  destinations: ['example.org:443']\n",
      /line 2: never\.destinations must be an address, a network/m,
    ],
    [
      "never:\n  capabilities: [SYS_ADMN]\n",
      /line 2: never\.capabilities must be .*; did you mean CAP_SYS_ADMIN\?$/m,
    ],
    [
      "never:\n  syscalls:\n    - ptrce\n",
      /line 3: never\.syscalls must be .*; did you mean ptrace\?$/m,
    ],
    ["never:\n  paths: [etc/passwd]\n", /line 2: never\.paths must be a path$/m],
    [
      "never:\n  programs:\n    - {match: x, access: read}\n",
      /line 3: only never.paths can have access$/m,
    ],
    ["severity:\n  - match: x\n", /line 2: severity needs severity$/m],
    ["fail: {on: sometimes}\n", /line 1: fail\.on must be one of new, gone, any, never$/m],
  ] as const) {
    assert.match(await complaint(() => load(t, text)), message, text);
  }
});

test("the kinds of the policy are the lists of the baseline", () => {
  const schema = readSchema();
  assert.deepEqual(schema.definitions?.["kind"]?.enum, PART_NAMES);
  assert.deepEqual(Object.keys(schema.properties["never"]?.properties ?? {}), NEVER_KINDS);
});
