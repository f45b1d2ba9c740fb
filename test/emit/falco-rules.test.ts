import assert from "node:assert/strict";
import { test } from "node:test";
import { conditionOf, outputOf } from "../../src/emit/falco/rule.js";
import { RULES } from "../../src/emit/falco/rules.js";
import { readDocument } from "../documentation/documents.js";
import { loadRules, raisedRules } from "./falco-evaluator.js";
import { connect, exec, open, rulesFor } from "./falco-events.js";
import { file, ID, program, sampleBaseline } from "./sample-baseline.js";

test("a program of the baseline runs without a report, another is reported", () => {
  const rules = rulesFor();
  assert.deepEqual(raisedRules(rules, exec("/usr/sbin/nginx")), []);
  assert.deepEqual(raisedRules(rules, exec("/bin/sh")), ["Unexpected program"]);
});

test("an execve that failed is not reported as a program that ran", () => {
  assert.deepEqual(raisedRules(rulesFor(), exec("/bin/sh", { "evt.rawres": -2 })), []);
});

test("containers of other images and the host are not looked at", () => {
  const rules = rulesFor();
  const other = { "container.image.repository": "redis", "container.image.id": "f".repeat(64) };
  assert.deepEqual(raisedRules(rules, exec("/bin/sh", other)), []);
  // on the host the repository exists and is empty
  const host = { "container.image.repository": "", "container.image.id": "" };
  assert.deepEqual(raisedRules(rules, exec("/bin/sh", host)), []);
});

test("the image is known by every way of writing its repository, so that a rebuild is the same image", () => {
  const rules = rulesFor();
  for (const repository of ["nginx", "docker.io/library/nginx", "docker.io/nginx"]) {
    const event = exec("/bin/sh", {
      "container.image.repository": repository,
      "container.image.id": "",
    });
    assert.deepEqual(raisedRules(rules, event), ["Unexpected program"], repository);
  }
});

test("a registry's name is not taken for a user of Docker Hub", () => {
  const image = { ...sampleBaseline().image, repositories: ["ghcr.io/a/b", "team/app"] };
  const rules = rulesFor({ image });
  assert.match(rules, /"ghcr\.io\/a\/b"/);
  assert.match(rules, /"docker\.io\/team\/app"/);
  assert.doesNotMatch(rules, /docker\.io\/ghcr/);
});

test("an image without repository is known by its id", () => {
  const image = { ...sampleBaseline().image, repositories: [], references: [], repoDigests: [] };
  const rules = rulesFor({ image });
  for (const id of [ID, ID.slice(0, 12)]) {
    const event = exec("/bin/sh", { "container.image.repository": "", "container.image.id": id });
    assert.deepEqual(raisedRules(rules, event), ["Unexpected program"], id);
  }
});

test("a known program is reported once it lies in the writable layer or in memory", () => {
  const rules = rulesFor();
  for (const field of ["proc.is_exe_upper_layer", "proc.is_exe_from_memfd"]) {
    assert.deepEqual(raisedRules(rules, exec("/usr/sbin/nginx", { [field]: true })), ["Drift"]);
  }
});

