/** What the policy never lets in stands in no file of any format. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { renderBaseline, renderSet } from "../../src/emit/emit.js";
import type { BaselineFormat, EmitOptions } from "../../src/emit/format.js";
import { FORMATS } from "../../src/emit/formats.js";
import type { Baseline } from "../../src/model/baseline/baseline.js";
import { readPolicy } from "../../src/policy/read-policy.js";
import { raisedRules } from "./falco-evaluator.js";
import { exec, open as openOf } from "./falco-events.js";
import * as sample from "./sample-baseline.js";

const all = await Promise.all(Object.values(FORMATS).map(async ({ load }) => load()));
const formats = all.filter((format): format is BaselineFormat => format.input === "baseline");

const policy = readPolicy(
  {
    never: {
      programs: ["forbidden-tool"],
      paths: ["/forbidden/*"],
      destinations: ["203.0.113.0/24", "forbidden.example"],
      ports: [6666],
      listeners: [7777],
      capabilities: ["SYS_BOOT"],
      syscalls: ["reboot", "capget", "vfork"],
    },
  },
  { file: "cxray.yaml", lineOf: () => 12 },
);

function baselineWith(isForbidden: boolean): Baseline {
  const base = sample.sampleBaseline();
  if (!isForbidden) return base;
  const boot = {
    ...sample.evidence,
    name: "CAP_SYS_BOOT",
    use: "used",
    calls: ["reboot"],
  } as const;
  const tool = sample.program("/usr/bin/forbidden-tool", { storage: ["upper"] });
  const by = [tool.path];
  return {
    ...base,
    executables: [...base.executables, tool],
    filesRead: [...base.filesRead, sample.file("/forbidden/a"), sample.file("/by-tool", { by })],
    filesWritten: [...base.filesWritten, sample.file("/forbidden/b")],
    otherOpens: [...base.otherOpens, sample.otherOpen("/forbidden/fifo")],
    changes: [...base.changes, sample.change("unlink", "/forbidden/c")],
    destinations: [
      ...base.destinations,
      sample.destination("tcp", "203.0.113.9", 443),
      { ...sample.destination("tcp", "forbidden.example", 443), addresses: ["198.51.100.77"] },
      sample.destination("tcp", "198.51.100.78", 6666),
    ],
    listeners: [...base.listeners, sample.listener(7777)],
    names: [...base.names, sample.nameEntry("forbidden.example", ["198.51.100.77"])],
    capabilities: [...base.capabilities, boot],
    privileges: [...base.privileges, sample.privilege("reboot")],
    syscalls: {
      ...base.syscalls,
      workload: {
        ...base.syscalls.workload,
        x86_64: [...(base.syscalls.workload.x86_64 ?? []), ...sample.calls("reboot")],
      },
    },
  };
}

/** What only a forbidden entry says. */
const FORBIDDEN = /forbidden|by-tool|203\.0\.113|198\.51\.100\.7[78]|6666|7777|SYS_BOOT|"reboot"/u;

for (const format of formats) {
  test(`${format.name}: has nothing that is forbidden, and says so in the file and beside it`, () => {
    const with_ = renderBaseline(format, baselineWith(true), { policy });
    const said = with_.warnings.filter((each) =>
      each.startsWith("cxray.yaml, line 12, leaves out"),
    );
    assert.equal(said.length, 8);
    const isHeader = (line: string): boolean =>
      /cxray\.yaml, line 12, leaves out|Forbidden by the policy/u.test(line);
    const lines = with_.text.split("\n");
    assert.equal(lines.filter(isHeader).length, 9);
    const rest = lines.filter((line) => !isHeader(line));
    assert.deepEqual(
      rest.filter((line) => FORBIDDEN.test(line)),
      [],
    );
    assert.deepEqual(
      rest,
      renderBaseline(format, baselineWith(false), { policy }).text.split("\n"),
    );
    // Without the policy it is there, where the format has such things at all.
    const free = renderBaseline(format, baselineWith(true)).text;
    if (["falco", "seccomp"].includes(format.name)) assert.match(free, FORBIDDEN);
  });

  test(`${format.name}: neither has a set of several images`, () => {
    const { files, warnings } = renderSet(format, [baselineWith(true)], { policy });
    assert.equal(warnings.filter((each) => each.includes("leaves out")).length, 8);
    const text = files.map((file) => file.text).join("\n");
    assert.match(text, /cxray\.yaml, line 12, leaves out/u);
    const rest = text.split("\n").filter((line) => !line.includes("leaves out"));
    assert.deepEqual(
      rest.filter((line) => FORBIDDEN.test(line)),
      [],
    );
  });
}

test("falco: what is forbidden is reported, although the baseline saw it", () => {
  const falco = formats.find(({ name }) => name === "falco");
  assert.ok(falco !== undefined);
  const seen = baselineWith(true);
  const free = renderBaseline(falco, seen).text;
  const { text } = renderBaseline(falco, seen, { policy });
  const upper = { "proc.is_exe_upper_layer": true };
  for (const [event, rule] of [
    [exec("/usr/bin/forbidden-tool", upper), "Drift"],
    [openOf("/forbidden/a", "read"), "Unexpected read"],
    [openOf("/forbidden/b", "write"), "Unexpected write"],
  ] as const) {
    assert.deepEqual(raisedRules(free, event), [], rule);
    assert.ok(raisedRules(text, event).includes(rule), rule);
  }
});

test("seccomp: a forbidden call is not allowed to runtimes, nor as one of equal power", () => {
  const seccomp = formats.find(({ name }) => name === "seccomp");
  assert.ok(seccomp !== undefined);
  const forked = sample.sampleBaseline({
    syscalls: {
      workload: { x86_64: sample.calls("fork") },
      start: { x86_64: sample.calls("capget") },
    },
  });
  const allowedOf = (given: EmitOptions): { allowed: string[]; warnings: readonly string[] } => {
    const { text, warnings } = renderBaseline(seccomp, forked, given);
    const { syscalls } = JSON.parse(text) as { syscalls: { names: string[]; action: string }[] };
    const groups = syscalls.filter(({ action }) => action === "SCMP_ACT_ALLOW");
    return { allowed: groups.flatMap(({ names }) => names), warnings };
  };
  const free = allowedOf({}).allowed;
  assert.ok(["fork", "vfork", "capget"].every((name) => free.includes(name)));
  const { allowed, warnings } = allowedOf({ policy });
  assert.deepEqual(
    free.filter((name) => !allowed.includes(name)),
    free.filter((name) => ["vfork", "capget"].includes(name)),
  );
  assert.ok(
    warnings.some((each) => each.includes("Runtimes may need capget to start a container")),
  );
});
