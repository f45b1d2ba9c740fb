/**
 * The rules of what was recorded raise nothing when it is done again, by an evaluator that follows
 * what was measured in the real engine (test/emit/falco-evaluator.ts).
 */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { renderBaseline, renderSet } from "../../src/emit/emit.js";
import { falco } from "../../src/emit/falco/falco.js";
import type { Baseline } from "../../src/model/baseline/baseline.js";
import { loadRules, type Engine } from "../emit/falco-evaluator.js";
import { RUNC } from "../emit/falco-events.js";
import { falcoEvents, SAME, type Replay } from "./falco-replay.js";
import { onlyBaseline, readRecorded, workloads } from "./stages.js";

/** Other numbers, and other addresses of the user's networks. */
const OTHER: Replay = {
  pid: (pid) => String(Number(pid) + 777),
  address: (address) => address.replace(/^(10\.213\.\d+\.)\d+$/u, "$177"),
};

/** runc under load, before it enters the container's namespaces. */
const EARLY = {
  ...RUNC,
  ...{ "proc.name": "runc", "proc.exepath": "runc", "proc.args": "init" },
  ...{ "proc.pid": 4711, "proc.vpid": 4711 },
};

const ALL = workloads().map((workload) => {
  const recorded = readRecorded(workload);
  // each its own image, as if they had been recorded of four
  const baseline = named(onlyBaseline(recorded), `cxray-test/${workload}`);
  return { workload, recorded, baseline };
});

function named(baseline: Baseline, repository: string): Baseline {
  const image = { ...baseline.image, repositories: [repository], references: [repository] };
  return { ...baseline, image };
}

/** One set of files for all of them. */
function setOf(baselines: readonly Baseline[], options = {}): Engine {
  const { files } = renderSet(falco, baselines, options);
  return loadRules(files.map(({ text }) => text));
}

describe("rules of the recorded workloads", () => {
  const together = setOf(ALL.map(({ baseline }) => baseline));

  for (const { workload, recorded, baseline } of ALL) {
    for (const [how, replay] of [
      ["again", SAME],
      ["by other processes, at other addresses", OTHER],
    ] as const) {
      it(`raise nothing when ${workload} is done ${how}, alone and with the others`, () => {
        const alone = loadRules(renderBaseline(falco, baseline).text);
        const own = recorded.facts.filter(({ actor }) => actor.origin !== "session");
        const events = own.flatMap((fact) => falcoEvents(fact, baseline, replay));
        assert.ok(events.length > 50);
        for (const event of events) {
          assert.deepEqual(alone.raised(event), [], JSON.stringify(event));
          assert.deepEqual(together.raised(event), [], JSON.stringify(event));
        }
      });
    }

    it(`raise nothing when ${workload} is set up under load`, () => {
      const container = { "container.image.repository": `cxray-test/${workload}` };
      const opened = { "evt.type": "openat", "fd.num": 3, "fd.typechar": "f", "fd.name": "/etc/x" };
      for (const event of [
        { "evt.type": "execve", "evt.rawres": 0, "proc.is_exe_from_memfd": false },
        { ...opened, "evt.is_open_read": true, "evt.is_open_write": false },
        { ...opened, "evt.is_open_read": false, "evt.is_open_write": true },
      ]) {
        assert.deepEqual(together.raised({ ...container, ...EARLY, ...event }), []);
      }
    });
  }

  it("raise something for what another of the images does", () => {
    const [job, nginx] = ["job", "nginx"].map((name) => ALL.find((each) => each.workload === name));
    assert.ok(job && nginx);
    const events = job.recorded.facts.flatMap((fact) => falcoEvents(fact, nginx.baseline, SAME));
    const raised = new Set(events.flatMap((event) => together.raised(event)));
    for (const rule of ["Unexpected program", "Unexpected connection", "Unexpected rename"]) {
      assert.ok(raised.has(rule), rule);
    }
  });
});

