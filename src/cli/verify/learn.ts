/**
 * Extends a baseline by a verification's run without the policy. The proposal goes into a file of
 * its own.
 */
import { resolve } from "node:path";
import { baselineDocument } from "../../aggregate/index.js";
import { writeOutput } from "../../files/replace-file.js";
import { acceptFindings, compare } from "../../gate/index.js";
import type { Baseline } from "../../model/baseline/baseline.js";
import { plural } from "../../model/plural.js";
import { withoutForbidden, type Policy } from "../../policy/index.js";
import { openStore } from "../../store/index.js";
import { loadBaseline, type Learning } from "../baselines.js";
import { badUsage } from "../options/bad-usage.js";
import { info, warn } from "../terminal/output.js";
import type { Runs } from "./runs-in-turn.js";

/** @throws CxrayError bad-usage: a proposal must not silently change the committed file */
export function refuseOwnFile(learn: string | undefined, baseline: string | undefined): void {
  if (learn === undefined || baseline === undefined || resolve(learn) !== resolve(baseline)) return;
  throw badUsage("--learn and --baseline name the same file", [
    "The extended baseline is a proposal: write it into a file of its own, and compare the two.",
  ]);
}

interface Learnt {
  readonly baseline: Baseline;
  readonly db: string;
  readonly runs: Runs;
  readonly learning: Learning;
  /** what it forbids is left out */
  readonly policy: Policy | undefined;
}

/**
 * Writes the baseline extended by the runs without the policy. The database belongs to the
 * verification, so its other runs are removed first.
 */
export function writeExtended(
  file: string,
  { baseline, db, runs, learning, policy }: Learnt,
): void {
  const store = openStore(db, "update");
  try {
    const free = [runs.free, runs.again].map((run) => run?.containerId);
    const others = store.containers().filter(({ id }) => !free.includes(id));
    store.forgetRuns(others.map(({ recordingId, id }) => ({ recordingId, containerId: id })));
    const { baseline: seen, leftOut } = withoutForbidden(loadBaseline(store, {}, learning), policy);
    for (const sentence of leftOut) warn(sentence);
    const findings = compare({ committed: baseline, current: seen });
    const added = findings.filter(({ change }) => change === "new");
    if (added.length === 0) {
      warn(`${file} was not written: the baseline lacks nothing that the free run did`);
      return;
    }
    writeOutput(file, baselineDocument(acceptFindings(baseline, seen, added)));
    info(`${file} is the baseline with ${plural(added.length, "new entry")}: a proposal, read it`);
  } finally {
    store.close();
  }
}
