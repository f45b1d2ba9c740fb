/**
 * A machine as continuous integration has it, stood in for by `as-runner.sh`: a user with Docker and
 * sudo, an npm that installs this checkout, and a repository that is cloned for every job.
 */
import { chmodSync, chownSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { packageFile } from "../../../../src/files/package-root.js";
import { runCommand, type Outcome } from "../command.js";
import { engineEnvironment } from "../engine.js";
import { temporaryFolder } from "../temporary.js";

/** As `as-runner.sh` has it. */
const RUNNER = 1001;
/** Where the machine's user finds what is in `folder`. */
export const HOME = "/mnt/home";

/** Stands in for the registry: what would be downloaded is this checkout. */
const NPM = `#!/usr/bin/env bash
set -euo pipefail
[[ "$1 $2 $3" == "install --global --prefix" && "$5" == --allow-scripts=* && "$6" == cxray@2 ]]
mkdir -p "$4/bin"
ln -sf /mnt/cxray/dist/cli/main.js "$4/bin/cxray"
`;

/** Stands in for GitHub's client: says what it was called with. */
const GH = `#!/usr/bin/env bash
set -euo pipefail
[ -n "$GH_TOKEN" ]
printf '%s\\n' "$*" >> "$HOME/gh.log"
while [ $# -gt 0 ]; do
  if [ "$1" = --body-file ]; then cp "$2" "$HOME/gh.body"; fi
  shift
done
`;

const PROGRAMS: Readonly<Record<string, string>> = { npm: NPM, gh: GH };

export class Machine {
  /** the home of its user */
  readonly folder = temporaryFolder();

  /** With a repository of these files, at `origin.git`. */
  async start(files: Readonly<Record<string, string>>): Promise<void> {
    mkdirSync(join(this.folder, "bin"));
    for (const [name, text] of Object.entries(PROGRAMS)) {
      writeFileSync(join(this.folder, "bin", name), text, { mode: 0o755 });
    }
    mkdirSync(join(this.folder, "first"));
    for (const [name, text] of Object.entries(files)) this.write(join("first", name), text);
    chownAll(this.folder);
    await this.succeed(
      `git config --global user.name t; git config --global user.email t@example.org
      git config --global init.defaultBranch main
      git init --quiet --bare origin.git; git -C origin.git config receive.advertisePushOptions true
      cd first; git init --quiet; git add .; git commit --quiet -m first
      git remote add origin ../origin.git; git push --quiet origin main`,
    );
  }

  write(name: string, text: string): void {
    const path = join(this.folder, name);
    mkdirSync(join(path, ".."), { recursive: true });
    writeFileSync(path, text);
    if (text.startsWith("#!")) chmodSync(path, 0o755);
  }

  /** A commit of the user's that changes files on the branch main. */
  async commit(files: Readonly<Record<string, string>>): Promise<void> {
    for (const [name, text] of Object.entries(files)) this.write(join("first", name), text);
    chownAll(join(this.folder, "first"));
    await this.succeed(
      "cd first; git pull --quiet origin main; git commit --quiet -am more; git push --quiet origin main",
    );
  }

  /** What somebody who looked at a branch does. */
  async merge(branch: string): Promise<void> {
    await this.succeed(`git -C origin.git branch --force main "${branch}"`);
  }

  /** Runs a script with these words before it, such as `bash -e`, as the machine's user. */
  async run(
    shell: readonly string[],
    script: string,
    { cwd = HOME, env = {} }: { cwd?: string; env?: Readonly<Record<string, string>> } = {},
  ): Promise<Outcome> {
    this.write("step.sh", script);
    const variables = { HOME, PATH, ...env };
    const socket = engineEnvironment().DOCKER_HOST.replace("unix://", "");
    return await runCommand(packageFile("test/e2e/harness/ci/as-runner.sh"), [
      ...[this.folder, socket, packageFile("."), process.execPath],
      ...["env", "--ignore-environment", `--chdir=${cwd}`],
      ...Object.entries(variables).map(([name, value]) => `${name}=${value}`),
      ...shell,
      `${HOME}/step.sh`,
    ]);
  }

  /** As above, for what has to succeed. */
  async succeed(script: string, options: { cwd?: string } = {}): Promise<string> {
    const { status, stdout, stderr } = await this.run(["bash", "-eo", "pipefail"], script, options);
    if (status === 0) return stdout.trimEnd();
    throw new Error(`${script} ended with ${String(status)}: ${stderr}`);
  }
}

export const PATH = `${HOME}/bin:/mnt/bin:/usr/local/bin:/usr/bin:/bin`;

function chownAll(path: string): void {
  chownSync(path, RUNNER, RUNNER);
  for (const name of readdirSync(path, { recursive: true, encoding: "utf8" })) {
    chownSync(join(path, name), RUNNER, RUNNER);
  }
}
