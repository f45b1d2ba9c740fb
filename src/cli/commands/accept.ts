/** cxray accept: takes what a check found into the committed baseline. */
import { acceptFindings, compare, type Finding } from "../../gate/index.js";
import { PART_NAMES } from "../../model/baseline/parts.js";
import { CxrayError, EXIT } from "../../model/errors.js";
import { plural } from "../../model/plural.js";
import { globTest } from "../../model/recordings/container-filter.js";
import {
  noBaseline,
  readCommitted,
  refuseOtherImage,
  requireFile,
  writeCommitted,
} from "../gate/committed.js";
import { learningOf } from "../baselines.js";
import { loadSeen, whyIncomplete } from "../gate/seen.js";
import { isInCi } from "../gate/verdict.js";
import { badUsage } from "../options/bad-usage.js";
import { nearest } from "../options/nearest.js";
import { tell, warn } from "../terminal/output.js";
import type { CommandFunction } from "./command.js";

interface AcceptArguments {
  readonly db: string;
  readonly baseline: string | undefined;
  readonly image: string | undefined;
  readonly latest: boolean;
  readonly since: string | undefined;
  readonly "include-sessions": boolean;
  readonly kind: readonly string[];
  readonly match: readonly string[];
  readonly prune: boolean;
  readonly force: boolean;
}

export const accept: CommandFunction<AcceptArguments> = (argv, config) => {
  const file = requireFile("accept", argv.baseline);
  const isMeant = chosenBy(argv);
  if (isInCi() && !argv.force) throw refusedInCi();
  const committed = readCommitted(file);
  if (committed === null) throw noBaseline(file);
  const image = argv.image ?? committed.baseline.image.name;
  const seen = loadSeen({ ...argv, image }, learningOf(config, argv));
  const { current, since } = seen;
  refuseOtherImage(file, committed.baseline, current);
  const reasons = whyIncomplete(seen);
  if (argv.prune && reasons.length > 0 && !argv.force) throw pruneOfPartial(reasons);
  for (const reason of reasons) warn(reason);
  const change = argv.prune ? "gone" : "new";
  const findings = compare({ committed: committed.baseline, current, since });
  const chosen = findings.filter((each) => each.change === change && isMeant(each));
  if (chosen.length === 0) {
    tell(`${file} stays as it is: ${findings.length === 0 ? "nothing differs" : "nothing fits"}`);
    return EXIT.done;
  }
  writeCommitted(file, acceptFindings(committed.baseline, current, chosen));
  const done = argv.prune ? "taken out of" : "accepted into";
  tell(`${plural(chosen.length, "finding")} ${done} ${file}; git diff shows them`);
  return EXIT.done;
};

/** @throws CxrayError bad-usage */
function chosenBy({ kind, match }: AcceptArguments): (finding: Finding) => boolean {
  const parts: readonly string[] = PART_NAMES;
  const unknown = kind.find((each) => !parts.includes(each));
  if (unknown !== undefined) {
    const near = nearest(unknown, parts);
    const meant = near === null ? [] : [`Did you mean ${near}?`];
    throw badUsage(`there is no kind ${unknown}`, [...meant, `Kinds: ${parts.join(", ")}`]);
  }
  const tests = match.map((glob) => globTest(glob));
  return ({ part, what, details }) =>
    (kind.length === 0 || kind.includes(part)) &&
    (tests.length === 0 || tests.some((fits) => [what, ...details].some(fits)));
}

/** Who accepts has to have looked. */
function refusedInCi(): CxrayError {
  return new CxrayError("not-accepted", "nothing is accepted where CI is set: nobody looks on", [
    "Accept on your own machine, from the recorded database, and commit the file.",
    "For a workflow that opens a pull request to be reviewed: --force",
  ]);
}

function pruneOfPartial(reasons: readonly string[]): CxrayError {
  return new CxrayError("not-accepted", "what is gone may only have been lost", [
    ...reasons,
    "Record a complete run first, or take it out all the same: --force",
  ]);
}
