/** Runs a job of .gitlab-ci.yml as GitLab's shell executor does by its documentation. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "js-yaml";
import { packageFile } from "../../../../src/files/package-root.js";
import { HOME, type Machine } from "./machine.js";

interface Job {
  readonly variables: Readonly<Record<string, string>>;
  readonly cache: {
    readonly key: string;
    readonly paths: readonly string[];
    readonly when: "always";
  };
  readonly before_script: readonly string[];
  readonly script: readonly string[];
  readonly artifacts: {
    readonly when: "always";
    readonly reports: { readonly junit: string; readonly codequality: string };
  };
}

export interface JobResult {
  readonly status: number | null;
  readonly log: string;
  readonly junit: string;
  readonly codequality: string;
}

/** The project lies at the same place in every job; what git does not know is gone, but for the cache. */
const PROJECT = `${HOME}/builds/group/app`;

export async function runJob(machine: Machine, file: string): Promise<JobResult> {
  const [job] = Object.values(load(readFileSync(packageFile(file), "utf8")) as Record<string, Job>);
  if (job === undefined) throw new Error(`${file} has no job`);
  const { cache, artifacts } = job;
  const kept = `${HOME}/cache/${cache.key}.tar`;
  await machine.succeed(`mkdir -p cache; sudo rm -rf builds; git clone --quiet origin.git ${PROJECT}
    cd ${PROJECT}; git checkout --quiet --detach
    test ! -e ${kept} || tar -xf ${kept}`);
  const script = [...job.before_script, ...job.script].join("\n");
  const { status, stdout, stderr } = await machine.run(["bash", "-eo", "pipefail"], script, {
    cwd: PROJECT,
    env: {
      CI: "true",
      GITLAB_CI: "true",
      CI_PROJECT_DIR: PROJECT,
      CI_PROJECT_PATH: "group/app",
      CI_SERVER_HOST: "gitlab.example.org",
      CI_COMMIT_REF_NAME: "main",
      CI_PIPELINE_SOURCE: "schedule",
      CI_PIPELINE_URL: "https://gitlab.example.org/group/app/-/pipelines/7",
      CXRAY_TOKEN: "TOKEN",
      ...job.variables,
    },
  });
  await machine.succeed(`tar -cf ${kept} ${cache.paths.join(" ")}`, { cwd: PROJECT });
  const read = (name: string): string => {
    const path = join(PROJECT, name).replace(HOME, machine.folder);
    return existsSync(path) ? readFileSync(path, "utf8") : "";
  };
  const { junit, codequality } = artifacts.reports;
  return {
    status,
    log: `${stdout}${stderr}`,
    junit: read(junit),
    codequality: read(codequality),
  };
}
