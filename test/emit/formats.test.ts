/** What every registered format keeps to. */
import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { eventRenderer, renderBaseline } from "../../src/emit/emit.js";
import { falco } from "../../src/emit/falco/falco.js";
import { FORMAT_NAMES, FORMATS, findFormat } from "../../src/emit/formats.js";
import { packageFile } from "../../src/files/package-root.js";
import { CxrayError, EXIT } from "../../src/model/errors.js";
import type { Baseline } from "../../src/model/baseline/baseline.js";
import { SAMPLE_EVENTS } from "./sample-events.js";
import {
  argument,
  calls,
  change,
  destination,
  file,
  HOSTILE,
  listener,
  otherOpen,
  privilege,
  program,
  sampleBaseline,
  socket,
  unixListener,
} from "./sample-baseline.js";

/** Every list the other way round: what two recordings in another order could at most change. */
function reversed(baseline: Baseline): Baseline {
  return {
    ...baseline,
    executables: baseline.executables.toReversed(),
    filesRead: baseline.filesRead.toReversed(),
    filesWritten: baseline.filesWritten.toReversed(),
    otherOpens: baseline.otherOpens.toReversed(),
    changes: baseline.changes.toReversed(),
    sockets: baseline.sockets.toReversed(),
    syscallArguments: baseline.syscallArguments.toReversed(),
    privileges: baseline.privileges.toReversed(),
    destinations: baseline.destinations.toReversed(),
    listeners: baseline.listeners.toReversed(),
    syscalls: {
      workload: { x86_64: calls("write", "read") },
      start: baseline.syscalls.start,
    },
  };
}

const formats = await Promise.all(Object.values(FORMATS).map(({ load }) => load()));

test("formats are found by name, and an unknown one is answered with those there are", async () => {
  for (const format of formats) assert.equal(await findFormat(format.name), format);
  await assert.rejects(
    () => findFormat("nope"),
    (error: unknown) =>
      error instanceof CxrayError &&
      error.code === "unknown-format" &&
      FORMAT_NAMES.every((name) => error.advice.join().includes(name)),
  );
  assert.deepEqual(
    formats.map(({ name }) => name),
    FORMAT_NAMES,
  );
});

for (const format of formats) {
  test(`${format.name}: has one line of summary and a template in the package`, () => {
    assert.match(format.summary, /^[^\n]{10,90}[^.\n]$/);
    assert.ok(existsSync(packageFile(`templates/${format.template}`)));
  });

  test(`${format.name}: a template that can't be read or parsed is told by its name`, () => {
    const folder = mkdtempSync(join(tmpdir(), "cxray-"));
    try {
      const broken = join(folder, "broken.hbs");
      writeFileSync(broken, "{{#each");
      for (const template of [broken, join(folder, "missing.hbs"), folder]) {
        const render = (): unknown =>
          format.input === "baseline"
            ? renderBaseline(format, sampleBaseline(), { template })
            : SAMPLE_EVENTS.map(eventRenderer(format, { template }));
        assert.throws(
          render,
          (error: unknown) =>
            error instanceof CxrayError &&
            error.code === "bad-template" &&
            error.message.includes(template),
        );
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  if (format.input === "baseline") {
    test(`${format.name}: the same baseline in another order gives the same bytes`, () => {
      const baseline = sampleBaseline({
        executables: [program("/b"), program("/a", { storage: ["upper"] })],
        filesRead: [file("/z"), file("/a*", { rule: "varying-name" }), file("/b\\"), file("/c")],
        destinations: [
          destination("tcp", "10.0.0.2", 443),
          destination("tcp", "10.0.0.1", 443),
          destination("udp", "::1", 53),
          destination("unix", "/b"),
          destination("unix", "/a"),
        ],
        otherOpens: [otherOpen("/z"), otherOpen("/y", { access: ["read"] }), otherOpen("/x")],
        syscallArguments: [argument("socket", [10, 2, 58]), argument("socket", [2, 2, 1])],
        changes: [
          change("rename", "/b", { to: "/c", askedAs: ["/x//b"], slashed: true }),
          change("rename", "/a", { to: "/d", by: ["/z"] }),
          change("exchange", "/a", { to: "/d" }),
          change("unlink", "/z"),
          change("unlink", "/y*", { rule: "varying-name" }),
        ],
        listeners: [listener(81, "udp"), listener(80, "udp"), unixListener("/b")],
        sockets: [socket("packet"), socket("netlink"), socket("netlink", { protocol: "audit" })],
        privileges: [privilege("setuid"), privilege("bpf"), privilege("setuid", { what: "33" })],
      });
      const text = renderBaseline(format, baseline).text;
      assert.equal(renderBaseline(format, reversed(baseline)).text, text);
    });

    test(`${format.name}: hostile names everywhere give a valid file without control bytes`, () => {
      const { text } = renderBaseline(format, HOSTILE);
      format.validate(text, HOSTILE, format.readOptions({}));
      assert.doesNotMatch(text, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029]|\p{Cs}/u);
    });

    test(`${format.name}: a template whose text doesn't pass the check is told by its name`, () => {
      const folder = mkdtempSync(join(tmpdir(), "cxray-"));
      try {
        const template = join(folder, "own.hbs");
        writeFileSync(template, "nothing of use");
        assert.throws(
          () => renderBaseline(format, sampleBaseline(), { template }),
          (error: unknown) =>
            error instanceof CxrayError &&
            error.code === "bad-template" &&
            error.exit === EXIT.usage &&
            error.message.includes(template),
        );
      } finally {
        rmSync(folder, { recursive: true });
      }
    });

    test(`${format.name}: without a template of the user's a failed check is a defect`, () => {
      const broken = { ...format, render: () => ({ text: "nothing of use", warnings: [] }) };
      assert.throws(
        () => renderBaseline(broken, sampleBaseline()),
        (error: unknown) =>
          error instanceof CxrayError &&
          error.code === "invalid-output" &&
          error.exit === EXIT.defect &&
          error.advice.join().includes("report it"),
      );
    });
  } else {
    test(`${format.name}: every kind of event becomes a valid line`, () => {
      const render = eventRenderer(format);
      for (const event of SAMPLE_EVENTS) format.validate(render(event));
    });
  }
}

test("a user's template takes the place of the shipped one, and is checked like it", () => {
  const folder = mkdtempSync(join(tmpdir(), "cxray-"));
  try {
    const template = join(folder, "own.hbs");
    const shipped = readFileSync(packageFile(`templates/${falco.template}`), "utf8");
    writeFileSync(template, shipped.replace("{{priority}}", "ERROR"));
    const { text } = renderBaseline(falco, sampleBaseline(), { template });
    assert.match(text, /priority: ERROR/);
    const without = (rules: string): string => rules.replace(/priority: \w+/g, "");
    assert.doesNotMatch(text, /priority: (?!ERROR)/);
    assert.equal(without(text), without(renderBaseline(falco, sampleBaseline()).text));
    writeFileSync(template, shipped.replace("{{list this}}", "- list: {{name}}"));
    assert.throws(
      () => renderBaseline(falco, sampleBaseline(), { template }),
      (error: unknown) =>
        error instanceof CxrayError &&
        error.code === "bad-template" &&
        error.message.includes(template),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});
