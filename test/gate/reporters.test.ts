import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { accessSync, chmodSync, constants, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { gzipSync } from "node:zlib";
import { Ajv } from "ajv";
import { XMLParser } from "fast-xml-parser";
import { SyntaxValidator } from "fast-xml-validator";
import { packageFile } from "../../src/files/package-root.js";
import { fingerprintOf } from "../../src/gate/finding.js";
import type { Report } from "../../src/gate/reporters/report.js";
import {
  REPORTER_NAMES,
  REPORTERS,
  type ReporterName,
} from "../../src/gate/reporters/reporters.js";
import { REPORT_FORMATS } from "../../src/cli/gate/choices.js";
import { firstCells } from "../documentation/documents.js";
import { temporaryFolder } from "../store/samples.js";
import { finding, HOSTILE, hostileFindings, manyFindings, report } from "./report.js";

const NONE = report([]);
const ONE = report([finding("/etc/shadow", { severity: "high", concern: "setuid-bit" })]);
const MANY = report(manyFindings(2_000));
const WORST = report(hostileFindings());
const INCOMPLETE = report([], { isComplete: false, notes: ["events were lost"] });
const REPORTS = { NONE, ONE, MANY, WORST, INCOMPLETE };

function render(name: ReporterName, given: Report): string {
  return REPORTERS[name].render(given);
}

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

describe("github", () => {
  it("gives at most ten annotations of a level, and says where the rest is", () => {
    const lines = render("github", MANY).split("\n");
    for (const level of ["error", "warning", "notice"]) {
      assert.equal(lines.filter((line) => line.startsWith(`::${level} `)).length, 10);
    }
    assert.match(lines.at(-2) ?? "", /1,970 more are in the job summary$/u);
  });

  it("tells what is incomplete within the ten warnings, and before the findings", () => {
    const notes = Array.from({ length: 8 }, (_, at) => `note ${at}`);
    const lines = render("github", { ...MANY, notes }).split("\n");
    const warnings = lines.filter((line) => line.startsWith("::warning "));
    assert.equal(warnings.length, 10);
    assert.equal(warnings[4], "::warning title=cxray::note 4");
    assert.match(warnings[5] ?? "", /file=/u);
    assert.match(lines.at(-2) ?? "", /1,978 more are in the job summary$/u);
  });

  it("lets no name end its annotation or begin another command", () => {
    const text = render("github", report(hostileFindings().slice(-10)));
    const commands = text.split("\n").filter((line) => line.trimStart().startsWith("::"));
    assert.equal(commands.length, 10);
    for (const line of commands) {
      const [, properties = ""] = /^::notice ((?:(?!::).)*)::/u.exec(line) ?? [];
      assert.deepEqual(
        properties.split(",").map((each) => each.split("=")[0]),
        ["file", "line", "title"],
        line,
      );
    }
    assert.doesNotMatch(text, /##\[/u);
    assert.doesNotMatch(text, /^(?!::notice |cxray: )./mu);
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

describe("sarif", () => {
  it("is valid to Microsoft's validator", (t) => {
    const tool = packageFile("node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool");
    chmodSync(tool, 0o755);
    accessSync(tool, constants.X_OK);
    const folder = temporaryFolder(t);
    const files = Object.entries(REPORTS).map(([name, each]) => {
      const file = join(folder, `${name}.sarif`);
      writeFileSync(file, render("sarif", each));
      return file;
    });
    const { status, stdout } = spawnSync(tool, ["validate", ...files], {
      encoding: "utf8",
      env: { DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: "1", HOME: folder },
    });
    assert.equal(status, 0, stdout);
    assert.match(stdout, /Analysis completed successfully/u);
    assert.doesNotMatch(stdout, /: error /u);
  });

  it("stays within what GitHub takes, and names what it leaves out", () => {
    const text = render("sarif", report(manyFindings(30_000)));
    const { runs } = JSON.parse(text) as {
      runs: { results: unknown[]; invocations: { toolExecutionNotifications: unknown[] }[] }[];
    };
    assert.equal(runs[0]?.results.length, 5_000);
    assert.match(JSON.stringify(runs[0].invocations), /25,000 more findings left out/u);
    assert.ok(gzipSync(text).length < 10 * 1024 * 1024);
  });

  it("points into the repository, and has a fingerprint of its own for each finding", () => {
    const text = render("sarif", WORST);
    const { runs } = JSON.parse(text) as {
      runs: {
        results: {
          message: { text: string };
          locations: { physicalLocation: { artifactLocation: { uri: string } } }[];
          partialFingerprints: { primaryLocationLineHash: string };
        }[];
      }[];
    };
    const results = runs[0]?.results ?? [];
    assert.equal(results.length, HOSTILE.length);
    const hashes = results.map((each) => each.partialFingerprints.primaryLocationLineHash);
    assert.equal(new Set(hashes).size, HOSTILE.length);
    for (const { locations, message } of results) {
      assert.equal(locations[0]?.physicalLocation.artifactLocation.uri, "baselines/nginx.json");
      assert.notEqual(message.text, "");
    }
  });
});

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
