/** `cxray diff`: shows how two baselines differ. */
import { lstatSync } from "node:fs";
import { compare, judgeFindings, worstFirst } from "../../gate/index.js";
import { learningOf, loadBaseline, withStore, type Learning } from "../baselines.js";
import { describeReason } from "../incomplete.js";
import { placeInRepository, readCommitted, type BaselineFile } from "../gate/committed.js";
import { deliver, wantedReports } from "../gate/reports.js";
import { failing, today, verdictOf } from "../gate/verdict.js";
import { cxrayVersion } from "../version.js";
import type { CommandFunction } from "./command.js";

interface DiffArguments {
  readonly db: string;
  readonly "include-sessions": boolean;
  readonly format: string;
  readonly output: string | undefined;
  readonly report: readonly string[];
}

export const diff: CommandFunction<DiffArguments> = (argv, config) => {
  const learning = learningOf(config, argv);
  const reports = wantedReports(argv);
  const [before = "", after = ""] = argv.words;
  const old = read(before, argv.db, learning);
  const now = read(after, argv.db, learning);
  const reasons = [...old.baseline.completeness.reasons, ...now.baseline.completeness.reasons];
  const { policy } = config;
  const compared = { committed: old.baseline, text: old.text, current: now.baseline, policy };
  const judged = judgeFindings(compare(compared), {
    policy,
    image: now.baseline.image,
    today: today(),
  });
  const report = {
    findings: worstFirst(judged.findings),
    fails: failing("any", "low"),
    image: now.baseline.image.name,
    file: isFile(before) ? placeInRepository(before) : before,
    runs: now.baseline.runs.count,
    notes: [...reasons.map(describeReason), ...judged.notes],
    ignored: judged.ignored,
    isComplete: reasons.length === 0,
    accept: null,
    version: cxrayVersion(),
  };
  deliver(report, reports);
  // If they differ, the exit status is 1, even if one of them is partial.
  return verdictOf({ ...report, isComplete: report.findings.length > 0 || report.isComplete });
};

/** Reads the file of that name, or else the baseline of the image of that name in the database. */
function read(name: string, db: string, learning: Learning): Side {
  const file = isFile(name) ? readCommitted(name) : null;
  if (file !== null) return file;
  const baseline = withStore(db, (store) => loadBaseline(store, { image: name }, learning));
  return { baseline, text: undefined };
}

type Side = Omit<BaselineFile, "text"> & { readonly text: string | undefined };

function isFile(name: string): boolean {
  return lstatSync(name, { throwIfNoEntry: false })?.isFile() === true;
}
