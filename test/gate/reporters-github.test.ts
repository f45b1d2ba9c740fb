import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { accessSync, chmodSync, constants, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { gzipSync } from "node:zlib";
import { packageFile } from "../../src/files/package-root.js";
import { temporaryFolder } from "../store/samples.js";
import { HOSTILE, hostileFindings, manyFindings, report } from "./report.js";
import { MANY, WORST, REPORTS, render } from "./sample-reports.js";

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
