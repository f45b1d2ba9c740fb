/** What the documents show is what the recorded workloads give. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { SHOWN_ENTRIES } from "../../src/cli/commands/profile.js";
import { formatProfile } from "../../src/cli/profile/view.js";
import {
  countDockerDefault,
  dockerDefaultAllowList,
  dockerDefaultConditional,
} from "../../src/model/kernel/docker-default.js";
import { firstCells, namesIn, readDocument } from "../documentation/documents.js";
import { fixtureFile, onlyBaseline, readRecorded, workloads } from "./stages.js";

describe("README.md", () => {
  it("shows what cxray profile prints for a run of nginx", () => {
    const [, sample = ""] =
      /# cxray profile --image cxray-test\/nginx\n(?<sample>[^]*?)\n```/u.exec(
        readDocument("README.md"),
      ) ?? [];
    const shown = sample.split("\n").filter((line) => line.trim() !== "…");
    const printed = new Set(viewOfFirstRun("nginx").split("\n").map(comparable));
    assert.ok(shown.length > 20, "there is a sample");
    assert.deepEqual(
      shown.filter((line) => !printed.has(comparable(line))),
      [],
    );
  });
});

/**
 * The image is built anew on each machine, and timing decides on a system call or two. Columns are
 * as wide as what is shown in them, and the sample leaves lines out.
 */
function comparable(line: string): string {
  return line
    .replace(/sha256:[0-9a-f]{12}/u, "sha256:…")
    .replace(/^USED \d+ system/u, "USED … system")
    .replace(/(?<=\S) {2,}/gu, "  ");
}

function viewOfFirstRun(workload: string): string {
  const recorded = readRecorded(workload);
  const recordings = recorded.recordings.slice(0, 1);
  const containers = recorded.containers.filter(
    ({ recordingId }) => recordingId === recordings[0]?.id,
  );
  const ids = new Set(containers.map(({ id }) => id));
  const facts = recorded.facts.filter(({ containerId }) => ids.has(containerId));
  const baseline = onlyBaseline({ recordings, containers, facts });
  return formatProfile(baseline, {
    limit: SHOWN_ENTRIES,
    dockerDefault: dockerDefaultAllowList,
    dockerConditional: dockerDefaultConditional,
    dockerDefaultCount: countDockerDefault("x86_64"),
  });
}

describe("docs/log.md", () => {
  it("lists every name and key that the recorded workloads have", () => {
    // those of changed rights are the names of their system calls, in one sentence
    const rights = /^Changes of rights.*?\.(?= )/mu.exec(readDocument("docs/log.md"))?.[0] ?? "";
    const names = new Set([...firstCells("docs/log.md", "name"), ...namesIn(rights)]);
    const keys = new Set(firstCells("docs/log.md", "key"));
    for (const workload of workloads()) {
      const lines = readFileSync(fixtureFile(workload, "log.jsonl"), "utf8").trimEnd().split("\n");
      for (const line of lines) {
        const { event } = (
          JSON.parse(line) as { data: { event: { name: string; data: Record<string, string> } } }
        ).data;
        assert.ok(names.has(event.name), event.name);
        for (const key of Object.keys(event.data)) assert.ok(keys.has(key), key);
      }
    }
  });
});
