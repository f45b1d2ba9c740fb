// What is made of a recording afterwards: how long it takes, and whether it says what is missing.
import { cxray } from "./process.mjs";

const STAGES = {
  aggregate: ["aggregate"],
  profile: ["profile"],
  falco: ["emit", "-f", "falco"],
  seccomp: ["emit", "-f", "seccomp"],
  log: ["emit", "-f", "log"],
};

/** Runs each stage once, for one image: status, seconds and peak memory by name. */
export async function runStages(db, image) {
  const results = {};
  for (const [stage, args] of Object.entries(STAGES)) {
    const about = stage === "aggregate" ? [] : ["--image", image];
    results[stage] = await cxray([...args, "--db", db, ...about], { keepOutput: false });
  }
  return results;
}

/** Makes a baseline partial, and takes nothing from the log, which has no limit of entries. */
const OF_BASELINES = "entries-capped";

/** The stages that did not end as they have to: with 3 where one of these reasons is theirs, or 0. */
export function wrongEnds(stages, reasons) {
  return Object.entries(stages).flatMap(([stage, { status }]) => {
    const theirs = reasons.filter((reason) => stage !== "log" || reason !== OF_BASELINES);
    const wanted = theirs.length === 0 ? 0 : 3;
    return status === wanted ? [] : [`${stage} ended with ${status} in place of ${wanted}`];
  });
}

/** Why the baseline of an image is partial; an empty list where it is complete. */
export async function reasonsOf(db, image) {
  const { stdout, stderr } = await cxray(["profile", "--json", "--db", db, "--image", image]);
  if (stdout === "") return [`no baseline: ${stderr.trim()}`];
  return JSON.parse(stdout).completeness.reasons.map(({ code }) => code);
}
