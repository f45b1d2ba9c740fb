/** What is told of lists that nobody reads, and of files that nothing loads. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { renderBaseline, renderSet } from "../../src/emit/emit.js";
import type { BaselineFormat } from "../../src/emit/format.js";
import { FORMATS } from "../../src/emit/formats.js";
import { FALCO_LIST, KUBERNETES_OBJECT, tooLarge } from "../../src/emit/long-lists.js";
import type { Baseline } from "../../src/model/baseline/baseline.js";
import * as sample from "./sample-baseline.js";

const all = await Promise.all(Object.values(FORMATS).map(async ({ load }) => load()));
const formats = all.filter((format): format is BaselineFormat => format.input === "baseline");

function addresses(count: number): Baseline["destinations"] {
  return Array.from({ length: count }, (_, at) =>
    sample.destination("tcp", `198.51.${String(at >> 8)}.${String(at & 255)}`, 443),
  );
}

function files(count: number): Baseline["filesRead"] {
  return Array.from({ length: count }, (_, at) => sample.file(`/srv/${String(at)}`));
}

const USUAL = sample.sampleBaseline({ filesRead: files(10_000), destinations: addresses(1000) });
const LONG = sample.sampleBaseline({ filesRead: files(10_001), destinations: addresses(1001) });
const OF_FILES =
  "The list filesRead has 10,001 entries; up to 10,000 entries are usual. If names in it vary";
const OF_PEERS = "The list destinations has 1,001 entries; up to 1,000 entries are usual.";

for (const format of formats) {
  test(`${format.name}: a list that is too long is told of, and stands in the header`, () => {
    const told = [
      ...(format.lists.includes("filesRead") ? [OF_FILES] : []),
      ...(format.lists.includes("destinations") ? [OF_PEERS] : []),
    ];
    const { text, warnings } = renderBaseline(format, LONG);
    const lists = warnings.filter((each) => each.includes("are usual"));
    assert.equal(lists.length, told.length, lists.join("\n"));
    for (const [at, start] of told.entries()) assert.ok(lists[at]?.startsWith(start), lists[at]);
    assert.equal(text.match(/are usual/gu)?.length ?? 0, told.length);
    const usual = renderBaseline(format, USUAL);
    assert.doesNotMatch(usual.warnings.join("\n") + usual.text, /are usual/u);
  });

  test(`${format.name}: among several images the one with a long list is named`, () => {
    const other = { ...LONG, image: { ...LONG.image, name: "other", repositories: ["other"] } };
    const { warnings } = renderSet(format, [sample.sampleBaseline(), other]);
    const long = warnings.filter((each) => each.includes("are usual"));
    assert.equal(
      long.length > 0,
      format.lists.includes("filesRead") || format.lists.includes("destinations"),
    );
    for (const each of long) assert.match(each, /^other: /u);
  });
}

test("the first limit that a file passes is told of, with its size and what to do", () => {
  const told = (bytes: number): string[] => tooLarge("The file", bytes, KUBERNETES_OBJECT);
  assert.deepEqual(told(256 * 1024), []);
  assert.match(
    told(300_000).join("\n"),
    /^The file has 0\.3 MB\. kubectl apply .*--server-side\.$/u,
  );
  assert.match(told(2_000_000).join("\n"), /^The file has 2\.0 MB\. Kubernetes takes no object/u);
  assert.match(tooLarge("The list x", 1_600_000, FALCO_LIST).join(), /^The list x has 1\.6 MB\./u);
});

test("a list that Falco may not load is told of by its name", () => {
  const falco = formats.find(({ name }) => name === "falco");
  assert.ok(falco !== undefined);
  const long = Array.from({ length: 1600 }, (_, at) =>
    sample.file(`/${"x".repeat(1000)}${String(at)}`),
  );
  const { warnings } = renderBaseline(falco, sample.sampleBaseline({ filesRead: long }));
  assert.match(warnings.join("\n"), /The list cxray_read:nginx has 1\.6 MB\. Falco may load none/u);
});
