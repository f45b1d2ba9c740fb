import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { fingerprintOf } from "../../src/gate/finding.js";
import { REPORTER_NAMES } from "../../src/gate/reporters/reporters.js";
import { REPORT_FORMATS } from "../../src/cli/gate/choices.js";
import { firstCells } from "../documentation/documents.js";
import { finding, HOSTILE, report } from "./report.js";
import { ONE, MANY, WORST, INCOMPLETE, REPORTS, render } from "./sample-reports.js";

describe("every reporter", () => {
  it("is a choice of --format, and a row of docs/gate.md", () => {
    assert.deepEqual(REPORT_FORMATS, REPORTER_NAMES);
    assert.deepEqual(firstCells("docs/gate.md", "report"), REPORTER_NAMES);
  });

  it("gives the same text for the same findings, ends with a line break, and is printable", () => {
    for (const name of REPORTER_NAMES) {
      for (const [which, each] of Object.entries(REPORTS)) {
        const text = render(name, each);
        assert.equal(text, render(name, each));
        assert.ok(text.endsWith("\n"), `${name} of ${which}`);

        assert.ok(!/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u202e]/u.test(text), name);
      }
    }
  });

  it("says which image, and what was incomplete", () => {
    for (const name of REPORTER_NAMES) {
      if (name === "codequality") continue; // a list of findings and nothing else
      assert.match(render(name, INCOMPLETE), /events were lost/u, name);
      assert.match(render(name, INCOMPLETE), /nginx/u, name);
    }
  });
});

describe("text", () => {
  it("fits one screen, and says how many more there are and what accepts them", () => {
    const text = render("text", MANY);
    assert.ok(text.split("\n").length <= 40, text);
    assert.ok(text.split("\n").every((line) => [...line].length <= 102));
    assert.match(text, /cxray accept --baseline baselines\/nginx\.json/u);
    assert.match(text, /2,000 new \(667 high, 667 medium, 666 low\)/u);
  });

  it("tells the worst first, by program", () => {
    const gone = finding("/old", { change: "gone" });
    const text = render("text", report([gone, finding("/tmp/x"), ...ONE.findings]));
    assert.deepEqual(text.split("\n").slice(2, 7), [
      "/bin/sh  (started by /usr/sbin/nginx)",
      "  high      read /etc/shadow  (1 of 4 runs)",
      "  low       read /tmp/x  (1 of 4 runs)",
      "not seen any more",
      "  low       read /old  (1 of 4 runs)",
    ]);
  });
});

describe("markdown", () => {
  it("fits a comment and a job summary", () => {
    const text = render("markdown", MANY);
    assert.ok(Buffer.byteLength(text) < 65_536);
    assert.match(text, /^And [0-9,]+ findings more\.$/mu);
  });

  it("has every recorded text in a span of code", () => {
    const text = render("markdown", WORST);
    for (const line of text.split("\n").filter((each) => each.startsWith("- "))) {
      const outside = line.replace(/(`+)(?!`).*?(?<!`)\1(?!`)/gu, "");
      assert.match(outside, /^- \*\*low\*\*, new: ; by ; in 1 of 4 runs$/u, line);
    }
  });
});

describe("json", () => {
  it("has every finding with its raw names", () => {
    const document = JSON.parse(render("json", WORST)) as {
      same: boolean;
      findings: { by: string[]; fingerprint: string }[];
    };
    assert.equal(document.same, false);
    assert.deepEqual(new Set(document.findings.map(({ by }) => by[0])), new Set(HOSTILE));
    const [first] = WORST.findings;
    assert.ok(first);
    assert.equal(document.findings[0]?.fingerprint, fingerprintOf(first));
  });
});
