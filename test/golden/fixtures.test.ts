/**
 * What real containers did gives the files that were committed, byte for byte. After a change that
 * is meant to be seen in them: node scripts/fixtures.mjs --stages
 */
import assert from "node:assert/strict";
import { readFileSync, statSync } from "node:fs";
import { hostname } from "node:os";
import { describe, it } from "node:test";
import { FORMAT_NAMES } from "../../src/emit/formats.js";
import { fixtureFile, readRecorded, RECORDING, renderStages, workloads } from "./stages.js";

const MOST_BYTES = 600_000;

describe("fixtures", () => {
  it("have a file for every format, and the baseline", () => {
    for (const workload of workloads()) {
      assert.equal(
        Object.keys(renderStages(readRecorded(workload))).length,
        FORMAT_NAMES.length + 1,
      );
    }
  });

  for (const workload of workloads()) {
    const stages = renderStages(readRecorded(workload));
    for (const [file, text] of Object.entries(stages)) {
      it(`of ${workload} have the same ${file}`, () => {
        assert.equal(text, readFileSync(fixtureFile(workload, file), "utf8"));
      });
    }

    it(`of ${workload} are small, complete and of two recordings`, () => {
      const files = [RECORDING, ...Object.keys(stages)].map((file) => fixtureFile(workload, file));
      const size = files.reduce((sum, file) => sum + statSync(file).size, 0);
      assert.ok(size < MOST_BYTES, `${String(size)} bytes`);
      const { recordings } = readRecorded(workload);
      assert.equal(recordings.length, 2);
      assert.deepEqual(
        recordings.flatMap(({ losses }) => losses),
        [],
      );
      assert.match(stages["baseline.json"] ?? "", /"state": "complete"/u);
    });

    it(`of ${workload} hold nothing of the machine they were recorded on`, () => {
      const text = readFileSync(fixtureFile(workload, RECORDING), "utf8");
      for (const foreign of ["/var/lib/docker", "overlay2", process.cwd(), hostname()]) {
        assert.ok(!text.includes(foreign), foreign);
      }
    });
  }
});
