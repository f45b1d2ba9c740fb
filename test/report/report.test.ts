import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { describe, it } from "node:test";
import { parse, type DefaultTreeAdapterTypes } from "parse5";
import { PART_NAMES, PARTS } from "../../src/model/baseline/parts.js";
import { entriesOf } from "../../src/model/baseline/lists.js";
import type { Baseline } from "../../src/model/baseline/baseline.js";
import { printable } from "../../src/model/text.js";
import { renderReport, type Reported } from "../../src/report/report.js";
import { EVERY_LIST } from "../aggregate/every-list.js";
import * as sample from "../emit/sample-baseline.js";

type Node = DefaultTreeAdapterTypes.ChildNode;
type Element = DefaultTreeAdapterTypes.Element;

function pageOf(baseline: Baseline, against: Reported["against"] = null): string {
  return renderReport({ baseline, against, version: "2.0.0" });
}

function elementsIn(page: string): Element[] {
  const walk = (nodes: readonly Node[]): Element[] =>
    nodes.flatMap((node) => ("tagName" in node ? [node, ...walk(node.childNodes)] : []));
  return walk(parse(page).childNodes);
}

function attribute({ attrs }: Element, name: string): string | undefined {
  return attrs.find((each) => each.name === name)?.value;
}

function textOf(node: Node): string {
  if (node.nodeName === "#text") return (node as DefaultTreeAdapterTypes.TextNode).value;
  return "childNodes" in node ? node.childNodes.map(textOf).join("") : "";
}

const HOSTILE = [
  ...sample.HOSTILE_PATHS,
  "/</code><script>alert(1)</script>",
  "/</details></section><img src=x onerror=alert(1)>",
  '/"><svg onload=alert(1)>',
  "/' onmouseover='alert(1)",
  "/</style><style>*{display:none}",
  "/<!--",
  "/]]>&lt;b&gt;",
  "javascript:alert(1)",
];