describe("rules of thirty images", () => {
  const baselines = Array.from({ length: 30 }, (_, index) => {
    const from = ALL[index % ALL.length]?.baseline;
    assert.ok(from);
    return named(from, `registry.example/team/app-${index}`);
  });
  const one = setOf(baselines.slice(0, 1));
  const thirty = setOf(baselines);

  it("are as many as those of one", () => {
    assert.deepEqual(
      thirty.rules.map(({ rule }) => rule),
      one.rules.map(({ rule }) => rule),
    );
  });

  it("take at most twice the comparisons for an open, averaged over the images' own", () => {
    const checksOf = (engine: Engine, baseline: Baseline): number => {
      const files = baseline.filesRead.filter(({ rule }) => rule === undefined).slice(0, 20);
      const counts = files.map(({ path }) =>
        engine.checks({
          "container.image.repository": baseline.image.repositories[0] ?? "",
          ...{ "evt.type": "openat", "evt.is_open_read": true, "evt.is_open_write": false },
          ...{ "fd.num": 3, "fd.typechar": "f", "fd.name": path },
          "proc.exepath": baseline.executables[0]?.path ?? "",
        }),
      );
      return counts.reduce((sum, count) => sum + count, 0) / counts.length;
    };
    const mean = (values: readonly number[]): number =>
      values.reduce((sum, value) => sum + value, 0) / values.length;
    const alone = mean(baselines.map((baseline) => checksOf(setOf([baseline]), baseline)));
    const among = mean(baselines.map((baseline) => checksOf(thirty, baseline)));
    assert.ok(among <= 2 * alone, `${among} against ${alone}`);
  });
});

describe("what a user chose", () => {
  const [first] = ALL;
  const overrides = [
    "- rule: Unexpected read\n  priority: DEBUG\n  override: {priority: replace}",
    "- rule: Drift\n  enabled: false\n  override: {enabled: replace}",
    "- macro: cxray_destinations\n  condition: or (fd.sport=5432 and fd.sip=10.9.9.9)\n  override: {condition: append}",
    "",
  ].join("\n");

  it("holds after the image was built anew, by Falco's override and by cxray.yaml", () => {
    assert.ok(first);
    const rebuilt = {
      ...first.baseline,
      image: { ...first.baseline.image, digest: `sha256:${"e".repeat(64)}` },
    };
    const chosen = {
      falco: { rules: { "Unexpected write": { priority: "ERROR" } }, tags: ["team"] },
    } as const;
    for (const baseline of [first.baseline, rebuilt]) {
      const { files } = renderSet(falco, [baseline], chosen);
      const engine = loadRules([...files.map(({ text }) => text), overrides]);
      const rule = (name: string) => engine.rules.find((each) => each.rule === name);
      assert.equal(rule("Unexpected read")?.priority, "DEBUG");
      assert.equal(rule("Unexpected write")?.priority, "ERROR");
      assert.equal(rule("Drift")?.enabled, false);
      assert.ok(engine.rules.every(({ tags }) => tags.includes("team")));
      const call = {
        "container.image.repository": baseline.image.repositories[0] ?? "",
        ...{ "evt.type": "connect", "fd.typechar": "4", "fd.l4proto": "tcp" },
        ...{ "fd.sip": "10.9.9.9", "fd.sport": 5432 },
      };
      assert.deepEqual(engine.raised(call), []);
      assert.deepEqual(engine.raised({ ...call, "fd.sport": 1 }), ["Unexpected connection"]);
    }
  });

  it("an image's file is refused without the base, and before it", () => {
    assert.ok(first);
    const { files } = renderSet(falco, [first.baseline]);
    const [base, image] = files.map(({ text }) => text);
    assert.ok(base !== undefined && image !== undefined);
    assert.throws(() => loadRules(image), /to append to/);
    assert.throws(() => loadRules([image, base]), /to append to/);
  });

  it("a scope leaves containers of other names alone", () => {
    assert.ok(first);
    const engine = setOf([first.baseline], { falco: { scope: { containers: ["web-*"] } } });
    const run = (name: string): string[] =>
      engine.raised({
        "container.image.repository": first.baseline.image.repositories[0] ?? "",
        ...{ "container.name": name, "evt.type": "execve", "evt.rawres": 0, "proc.exepath": "/x" },
      });
    assert.deepEqual(run("web-1"), ["Unexpected program"]);
    assert.deepEqual(run("db"), []);
  });

  it("a rule that there isn't is told, with those there are", () => {
    assert.ok(first);
    const options = { falco: { rules: { "Unexpected raed": { enabled: false } } } };
    assert.throws(() => renderBaseline(falco, first.baseline, options), /Unexpected raed/);
  });
});