test("a program that was recorded outside the image may run from there, by its exact path", () => {
  const rules = rulesFor({
    executables: [
      program("/tmp/built", { storage: ["upper"] }),
      program("/memfd:jit (deleted)", { storage: ["memory"] }),
      program("/tmp/job-*/run", { storage: ["upper"], rule: "varying-name" }),
    ],
  });
  const upper = { "proc.is_exe_upper_layer": true };
  const memory = { "proc.is_exe_from_memfd": true };
  assert.deepEqual(raisedRules(rules, exec("/tmp/built", upper)), []);
  assert.deepEqual(raisedRules(rules, exec("memfd:jit", memory)), []);
  assert.deepEqual(raisedRules(rules, exec("memfd:other", memory)), [
    "Drift",
    "Unexpected program",
  ]);
  assert.deepEqual(raisedRules(rules, exec("/tmp/job-1/run", upper)), ["Drift"]);
  assert.match(rules, /# +executed although not in the image: \/tmp\/built: NOT IN THE IMAGE/);
});

test("a program in no layer of the image is reported where the user turned that rule on", () => {
  const mounted = { "proc.is_exe_lower_layer": false };
  const rules = rulesFor({
    executables: [
      program("/usr/sbin/nginx"),
      program("/data/tool", { storage: ["volume"] }),
      program("/data/job-*/run", { storage: ["tmpfs"], rule: "varying-name" }),
    ],
  });
  const on = { withDisabled: true };
  const name = "Program from outside of the image";
  assert.deepEqual(raisedRules(rules, exec("/usr/sbin/nginx"), on), []);
  assert.deepEqual(raisedRules(rules, exec("/usr/sbin/nginx", mounted), on), [name]);
  assert.deepEqual(raisedRules(rules, exec("/usr/sbin/nginx", mounted)), []);
  assert.deepEqual(raisedRules(rules, exec("/data/tool", mounted), on), []);
  assert.deepEqual(raisedRules(rules, exec("/data/job-1/run", mounted), on), [name]);
});

/** Fields of Falco that a rule may use: each is in its documentation or its source. */
const FIELDS =
  /^(?:container\.image\.(?:repository|id)|evt\.(?:type|res|rawres|failed|num|is_open_(?:read|write))|evt\.arg\.(?:addr|dev|dir|domain|filename|flags|linkpath|mode|name|newpath|oldpath|path|pathname|proto|sig|target|type)|fd\.(?:name|name_changed|num|typechar|l4proto|sip|sip\.name|snet|sport|cport)|proc\.(?:args|exe|exepath|pexepath|pid|vpid|name|is_exe_(?:upper|lower)_layer|is_exe_from_memfd))$/;

test("rules use no field beyond those that are known, and say which events they are about first", () => {
  const rules = rulesFor();
  for (const field of rules.match(
    /(?<=[ (])(?:evt|fd|fs|proc|container)(?:\.\w+)+(?= ?(?:[!=<>]|in |glob|regex|pmatch|contains|startswith|endswith|exists))/g,
  ) ?? []) {
    assert.match(field, FIELDS);
  }
  const { rules: loaded } = loadRules(rules);
  assert.equal(loaded.length, RULES.length);
  for (const rule of RULES) assert.match(conditionOf(rule), /^evt\.type(?:=| in )/);
});

test("where nothing was seen everything is reported", () => {
  const rules = rulesFor({ filesRead: [], filesWritten: [], executables: [], destinations: [] });
  assert.deepEqual(raisedRules(rules, open("/etc/shadow", "read")), [
    "Unexpected read of secrets or configuration",
  ]);
  assert.deepEqual(raisedRules(rules, open("/etc/passwd", "write")), ["Unexpected write"]);
  assert.deepEqual(raisedRules(rules, exec("/bin/sh")), ["Unexpected program"]);
  const call = connect({ "fd.sip": "10.0.0.1", "fd.sport": 443 });
  assert.deepEqual(raisedRules(rules, call), ["Unexpected connection"]);
});

test("a partial baseline is told at the top, with its reasons", () => {
  const reason = { code: "events-lost", count: 7, message: "7 events\nwere lost." } as const;
  const rules = rulesFor({ completeness: { state: "partial", reasons: [reason] } });
  const head = rules.slice(0, rules.indexOf("required_engine_version"));
  assert.match(head, /PARTIAL BASELINE/);
  assert.match(head, /^# {3}- 7 events\\nwere lost\.$/m);
  assert.doesNotMatch(rulesFor(), /PARTIAL BASELINE/);
});

test("the end of the file says which programs did what", () => {
  const rules = rulesFor({
    filesRead: [
      file("/etc/passwd", { by: ["", "/bin/sh"] }),
      file("/b", { by: ["/bin/sh"] }),
      file("/a", { by: ["/bin/sh"], openedAs: ["/link"] }),
    ],
  });
  const [, evidence = ""] = rules.split("# ---- Evidence");
  assert.match(evidence, /^# read by an unknown program, \/bin\/sh: \/etc\/passwd$/m);
  assert.match(evidence, /^# read by \/bin\/sh: \/a; \/b; \/link \(a name of \/a\)$/m);
  assert.match(evidence, /^# called by \/bin\/sh: .*$/m);
});

test("nothing but the header's line of the runs changes where the image does the same every night", () => {
  const later = { count: 99, runs: "1-7", firstSeen: "2027-01-01T00:00:00.000Z", lastSeen: "2027" };
  const again = sampleBaseline();
  const withoutRuns = (text: string): string => text.replace(/^# Runs: .*$/mu, "");
  assert.equal(
    withoutRuns(
      rulesFor({
        runs: { ...again.runs, count: 9, recordings: 4, lastSeen: "2027-01-01T00:00:00.000Z" },
        filesRead: again.filesRead.map((each) => ({ ...each, ...later })),
        executables: again.executables.map((each) => ({ ...each, ...later })),
        destinations: again.destinations.map((each) => ({ ...each, ...later })),
      }),
    ),
    withoutRuns(rulesFor()),
  );
});

test("an image that is built anew has the same file, but for the header's line of its id", () => {
  const digest = `sha256:${"f".repeat(64)}`;
  const { image: before } = sampleBaseline();
  const image = {
    ...before,
    builds: before.builds.map((build) => ({ ...build, digest })),
    repoDigests: [],
  };
  const differing = (text: string, other: string): string[] => {
    const known = new Set(other.split("\n"));
    return text.split("\n").filter((line) => !known.has(line));
  };
  assert.deepEqual(differing(rulesFor({ image }), rulesFor()), [`# Build: ${digest}`]);
});

test("every alert tells who did it and in which container, by fields that its events have", () => {
  const always = [
    ...["proc.pid", "proc.pname", "proc.aname[2]", "proc.tty", "user.loginuid"],
    ...["container.id", "container.image.repository", "container.image.tag"],
  ];
  for (const rule of RULES) {
    for (const field of always) assert.ok(outputOf(rule).includes(`%${field}`), rule.name);
    assert.match(rule.tags.join(" "), /mitre_\w+ T\d{4}/);
  }
  const memory = RULES.filter(({ events }) =>
    events.some((each) => /^process_vm|module$/.test(each)),
  );
  assert.equal(memory.length, 2);
  for (const rule of memory) assert.doesNotMatch(outputOf(rule), /%evt\.arg/);
});

test("docs/falco.md lists the rules with their priorities, in their order", () => {
  const rows = readDocument("docs/falco.md").matchAll(/^\| ([A-Z][\w -]+?) +\| ([A-Z]+) +\|/gmu);
  assert.deepEqual(
    [...rows].map(([, name, priority]) => [name, priority]),
    RULES.map(({ name, priority }) => [name, priority]),
  );
});
