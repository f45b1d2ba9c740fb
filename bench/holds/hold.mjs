// Records a workload, emits its rules, and verifies them again and again.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import {
  countDockerDefault,
  dockerDefaultConditional,
} from "../../dist/model/kernel/docker-default.js";
import { cxray, cxrayDone } from "./cxray.mjs";
import { attend } from "./engine.mjs";
import { imageOf } from "./workloads.mjs";

const RECORDED_RUNS = 3;

/** The files of one workload. */
export const filesOf = (folder, { name }) => ({
  db: join(folder, `${name}.db`),
  seccomp: join(folder, `${name}.seccomp.json`),
  container: join(folder, `${name}.docker-run.sh`),
  falco: join(folder, `${name}.falco.yaml`),
});

export async function record(starts, workload, files) {
  const image = imageOf(workload);
  const { attended } = await starts.during(
    (id) => attend(workload, id),
    (options) => {
      const one = ["docker", "run", "--rm", ...options, image].join(" ");
      const [between, end] = workload.isIdle ? [" & ", " & wait"] : ["; ", "; true"];
      const all = Array.from({ length: RECORDED_RUNS }, () => `${one} >/dev/null 2>&1`);
      const command = ["sh", "-c", all.join(between) + end];
      return cxrayDone("record", "--db", files.db, "--image", image, "--", ...command);
    },
  );
  const failed = attended.find(({ status }) => status !== 0);
  if (failed !== undefined)
    throw new Error(`${workload.name}: the client failed: ${failed.stderr}`);
  if (attended.length !== RECORDED_RUNS) throw new Error(`${workload.name}: a run is missing`);
}

/** How many calls the profile allows, with some arguments at least, and how many Docker's default. */
export async function emit(workload, files) {
  const about = ["emit", "--db", files.db, "--image", imageOf(workload), "-f"];
  await cxrayDone(...about, "seccomp", "-o", files.seccomp);
  const settings = ["--seccomp-profile", files.seccomp, "-o", files.container];
  await cxrayDone(...about, "docker-run", ...settings);
  await cxrayDone(...about, "falco", "-o", files.falco);
  const { syscalls } = JSON.parse(readFileSync(files.seccomp, "utf8"));
  const allowed = new Set(
    syscalls.filter(({ action }) => action === "SCMP_ACT_ALLOW").flatMap(({ names }) => names),
  );
  const abi = process.arch === "arm64" ? "arm64" : "x86_64";
  const dockerDefault = countDockerDefault(abi) + dockerDefaultConditional.size;
  return { calls: allowed.size, dockerDefault };
}

/** One verification: what cxray says, and whether the clients got the same answers. */
export async function verify(starts, workload, files, policy) {
  const image = imageOf(workload);
  const { result, attended } = await starts.during(
    (id) => attend(workload, id),
    (options) => {
      const command = ["docker", "run", ...options, image];
      return cxray("verify", "--json", "--db", files.db, "-f", policy, "--", ...command);
    },
  );
  const answers = new Set(attended.map(({ status, stdout }) => `${status} ${stdout}`));
  const isSame = answers.size === 1 && attended.every(({ status }) => status === 0);
  if (result.stdout === "") return { verdict: "failed", isSame, words: result.stderr };
  const { verdict, refusals, differences, notes, output, status, triedOn } = JSON.parse(
    result.stdout,
  );
  const clients = isSame ? [] : attended;
  return { verdict, isSame, refusals, differences, notes, output, status, triedOn, clients };
}

/** Whether a policy held in a round. */
export const isHeld = ({ verdict, isSame }) => verdict === "held" && isSame;