describe("the page", () => {
  it("tells of every list of a baseline, and of every entry", () => {
    const elements = elementsIn(pageOf(EVERY_LIST));
    const text = elements
      .filter(({ tagName }) => tagName === "body")
      .map(textOf)
      .join("");
    for (const part of PART_NAMES) {
      if (
        part === "filesRead" ||
        part === "filesWritten" ||
        part === "changes" ||
        part === "otherOpens"
      )
        continue;
      if (part.startsWith("syscalls.")) continue;
      for (const entry of entriesOf(EVERY_LIST, part)) {
        assert.ok(
          text.includes(printable(PARTS[part].words(entry as never))),
          `${part} ${PARTS[part].words(entry as never)}`,
        );
      }
    }
    const files = new Set(elements.map((each) => attribute(each, "data-s")));
    for (const { path } of [
      ...EVERY_LIST.filesRead,
      ...EVERY_LIST.filesWritten,
      ...EVERY_LIST.changes,
    ]) {
      assert.ok(files.has(printable(path)), path);
    }
  });

  it("is the same for the same baseline", () => {
    assert.equal(pageOf(EVERY_LIST), pageOf(EVERY_LIST));
  });

  it("loads nothing, and lets no code run but its own", () => {
    const elements = elementsIn(pageOf(EVERY_LIST));
    for (const each of elements) {
      for (const { name, value } of each.attrs) {
        assert.ok(!/^on|^style$|^src$|^srcset$/.test(name), `${each.tagName} ${name}`);
        if (name === "href") assert.match(value, /^#[a-z]+$/);
      }
    }
    const policy = elements.find(
      (each) => attribute(each, "http-equiv") === "Content-Security-Policy",
    );
    const rules = policy === undefined ? "" : (attribute(policy, "content") ?? "");
    assert.match(rules, /^default-src 'none'; /);
    for (const name of ["script", "style"]) {
      const own = elements.filter(({ tagName }) => tagName === name);
      assert.equal(own.length, 1, name);
      const digest = createHash("sha256").update(own.map(textOf).join("")).digest("base64");
      assert.ok(rules.includes(`${name}-src 'sha256-${digest}'`), name);
    }
    assert.doesNotMatch(rules, /unsafe/);
  });

  it("has landmarks, headings in order, and names for what a person uses", () => {
    const elements = elementsIn(pageOf(EVERY_LIST));
    const tags = elements.map(({ tagName }) => tagName);
    for (const landmark of ["header", "nav", "main", "footer"]) {
      assert.equal(tags.filter((tag) => tag === landmark).length, 1, landmark);
    }
    assert.equal(tags.filter((tag) => tag === "h1").length, 1);
    const levels = tags.filter((tag) => /^h[1-6]$/.test(tag)).map((tag) => Number(tag[1]));
    levels.forEach((level, at) => assert.ok(level <= (levels[at - 1] ?? 0) + 1));
    const ids = elements.flatMap((each) => attribute(each, "id") ?? []);
    assert.equal(new Set(ids).size, ids.length);
    for (const each of elements) {
      const isNamed = attribute(each, "aria-label") !== undefined;
      if (["nav", "input", "button", "svg"].includes(each.tagName))
        assert.ok(isNamed, each.tagName);
      const place = attribute(each, "href");
      if (place !== undefined) assert.ok(ids.includes(place.slice(1)), place);
    }
    assert.deepEqual(
      elements.filter(({ tagName }) => tagName === "html").map((each) => attribute(each, "lang")),
      ["en"],
    );
  });
});

describe("hostile names", () => {
  const shapeOf = (page: string): string[] =>
    elementsIn(page).map(
      ({ tagName, attrs }) => `${tagName} ${attrs.map(({ name }) => name).join(" ")}`,
    );
  const baselineOf = (names: readonly string[]): Baseline =>
    sample.sampleBaseline({
      executables: names.map((name) =>
        sample.program(name, { invokedAs: [`${name}2`], arguments: [[name]], by: [""] }),
      ),
      destinations: names.map((name) => ({ ...sample.destination("unix", name), by: [name] })),
      listeners: names.map((name) => ({ ...sample.unixListener(name), by: [name] })),
      image: { ...sample.sampleBaseline().image, name: names[0] ?? "", references: [...names] },
    });

  it("add no element and no attribute to the page", () => {
    for (const name of HOSTILE) {
      const plain = shapeOf(pageOf(baselineOf(["plain"])));
      assert.deepEqual(shapeOf(pageOf(baselineOf([name]))), plain, name);
    }
  });

  it("stand in the page as a terminal shows them", () => {
    const text = textOf(parse(pageOf(baselineOf(HOSTILE))) as unknown as Node);
    for (const name of HOSTILE) assert.ok(text.includes(printable(name)), name);
  });

  it("of files and of differences break out of nothing", () => {
    const filesWritten = HOSTILE.map((name) => sample.file(name));
    const differences = HOSTILE.map((name) => ({
      change: "new",
      severity: "high" as const,
      what: name,
      details: [name],
      reasons: [name],
      chain: [name],
    }));
    const elements = elementsIn(
      pageOf(sample.sampleBaseline({ filesWritten }), { file: HOSTILE[0] ?? "", differences }),
    );
    assert.equal(elements.filter(({ tagName }) => tagName === "script").length, 1);
    assert.ok(!elements.some(({ tagName }) => tagName === "img"));
    for (const { attrs } of elements) assert.ok(attrs.every(({ name }) => !name.startsWith("on")));
  });
});

describe("what a person sees", () => {
  const pageText = (baseline: Baseline, against: Reported["against"] = null): string =>
    textOf(parse(pageOf(baseline, against)) as unknown as Node);

  it("is first what deserves a look, with why", () => {
    const text = pageText(sample.sampleBaseline({ filesRead: [sample.file("/etc/shadow")] }));
    assert.match(text, /Deserves a look.*holds passwords, keys or tokens.*\/etc\/shadow/s);
    assert.match(
      pageText(sample.sampleBaseline({ filesRead: [] })),
      /Nothing that it did is on the list/,
    );
  });

  it("is that a baseline is partial, and why", () => {
    const completeness = {
      state: "partial" as const,
      reasons: [{ code: "events-lost" as const, count: 3, message: "3 events were lost" }],
    };
    assert.match(
      pageText(sample.sampleBaseline({ completeness })),
      /Recording\s*partial.*3 events were lost/s,
    );
  });

  it("is what differs from a committed baseline", () => {
    const one = {
      change: "new",
      severity: "high" as const,
      what: "/bin/nc",
      details: [],
      reasons: [],
      chain: [],
    };
    assert.match(
      pageText(sample.sampleBaseline(), { file: "app.json", differences: [one] }),
      /1 difference to app\.json/,
    );
    assert.match(
      pageText(sample.sampleBaseline(), { file: "app.json", differences: [] }),
      /It does what app\.json says/,
    );
  });

  it("is who ran whom, also where programs ran each other", () => {
    const executables = [
      sample.program("/a", { by: ["/b"] }),
      sample.program("/b", { by: ["/a"] }),
      sample.program("/c", { by: ["/a"] }),
    ];
    const elements = elementsIn(pageOf(sample.sampleBaseline({ executables })));
    const trees = elements.filter((each) => attribute(each, "class") === "tree");
    assert.equal(
      trees.flatMap((each) => each.childNodes).filter(({ nodeName }) => nodeName === "li").length,
      1,
    );
    const text = trees.map(textOf).join("");
    for (const path of ["/a", "/b", "/c"]) assert.ok(text.includes(path), path);
  });

  it("is every one of 5,000 files, below folders that are closed", () => {
    const filesRead = Array.from({ length: 5000 }, (_, at) => sample.file(`/srv/${at % 50}/${at}`));
    const elements = elementsIn(pageOf(sample.sampleBaseline({ filesRead })));
    assert.equal(
      elements.filter((each) => attribute(each, "data-s")?.startsWith("/srv/")).length,
      5000,
    );
    assert.ok(
      !elements.some((each) => each.tagName === "details" && attribute(each, "open") !== undefined),
    );
  });
});
