/** The stages after recording, of one workload: each file's text, made from what was recorded. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { baselineDocument } from "../../src/aggregate/document.js";
import { foldBaselines } from "../../src/aggregate/fold.js";
import { eventRenderer, renderBaseline } from "../../src/emit/emit.js";
import { FORMATS } from "../../src/emit/formats.js";
import type { Baseline } from "../../src/model/baseline/baseline.js";
import { packageFile } from "../../src/files/package-root.js";
import { readDump, type Recorded } from "./recording-dump.js";

/** What was recorded of a workload; the other files are made from it. */
export const RECORDING = "recording.jsonl";

/** The workloads that were recorded. */
export function workloads(): string[] {
  return readdirSync(packageFile("fixtures"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

export function fixtureFile(workload: string, file: string): string {
  return join(packageFile("fixtures"), workload, file);
}

export function readRecorded(workload: string): Recorded {
  return readDump(readFileSync(fixtureFile(workload, RECORDING), "utf8"));
}

const formats = await Promise.all(Object.values(FORMATS).map(({ load }) => load()));

/** By file name. What the CLI prints for the same recording, byte for byte. */
export function renderStages(recorded: Recorded): Readonly<Record<string, string>> {
  const baseline = onlyBaseline(recorded);
  const events = recorded.events.filter(({ actor }) => actor.phase === "workload");
  const files = formats.map((format) => {
    const isOfImage = format.input === "baseline";
    const text = isOfImage
      ? renderBaseline(format, baseline).text
      : events.map(eventRenderer(format)).join("");
    return [format.file, text] as const;
  });
  return { "baseline.json": baselineDocument(baseline), ...Object.fromEntries(files) };
}

/** Of the image that a workload is of. */
export function onlyBaseline({
  recordings,
  containers,
  facts,
}: Omit<Recorded, "events">): Baseline {
  const [baseline, ...others] = foldBaselines(recordings, containers, facts);
  if (baseline === undefined || others.length > 0) throw new Error("a workload is of one image");
  return baseline;
}
