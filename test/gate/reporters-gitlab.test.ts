import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Ajv } from "ajv";
import { XMLParser } from "fast-xml-parser";
import { SyntaxValidator } from "fast-xml-validator";
import type { Report } from "../../src/gate/reporters/report.js";
import { finding, manyFindings, report } from "./report.js";
import { INCOMPLETE, REPORTS, render } from "./sample-reports.js";

const JUNIT_CASE = {
  type: "object",
  required: ["@classname", "@name"],
  properties: {
    "@classname": { type: "string", minLength: 1 },
    "@name": { type: "string", minLength: 1 },
    failure: {
      type: "object",
      required: ["@type", "@message", "#text"],
      additionalProperties: false,
      properties: {
        "@type": { enum: ["high", "medium", "low"] },
        "@message": { type: "string" },
        "#text": { type: "string", minLength: 1 },
      },
    },
    skipped: { type: "object" },
    error: { type: "object" },
  },
  additionalProperties: false,
};

describe("junit", () => {
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: "@",
    isArray: (name) => name === "testcase",
    processEntities: { enabled: true, maxTotalExpansions: 1e6 },
  });
  interface Suite {
    testsuites: { testsuite: { testcase: { "@name": string; "@classname": string }[] } };
  }
  const casesOf = (given: Report): Suite["testsuites"]["testsuite"]["testcase"] => {
    const text = render("junit", given);
    assert.equal(SyntaxValidator.validate(text), true);
    return (parser.parse(text) as Suite).testsuites.testsuite.testcase;
  };

  it("is XML in which every finding is a test of its own name", () => {
    const validate = new Ajv().compile(JUNIT_CASE);
    for (const given of Object.values(REPORTS)) {
      const cases = casesOf(given);
      assert.equal(cases.length, given.findings.length + 1);
      for (const each of cases) assert.ok(validate(each), JSON.stringify(validate.errors));
      const names = cases.map((each) => `${each["@classname"]}\0${each["@name"]}`);
      assert.equal(new Set(names).size, names.length);
    }
  });

  it("holds the 5,000 worst, as GitLab takes 30 MB, and one test for the rest", () => {
    const text = render("junit", report(manyFindings(90_000)));
    assert.ok(Buffer.byteLength(text) < 30_000_000);
    assert.match(text, /<testsuites tests="5002" failures="5001" errors="0" skipped="0">/u);
    assert.match(
      text,
      /<testcase classname="cxray" name="85,000 more findings left out"><failure/u,
    );
  });

  it("counts what it holds: findings that fail nothing are skipped", () => {
    const text = render("junit", report([finding("/a"), finding("/b", { change: "gone" })]));
    assert.match(text, /<testsuites tests="3" failures="1" errors="0" skipped="1">/u);
    assert.match(render("junit", INCOMPLETE), /errors="1"/u);
  });
});

const CODE_QUALITY = {
  type: "array",
  items: {
    type: "object",
    required: ["description", "check_name", "fingerprint", "severity", "location"],
    additionalProperties: false,
    properties: {
      description: { type: "string", minLength: 1 },
      check_name: { type: "string", minLength: 1 },
      fingerprint: { type: "string", pattern: "^[0-9a-f]{32}$" },
      severity: { enum: ["info", "minor", "major", "critical", "blocker"] },
      location: {
        type: "object",
        required: ["path", "lines"],
        properties: {
          path: { type: "string", pattern: "^(?!\\.?/)" },
          lines: {
            type: "object",
            required: ["begin"],
            properties: { begin: { type: "integer", minimum: 1 } },
          },
        },
      },
    },
  },
};

describe("codequality", () => {
  it("fits GitLab's format, with a fingerprint of its own for each finding", () => {
    const validate = new Ajv().compile(CODE_QUALITY);
    for (const given of Object.values(REPORTS)) {
      const issues = JSON.parse(render("codequality", given)) as { fingerprint: string }[];
      assert.ok(validate(issues), JSON.stringify(validate.errors));
      assert.equal(new Set(issues.map((each) => each.fingerprint)).size, given.findings.length);
    }
  });
});

describe("codequality of very many findings", () => {
  it("holds the 5,000 worst, and an issue for the rest", () => {
    const text = render("codequality", report(manyFindings(6_000)));
    const issues = JSON.parse(text) as { description: string }[];
    assert.ok(new Ajv().compile(CODE_QUALITY)(issues));
    assert.equal(issues.length, 5_001);
    assert.equal(issues.at(-1)?.description, "1,000 more findings left out");
  });
});
