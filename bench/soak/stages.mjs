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

/** The stages that did not end as they have to: 0 for a complete baseline, 3 for a partial one. */
export function wrongEnds(stages, wanted) {
  return Object.entries(stages)
    .filter(([, { status }]) => status !== wanted)
    .map(([stage, { status }]) => `${stage} ended with ${status} in place of ${wanted}`);
}

/** Why the baseline of an image is partial; an empty list where it is complete. */
export async function reasonsOf(db, image) {
  const { stdout, stderr } = await cxray(["profile", "--json", "--db", db, "--image", image]);
  if (stdout === "") return [`no baseline: ${stderr.trim()}`];
  return JSON.parse(stdout).completeness.reasons.map(({ code }) => code);
}
