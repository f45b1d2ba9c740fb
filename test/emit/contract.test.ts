/** What every format that is about an image keeps to, of recorded workloads and of hostile ones. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { commentText } from "../../src/emit/comment.js";
import { renderBaseline, renderSet } from "../../src/emit/emit.js";
import { imageStem } from "../../src/emit/file-names.js";
import type { BaselineFormat } from "../../src/emit/format.js";
import { FORMATS } from "../../src/emit/formats.js";
import { headerOf } from "../../src/emit/header.js";
import { packageFile } from "../../src/files/package-root.js";
import type { Baseline } from "../../src/model/baseline/baseline.js";
import { CxrayError } from "../../src/model/errors.js";
import { onlyBaseline, readRecorded, workloads } from "../golden/stages.js";
import { HOSTILE, HOSTILE_PATHS, sampleBaseline } from "./sample-baseline.js";

const all = await Promise.all(Object.entries(FORMATS).map(async ([, { load }]) => load()));
const formats = all.filter((format): format is BaselineFormat => format.input === "baseline");
const recorded = workloads().map(
  (workload) => [workload, onlyBaseline(readRecorded(workload))] as const,
);

/** The lines of a header as they stand in a file: in a comment, or in a string of JSON. */
function headerLines(format: BaselineFormat, baseline: Baseline): string[] {
  return headerOf(baseline, format.limits).map(commentText);
}

function holdsLine(line: string, header: string): boolean {
  return line.endsWith(header) || line.includes(JSON.stringify(header));
}

for (const format of formats) {
  for (const [workload, baseline] of recorded) {
    test(`${format.name} of ${workload}: the same bytes twice, its header there, and valid`, () => {
      const { text } = renderBaseline(format, baseline);
      assert.equal(renderBaseline(format, baseline).text, text);
      format.validate(text, baseline, format.readOptions({}));
      const lines = text.split("\n");
      for (const header of headerLines(format, baseline)) {
        assert.ok(
          lines.some((line) => holdsLine(line, header)),
          header,
        );
      }
    });
  }

  test(`${format.name}: what names are in the header changes nothing below it`, () => {
    const spots = (messages: readonly string[]): Baseline["blindSpots"] =>
      messages.map((message) => ({ code: "io-uring", count: 1, message }));
    const rest = (baseline: Baseline): string[] => {
      const header = headerLines(format, baseline);
      const lines = renderBaseline(format, baseline).text.split("\n");
      return lines.filter((line) => !header.some((each) => holdsLine(line, each)));
    };
    const hostile = sampleBaseline({ blindSpots: spots(HOSTILE_PATHS) });
    assert.deepEqual(rest(hostile), rest(sampleBaseline({ blindSpots: spots(["a", "b"]) })));
  });

  test(`${format.name}: of a baseline without entries there is a valid file, or a clear error`, () => {
    const { image } = sampleBaseline();
    const empty = sampleBaseline({
      ...Object.fromEntries(
        Object.entries(sampleBaseline()).map(([key, value]) => [
          key,
          Array.isArray(value) ? [] : (value as unknown),
        ]),
      ),
      syscalls: { workload: {}, start: {} },
    });
    try {
      format.validate(renderBaseline(format, empty).text, empty, format.readOptions({}));
    } catch (error) {
      assert.ok(error instanceof CxrayError, String(error));
      assert.equal(error.code, "no-behaviour");
      assert.ok(
        image.references.some((each) => error.message.includes(each)),
        error.message,
      );
    }
  });

  test(`${format.name}: several images have a file each, whose names are plain`, () => {
    const named = (name: string): Baseline => {
      const sample = sampleBaseline();
      return { ...sample, image: { ...sample.image, name, repositories: [name] } };
    };
    const { files } = renderSet(format, [named("nginx"), named("ghcr.io:443/acme/app")]);
    assert.ok(files.length >= 2);
    assert.equal(new Set(files.map(({ name }) => name)).size, files.length);
    for (const { name } of [...files, ...renderSet(format, [HOSTILE]).files]) {
      assert.match(name, /^[\w%][\w.+@%-]{0,200}$/u);
    }
  });

  test(`${format.name}: two baselines that would be in one file are refused`, () => {
    assert.throws(
      () => renderSet(format, [sampleBaseline(), sampleBaseline()]),
      (error: unknown) => error instanceof CxrayError && error.code === "bad-usage",
    );
  });

  test(`${format.name}: says in a sentence or more what it can't say`, () => {
    assert.ok(format.limits.length > 0);
    for (const limit of format.limits) assert.match(limit, /^[^A-Z\s].*[^.\s]$/u);
  });
}

test("cxray.yaml takes every option of every format, with the same choices", () => {
  const schema = JSON.parse(readFileSync(packageFile("schemas/config.schema.json"), "utf8")) as {
    properties: Record<string, { enum?: string[]; type?: string }>;
  };
  for (const { options } of Object.values(FORMATS)) {
    for (const [name, { type, choices }] of Object.entries(options)) {
      const known = schema.properties[name];
      assert.deepEqual([known?.type ?? "string", known?.enum], [type, choices], name);
    }
  }
});

test("no two names of images, however hostile, become one name of a file", () => {
  const names = [...HOSTILE_PATHS, "a/b", "a+b", "a:b", "a@b", "a%2bb", ".a", "-a"];
  const readable = names.filter((name) => !/\p{Cs}/u.test(name));
  const stems = readable.map((name) => imageStem({ name }));
  assert.equal(new Set(stems).size, readable.length);
  for (const stem of stems) assert.match(stem, /^[\w%+@][\w.+@%-]{0,160}$/u);
});
