import assert from "node:assert/strict";
import { test } from "node:test";
import { complaint, load } from "./loading.js";

test("a mistake is told with its line, what was meant, and what may stand there", async (t) => {
  for (const [text, message] of [
    ["db: a\ndatabse: x\n", /yaml, line 2: there is no such option$/m],
    ["bufer: 3\n", /line 1: there is no such option; did you mean buffer\?$/m],
    ["includesessions: true\n", /line 1: .*did you mean include-sessions\?$/m],
    ["# x\n\nbuffer: 3\n", /line 3: buffer must be one of 1, 2, 4, .*512$/m],
    ["errno: EIO\n", /line 1: errno must be one of ENOSYS, EPERM$/m],
    [
      "format: flaco\n",
      /line 1: format must be one of falco, seccomp, .*log; did you mean falco\?$/m,
    ],
    ["db: 5\n", /line 1: db must be a string that is not empty$/m],
    ['db: ""\n', /line 1: db must be a string that is not empty$/m],
    ["image: [1]\n", /line 1: image must be a string that is not empty or a list of strings$/m],
    ["include-sessions: maybe\n", /line 1: include-sessions must be true or false$/m],
    ["- db\n", /yaml, the file must be a mapping of options to values$/m],
  ] as const) {
    const said = await complaint(() => load(t, text));
    assert.match(said, message);
    assert.match(said, /\/docs\/configuration\.md lists the options/);
  }
});

test("a mistake inside of an option is told with its own line", async (t) => {
  for (const [text, message] of [
    [
      "patterns:\n  off: [clock]\n  on: [x]\n",
      /line 3: patterns has off, forms, places, secrets, interpreters and nothing else/m,
    ],
    [
      "patterns:\n  off: [clock, varying-nam]\n",
      /line 2: patterns\.off must be the name of a rule or of a row, .*; did you mean varying-name\?$/m,
    ],
    [
      "patterns:\n  off:\n    - clock\n    - 5\n",
      /line 4: patterns\.off must be a string that is not empty$/m,
    ],
    ["patterns:\n  off: clock\n", /line 2: patterns\.off must be a list of strings$/m],
    ["patterns: {off: &a [clock, x]}\n", /line 1: patterns\.off must be the name of a rule/m],
    [
      "falco:\n  rules:\n    A rule:\n      enabled: maybe\n",
      /line 4: falco\.rules\.enabled must be true or false$/m,
    ],
    [
      "falco:\n  rules:\n    A rule: {}\n  tags: 5\n",
      /line 4: falco\.tags must be a list of strings$/m,
    ],
  ] as const) {
    assert.match(await complaint(() => load(t, text)), message);
  }
});

test("all mistakes are told at once", async (t) => {
  const said = await complaint(() => load(t, "databse: x\nbufer: 3\nerrno: 5\n"));
  assert.match(said, /has 3 mistakes\n {2}line 1: .*\n {2}line 2: .*buffer.*\n {2}line 3: errno/);
});

test("what is not YAML, and several documents, are refused with the line", async (t) => {
  for (const [text, message] of [
    ["db: a\nimage: [\n", /yaml, line 3: is not YAML: deficient indentation/],
    ["db: a\n---\ndb: b\n", /is not YAML: .*single document/],
    ["db: a\ndb: b\n", /line 2: is not YAML: duplicated mapping key/],
  ] as const) {
    assert.match(await complaint(() => load(t, text)), message);
  }
});

test("nothing of the file is repeated, however it is broken", async (t) => {
  for (const text of [
    "root:$6$SECRET:19000::\n",
    "SECRET: 1\n",
    "SECRET\n",
    "a: *SECRET\n",
    "a: !SECRET x\n",
    "a: !<SECRET> x\n",
    "a: !S,ECRET[SECRET x\n",
    "!SECRET!x a: b\n",
    "%TAG SECRET SECRET\n---\na: b\n",
    'a: "SECRET\n',
    "[SECRET, {SECRET: 1}]\n",
    "db: {SECRET: SECRET}\n",
    "errno: SECRET\n",
    "buffer: SECRET\n",
    "patterns: {SECRET: 1}\n",
    "ignore: [{SECRET: 1}]\n",
    "ignore: [{reason: x, until: SECRET}]\n",
    "ignore: [{reason: x, kind: SECRET}]\n",
    "never: {SECRET: 1}\n",
    "never: {paths: [SECRET], ports: [SECRET], syscalls: [SECRET], capabilities: [SECRET]}\n",
    "never: {destinations: ['SECRET:1', SECRET/1]}\n",
    "severity: [{severity: SECRET}]\n",
    "patterns: {off: [SECRET]}\n",
    "patterns: {forms: [{name: SECRET, match: SECRET, lets-in: SECRET, examples: [SECRET]}]}\n",
    "patterns: {forms: [{name: a, match: SECRET, lets-in: SECRET, examples: [SECRET]}]}\n",
    "patterns: {forms: [{name: a, match: 'x[0-9]+', lets-in: SECRET, examples: [SECRET]}]}\n",
    "falco: {rules: {SECRET: {SECRET: 1}}}\n",
    "falco: {rules: {SECRET: {tags: SECRET}}}\n",
    "duration: SECRET\n",
    "SECRET: &SECRET [*SECRET]\n",
    "a:\tSECRET\n\tSECRET: 1\n",
  ]) {
    const said = await complaint(() => load(t, text));
    assert.doesNotMatch(said, /SECRET/, text);
  }
});
