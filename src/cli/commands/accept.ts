/** `cxray accept`: adds findings to the committed baseline. */
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
import { info, warn } from "../terminal/output.js";
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
    const done = argv.prune ? "removed from" : "accepted into";
    info(`${plural(chosen.length, "finding")} ${done} ${file}; git diff shows them`);
  } else if (forbidden.length === 0) {
    info(`${file} is unchanged: ${findings.length === 0 ? "nothing differs" : "nothing matches"}`);
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
  if (reason.trim() === "") {
    throw badUsage("--reason is empty", ["Say why you accept, or leave the option out."]);
  }
  if (prune) {
    throw badUsage("--reason has no effect with --prune", [
      "A reason is stored with an entry, and --prune removes entries. Give the reason in the commit.",
    ]);
  }
}

/** How many forbidden findings the message lists. */
const MOST_LISTED = 10;

/** The error if the policy forbids some findings, even if others were accepted. */
function refusedByPolicy(file: string, forbidden: readonly Finding[]): CxrayError {
  const rest = forbidden.length - MOST_LISTED;
  return new CxrayError(
    "not-accepted",
    `${plural(forbidden.length, "finding")} not accepted into ${file}: the policy forbids what was seen`,
    [
      ...forbidden.slice(0, MOST_LISTED).map(({ what, details, reasons }) => {
        const more = details.length === 0 ? "" : ` (${details.join("; ")})`;
        return `  ${what}${more}: ${reasons[0] ?? ""}`;
      }),
      ...(rest > 0 ? [`  and ${plural(rest, "finding")} more`] : []),
      "Change the image, or the policy in cxray.yaml.",
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
    throw badUsage(`--kind ${unknown} is no list of a baseline`, [
      ...meant,
      `Lists: ${parts.join(", ")}`,
    ]);
  }
  const tests = match.map((glob) => globTest(glob));
  return ({ part, what, details }) =>
    (kind.length === 0 || kind.includes(part)) &&
    (tests.length === 0 || tests.some((fits) => [what, ...details].some(fits)));
}

/** Somebody must look at findings before accepting them, and in CI nobody does. */
function refusedInCi(): CxrayError {
  return new CxrayError("not-accepted", "nothing is accepted in CI (the variable CI is set)", [
    "Run cxray accept on your own machine, with the recorded database, and commit the file.",
    "In a workflow that opens a pull request for review, use --force.",
  ]);
}

function pruneOfPartial(reasons: readonly string[]): CxrayError {
  return new CxrayError(
    "not-accepted",
    "nothing was removed: the recording is incomplete, so entries may be missing by accident",
    [...reasons, "Record a complete run first, or remove them anyway: --force"],
  );
}
