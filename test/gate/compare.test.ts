import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Baseline } from "../../src/model/baseline/baseline.js";
import { PART_NAMES, type PartName } from "../../src/model/baseline/parts.js";
import { documentOf, entriesOf, type Lists } from "../../src/model/baseline/lists.js";
import { compare } from "../../src/gate/compare/compare.js";
import type { Finding } from "../../src/gate/finding.js";
import { EVERY_LIST } from "../aggregate/every-list.js";
import * as sample from "../emit/sample-baseline.js";

const { sampleBaseline } = sample;

function differ(committed: Partial<Baseline>, current: Partial<Baseline>): Finding[] {
  return compare({ committed: sampleBaseline(committed), current: sampleBaseline(current) });
}

function told(findings: readonly Finding[]): string[] {
  return findings.map(({ change, part, what, details }) =>
    [change, part, what, ...details].join(" | "),
  );
}

const EMPTY: Baseline = {
  ...EVERY_LIST,
  ...documentOf(Object.fromEntries(PART_NAMES.map((part) => [part, []])) as unknown as Lists),
};

describe("two baselines that are the same", () => {
  it("differ in nothing", () => {
    assert.deepEqual(compare({ committed: EVERY_LIST, current: EVERY_LIST }), []);
  });
});

describe("an entry of every list", () => {
  const counts = (findings: readonly Finding[]): [PartName, number][] =>
    PART_NAMES.map((part) => [part, findings.filter((each) => each.part === part).length]);
  const expected = PART_NAMES.map((part) => [part, entriesOf(EVERY_LIST, part).length]);

  it("is new where the committed baseline lacks it", () => {
    const findings = compare({ committed: EMPTY, current: EVERY_LIST });
    assert.deepEqual(counts(findings), expected);
    assert.ok(findings.every(({ change }) => change === "new"));
  });

  it("is gone where it is not seen", () => {
    const findings = compare({ committed: EVERY_LIST, current: EMPTY });
    assert.deepEqual(counts(findings), expected);
    assert.ok(findings.every(({ change, severity }) => change === "gone" && severity === "low"));
  });
});

describe("a name that a committed pattern holds", () => {
  const pattern = sample.file("/tmp/x*.pid", { rule: "passing-name", stars: ["[0-9]{4}"] });

  it("is neither new nor is the pattern gone", () => {
    assert.deepEqual(
      differ({ filesRead: [pattern] }, { filesRead: [sample.file("/tmp/x1234.pid")] }),
      [],
    );
  });

  it("is new where the pattern's star does not let it in", () => {
    const findings = differ(
      { filesRead: [pattern] },
      { filesRead: [sample.file("/tmp/xabcd.pid")] },
    );
    assert.deepEqual(told(findings), [
      "new | filesRead | /tmp/xabcd.pid",
      "gone | filesRead | /tmp/x*.pid",
    ]);
  });

  it("may be a narrower pattern, by whatever rule", () => {
    const wide = sample.file("/tmp/x*.pid", { rule: "varying-name", stars: ["[^/]+"] });
    assert.deepEqual(differ({ filesRead: [wide] }, { filesRead: [pattern] }), []);
    assert.equal(differ({ filesRead: [pattern] }, { filesRead: [wide] }).length, 1);
  });

  it("is found among patterns of many folders, beginnings and ends", () => {
    const patterns = ["/a/*", "/a/b*/c", "/a/*.log", "/*/c/d*e", "/a/\\**"].map((path) =>
      sample.file(path, { rule: "varying-name" }),
    );
    const names = ["/a/b", "/a/bx/c", "/a/x.log", "/q/c/dxe", "/a/*q"].map((path) =>
      sample.file(path),
    );
    assert.deepEqual(differ({ filesRead: patterns }, { filesRead: names }), []);
    const others = ["/b/b", "/a/bx/d", "/q/c/dx"].map((path) => sample.file(path));
    const findings = differ({ filesRead: patterns }, { filesRead: others });
    assert.equal(findings.filter(({ change }) => change === "new").length, 3);
  });

  it("has to agree in all else: a rename to another place is new", () => {
    const rename = (to: string, path = "/tmp/x1"): Partial<Baseline> => ({
      changes: [sample.change("rename", path, { to })],
    });
    const committed = {
      changes: [sample.change("rename", "/tmp/x*", { rule: "varying-name", to: "/etc/app.conf" })],
    };
    assert.deepEqual(differ(committed, rename("/etc/app.conf")), []);
    assert.deepEqual(told(differ(committed, rename("/etc/cron.d/evil"))).slice(0, 1), [
      "new | changes | rename /tmp/x1 → /etc/cron.d/evil",
    ]);
  });
});

