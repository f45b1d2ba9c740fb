import assert from "node:assert/strict";
import { test } from "node:test";
import { raisedRules } from "./falco-evaluator.js";
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

test("the image is known by every way of writing its repository, and by its id", () => {
  const rules = rulesFor();
  for (const repository of ["nginx", "docker.io/library/nginx", "docker.io/nginx"]) {
    const event = exec("/bin/sh", {
      "container.image.repository": repository,
      "container.image.id": "",
    });
    assert.deepEqual(raisedRules(rules, event), ["Unexpected program"], repository);
  }
  for (const id of [ID, ID.slice(0, 12)]) {
    const event = exec("/bin/sh", {
      "container.image.repository": "sha256",
      "container.image.id": id,
    });
    assert.deepEqual(raisedRules(rules, event), ["Unexpected program"], id);
  }
});

test("a registry's name is not taken for a user of Docker Hub", () => {
  const image = { ...sampleBaseline().image, repositories: ["ghcr.io/a/b", "team/app"] };
  const rules = rulesFor({ image });
  assert.match(rules, /'"ghcr\.io\/a\/b"'/);
  assert.match(rules, /'"docker\.io\/team\/app"'/);
  assert.doesNotMatch(rules, /docker\.io\/ghcr/);
});

test("an image without repository is known by its id, and the file says so", () => {
  const image = { ...sampleBaseline().image, repositories: [], references: [], repoDigests: [] };
  const rules = rulesFor({ image });
  assert.match(rules, /by its id alone/);
  assert.doesNotMatch(rules, /container\.image\.repository in/);
  assert.deepEqual(raisedRules(rules, exec("/bin/sh")), ["Unexpected program"]);
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
  assert.match(rules, /NOT IN THE IMAGE \(upper\)/);
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
  /^(?:container\.image\.(?:repository|id|digest)|evt\.(?:type|rawres|failed|num|is_open_(?:read|write))|evt\.arg\.(?:addr|dev|dir|domain|filename|linkpath|mode|name|newpath|oldpath|path|pathname|proto|target|type)|fd\.(?:name|num|typechar|l4proto|sip|sip\.name|sport|cport)|proc\.(?:exepath|pexepath|name|is_exe_(?:upper|lower)_layer|is_exe_from_memfd))$/;

test("rules use no field beyond those that are known, and say which events they are about first", () => {
  const rules = rulesFor();
  for (const field of rules.match(
    /(?<=[ (])(?:evt|fd|fs|proc|container)(?:\.\w+)+(?= ?(?:[=<>]|in |glob|contains|endswith|exists))/g,
  ) ?? []) {
    assert.match(field, FIELDS);
  }
  for (const [, condition = ""] of rules.matchAll(/^ {2}condition: >-\n {4}(evt[^\n]*)/gm)) {
    assert.match(condition, /^evt\.type(?:=| in )/);
  }
});

test("where nothing was seen everything is reported", () => {
  const rules = rulesFor({ filesRead: [], filesWritten: [], executables: [], destinations: [] });
  assert.deepEqual(raisedRules(rules, open("/etc/passwd", "read")), ["Unexpected read"]);
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

test("every entry says in how many runs it was seen and by what, without counts and times", () => {
  const rules = rulesFor({
    filesRead: [file("/etc/passwd", { runs: 2, count: 99, by: ["", "/bin/sh"] })],
  });
  assert.match(
    rules,
    /# in 2 of 3 runs, by an unknown program, \/bin\/sh\n {4}- '"\/etc\/passwd"'/,
  );
  assert.doesNotMatch(rules, /99|2026/);
});

test("the header says how many runs the rules rest on, of which one is not many", () => {
  assert.match(rulesFor(), /^# .* not seen to do in 3 recorded runs\.$/m);
  const runs = { ...sampleBaseline().runs, count: 1 };
  assert.match(rulesFor({ runs }), /^# .* not seen to do in 1 recorded run\.$/m);
});
