/** cxray accept: takes what a check found into the committed baseline. */
import { acceptFindings, compare, judgeFindings, type Finding } from "../../gate/index.js";
import { PART_NAMES } from "../../model/baseline/parts.js";
import { CxrayError, EXIT } from "../../model/errors.js";
import { plural } from "../../model/plural.js";
import { globTest } from "../../model/glob.js";
import {
  noBaseline,
  readCommitted,
  refuseOtherImage,
  requireFile,
  writeCommitted,
} from "../gate/committed.js";
import { learningOf } from "../baselines.js";
import { loadSeen, whyIncomplete } from "../gate/seen.js";
import { withoutForbidden } from "../../policy/index.js";
import { isInCi, today } from "../gate/verdict.js";
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
  readonly reason: string | undefined;
  readonly force: boolean;
}

export const accept: CommandFunction<AcceptArguments> = (argv, config) => {
  const file = requireFile("accept", argv.baseline);
  const isMeant = chosenBy(argv);
  refuseOddReason(argv);
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
  const { policy } = config;
  const { baseline: allowed } = withoutForbidden(current, policy);
  const compared = { committed: committed.baseline, since };
  const about = { policy, image: current.image, today: today() };
  const { findings, notes } = judgeFindings(compare({ ...compared, current: allowed }), about);
  for (const note of notes) warn(note);
  const chosen = findings.filter((each) => each.change === change && isMeant(each));
  const forbidden = argv.prune
    ? []
    : compare({ ...compared, current, policy })
        .filter(isForbidden)
        .filter(isMeant);
  if (chosen.length > 0) {
    const accepted = acceptFindings(committed.baseline, allowed, chosen, argv.reason);
    writeCommitted(file, accepted);
    const done = argv.prune ? "taken out of" : "accepted into";
    tell(`${plural(chosen.length, "finding")} ${done} ${file}; git diff shows them`);
  } else if (forbidden.length === 0) {
    tell(`${file} stays as it is: ${findings.length === 0 ? "nothing differs" : "nothing fits"}`);
  }
  if (forbidden.length > 0) throw refusedByPolicy(file, forbidden);
  return EXIT.done;
};

function isForbidden({ change }: Finding): boolean {
  return change === "never";
}

/** @throws CxrayError bad-usage */
function refuseOddReason({ reason, prune }: AcceptArguments): void {
  if (reason === undefined) return;
  if (reason.trim() === "") throw badUsage("--reason says nothing", ["Say why, or leave it out."]);
  if (prune) {
    throw badUsage("--reason has no effect beside --prune", [
      "What is taken out leaves nothing that could hold a reason: say it in the commit.",
    ]);
  }
}

/** More say nothing more. */
const MOST_TOLD = 10;

/** Whatever else was accepted: who asked for it has to know. */
function refusedByPolicy(file: string, forbidden: readonly Finding[]): CxrayError {
  const rest = forbidden.length - MOST_TOLD;
  return new CxrayError(
    "not-accepted",
    `${plural(forbidden.length, "finding")} not accepted into ${file}: the policy forbids what was seen`,
    [
      ...forbidden.slice(0, MOST_TOLD).map(({ what, details, reasons }) => {
        const more = details.length === 0 ? "" : ` (${details.join("; ")})`;
        return `  ${what}${more}: ${reasons[0] ?? ""}`;
      }),
      ...(rest > 0 ? [`  and ${plural(rest, "finding")} more`] : []),
      "Change the image, or the row of the policy.",
    ],
  );
}

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