describe("an entry that is known", () => {
  it("is new in what it does besides", () => {
    const before = sample.change("chmod", "/bin/x", { modes: ["0755"] });
    const after = { ...before, modes: ["0755", "4755"] };
    const [finding, ...others] = differ({ changes: [before] }, { changes: [after] });
    assert.deepEqual(others, []);
    assert.deepEqual(finding?.details, ["mode 4755"]);
    assert.equal(finding.severity, "high");
    assert.equal(finding.concern, "setuid-bit");
  });

  it("may be given arguments that a pattern holds, and no others", () => {
    const known = sample.program("/bin/sh", {
      arguments: [
        ["sh", "-c", null],
        ["sh", { startsWith: "--x=" }, { more: true }],
      ],
    });
    const given = (...vectors: string[][]): Finding[] =>
      differ({ executables: [known] }, { executables: [{ ...known, arguments: vectors }] });
    assert.deepEqual(given(["sh", "-c", "id"], ["sh", "--x=1", "a", "b"]), []);
    assert.deepEqual(given(["sh", "-c", "id", "more"])[0]?.details, ["arguments sh -c id more"]);
    assert.deepEqual(given(["sh"], ["sh", "--y"])[0]?.details, [
      "arguments sh",
      "arguments sh --y",
    ]);
  });

  it("is new when it succeeds where it always failed, and not when it fails otherwise", () => {
    const call = (...results: string[]): Partial<Baseline> => ({
      destinations: [{ ...sample.destination("tcp", "10.0.0.9", 1), results }],
    });
    assert.deepEqual(differ(call("ECONNREFUSED"), call("ETIMEDOUT")), []);
    assert.deepEqual(differ(call("ECONNREFUSED"), call("connected"))[0]?.details, [
      "now: connected",
    ]);
  });

  it("is new when it deserves a look and another program does it", () => {
    const read = (path: string, ...by: string[]): Partial<Baseline> => ({
      filesRead: [sample.file(path, { by })],
    });
    assert.deepEqual(differ(read("/etc/hosts", "/a"), read("/etc/hosts", "/b")), []);
    assert.deepEqual(differ(read("/etc/shadow", "/a"), read("/etc/shadow", "/b"))[0]?.details, [
      "now by /b",
    ]);
  });

  it("is not seen when it was seen before the time that is asked about", () => {
    const old = sample.file("/x", { lastSeen: "2026-01-01T00:00:00.000Z" });
    const baseline = sampleBaseline({ filesRead: [old] });
    const findings = compare({
      committed: baseline,
      current: baseline,
      since: "2026-01-01T00:00:00.001Z",
    });
    assert.deepEqual(told(findings), ["gone | filesRead | /x"]);
  });
});

describe("a new program", () => {
  const shell = sample.program("/bin/sh", { by: [""] });
  const curl = sample.program("/usr/bin/curl", { by: ["/bin/sh"] });
  const findings = differ(
    { executables: [shell] },
    {
      executables: [shell, curl],
      filesRead: [
        sample.file("/etc/passwd"),
        sample.file("/etc/ssl/cert.pem", { by: ["/usr/bin/curl"] }),
        sample.file("/srv/x", { by: ["/bin/sh", "/usr/bin/curl"] }),
      ],
    },
  );

  it("brings along what it alone did", () => {
    assert.deepEqual(
      findings.map(({ what, entailedBy }) => [what, entailedBy]),
      [
        ["/usr/bin/curl", null],
        ["/etc/ssl/cert.pem", "/usr/bin/curl"],
        ["/srv/x", null],
      ],
    );
  });

  it("is told with who started it", () => {
    assert.deepEqual(
      findings.map(({ chain }) => chain),
      [["/bin/sh"], ["/usr/bin/curl", "/bin/sh"], ["/bin/sh"]],
    );
  });
});

describe("a finding's line", () => {
  const committed = sampleBaseline({
    filesRead: [sample.file('/a"\\'), sample.file("/b]},"), sample.file("/d")],
    changes: [],
  });
  const text = JSON.stringify(committed, null, 2);
  const lines = text.split("\n");
  const lineOf = (current: Partial<Baseline>): string => {
    const [finding] = compare({ committed, text, current: { ...committed, ...current } });
    return lines[(finding?.line ?? 0) - 1] ?? "";
  };
  const entryAt = (current: Partial<Baseline>): string => {
    const [finding] = compare({ committed, text, current: { ...committed, ...current } });
    const from = (finding?.line ?? 0) - 1;
    const end = lines.findIndex((line, at) => at > from && /^\s*\}/u.test(line));
    assert.match(lines[from] ?? "", /^\s*\{$/u);
    return lines.slice(from, end).join("\n");
  };

  it("is where the entry stands that is gone or differs", () => {
    const [first, , last] = committed.filesRead;
    assert.match(
      entryAt({ filesRead: [first, last].flatMap((each) => each ?? []) }),
      /"\/b\]\},"/u,
    );
  });

  it("is where the entry would stand that is new", () => {
    assert.match(entryAt({ filesRead: [...committed.filesRead, sample.file("/c")] }), /"\/d"/u);
    const last = sample.file("/z");
    assert.match(entryAt({ filesRead: [...committed.filesRead, last] }), /"\/d"/u);
  });

  it("is the list's where it is empty", () => {
    assert.match(lineOf({ changes: [sample.change("chmod", "/x")] }), /"changes": \[\]/u);
  });

  it("is found in lists by ABI", () => {
    const { workload } = committed.syscalls;
    const more = { ...workload, x86_64: [...(workload.x86_64 ?? []), ...sample.calls("zz")] };
    const found = entryAt({ syscalls: { ...committed.syscalls, workload: more } });
    assert.match(found, /"name": "write"/u);
  });
});
