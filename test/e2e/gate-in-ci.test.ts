/**
 * The examples for continuous integration, carried out as the platforms' runners would: as a user who
 * may call sudo, on a repository that is cloned for every job.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import type { Baseline } from "../../src/model/baseline/baseline.js";
import { runJob as runGithub } from "./harness/ci/github.js";
import { runJob as runGitlab } from "./harness/ci/gitlab.js";
import { HOME, Machine } from "./harness/ci/machine.js";
import { useEngine } from "./harness/engine.js";
import { READERS } from "./harness/gate-reports.js";
import { readDocument } from "../documentation/documents.js";
import { live } from "./harness/live.js";

const TESTS = `#!/bin/sh
set -e
docker run --rm my-app
echo "tested by $(id -un)"
`;

/** Another build each night; the program says what the image does. */
function nightly(night: number, ...lines: string[]): Record<string, string> {
  return {
    Dockerfile: `FROM cxray-test/debian\nLABEL night=${String(night)}\nCOPY app.sh /\nCMD ["sh", "/app.sh"]\n`,
    "app.sh": ["read -r host < /etc/hostname", ...lines, ""].join("\n"),
  };
}

describe("the examples for continuous integration", live, () => {
  useEngine();
  const machine = new Machine();
  const baselineIn = async (branch: string): Promise<string> =>
    await machine.succeed(`git -C origin.git show "${branch}:my-app.json"`);
  const programsOf = async (branch: string): Promise<string[]> =>
    (JSON.parse(await baselineIn(branch)) as Baseline).executables.map(({ path }) => path);

  before(async () => {
    await machine.start({ "run-tests.sh": TESTS, ...nightly(1) });
  });

  it("are in README as lines that make a baseline and compare with it", async () => {
    const section =
      /^## The nightly gate$.*?(?=^## )/msu.exec(readDocument("README.md"))?.[0] ?? "";
    const blocks = [...section.matchAll(/^```sh\n(.*?)^```$/gmsu)].map(([, block]) => block ?? "");
    assert.equal(blocks.length, 2);
    await machine.succeed("git clone --quiet origin.git by-hand");
    await machine.succeed(["docker build --quiet --tag my-app .", ...blocks].join("\n"), {
      cwd: `${HOME}/by-hand`,
    });
    const staged = await machine.succeed("git diff --cached --name-only", {
      cwd: `${HOME}/by-hand`,
    });
    assert.equal(staged, "my-app.json");
  });

  describe("on GitHub", () => {
    it("make a first baseline, which a pull request brings in", async () => {
      const { succeeded, log } = await runGithub(machine, "examples/ci/github.yml");
      assert.ok(succeeded, log);
      assert.match(log, /my-app\.json was CREATED by this run/u);
      assert.match(log, /^tested by runner$/mu);
      assert.match(
        readFileSync(join(machine.folder, "gh.log"), "utf8"),
        /^pr create --base main/mu,
      );
      await machine.merge("cxray/my-app.json");
      assert.deepEqual(await programsOf("main"), ["/usr/bin/dash"]);
    });

    it("are green on a night on which nothing changes, and keep the database", async () => {
      await machine.commit(nightly(2));
      const { succeeded, log, summary } = await runGithub(machine, "examples/ci/github.yml");
      assert.ok(succeeded, log);
      assert.match(summary, /no difference, in 1 run,/u);
      const kept = await machine.succeed(
        "cxray runs --json --image my-app --db job/temp/cxray/cxray.db",
      );
      assert.equal((JSON.parse(kept) as unknown[]).length, 2);
    });

    it("fail when the image runs a new program, and open a pull request that accepts it", async () => {
      await machine.commit(nightly(3, "/usr/bin/id"));
      const { succeeded, log, summary, sarif } = await runGithub(machine, "examples/ci/github.yml");
      assert.ok(!succeeded, log);
      assert.match(
        log,
        /^::warning file=my-app\.json,line=\d+,title=cxray%3A new \/usr\/bin\/id::/mu,
      );
      assert.match(summary, /ran \/usr\/bin\/id/u);
      const said = READERS["sarif"]?.(sarif ?? "") ?? [];
      assert.ok(
        said.some((text) => text.includes("ran /usr/bin/id; by /usr/bin/dash")),
        sarif,
      );
      const body = readFileSync(join(machine.folder, "gh.body"), "utf8");
      assert.match(body, /^Merge this .*ran \/usr\/bin\/id/su);
      assert.doesNotMatch(body, /cxray accept/u);
      assert.deepEqual(await programsOf("cxray/my-app.json"), ["/usr/bin/dash", "/usr/bin/id"]);
      const reason = /Seen in https:\/\/github\.example\.org\/group\/app\/actions\/runs\/\d+"/u;
      assert.match(await baselineIn("cxray/my-app.json"), reason);
    });

    it("are green once it is merged, as one step without the action too", async () => {
      await machine.merge("cxray/my-app.json");
      await machine.commit(nightly(4, "/usr/bin/id"));
      const { succeeded, log, summary } = await runGithub(machine, "examples/ci/github-step.yml");
      assert.ok(succeeded, log);
      assert.match(log, /^tested by runner$/mu);
      assert.match(summary, /no difference, in 1 run,/u);
    });
  });

  describe("on GitLab", () => {
    it("fail when the image runs a new program, and open a merge request that accepts it", async () => {
      await machine.succeed(
        `git config --global url."${HOME}/origin.git".insteadOf \\
          https://oauth2:TOKEN@gitlab.example.org/group/app.git
        printf '#!/bin/sh\\nenv | grep ^GIT_PUSH_OPTION_ > ../push-options\\n' > origin.git/hooks/post-receive
        chmod +x origin.git/hooks/post-receive`,
      );
      await machine.commit(nightly(5, "/usr/bin/id", "/usr/bin/tty || true"));
      const { status, log, junit, codequality } = await runGitlab(
        machine,
        "examples/ci/gitlab.yml",
      );
      assert.equal(status, 1, log);
      for (const [format, text] of Object.entries({ junit, codequality })) {
        const said = READERS[format]?.(text) ?? [];
        assert.ok(
          said.some((each) => each.includes("ran /usr/bin/tty; by /usr/bin/dash")),
          text,
        );
      }
      const options = readFileSync(join(machine.folder, "push-options"), "utf8");
      assert.match(options, /=merge_request\.create$/mu);
      assert.match(options, /=merge_request\.target=main$/mu);
      assert.deepEqual(await programsOf("cxray/my-app.json"), [
        "/usr/bin/dash",
        "/usr/bin/id",
        "/usr/bin/tty",
      ]);
      const reason = /Seen in https:\/\/gitlab\.example\.org\/group\/app\/-\/pipelines\/7"/u;
      assert.match(await baselineIn("cxray/my-app.json"), reason);
    });

    it("are green once it is merged", async () => {
      await machine.merge("cxray/my-app.json");
      await machine.commit(nightly(6, "/usr/bin/id", "/usr/bin/tty || true"));
      const { status, log } = await runGitlab(machine, "examples/ci/gitlab.yml");
      assert.equal(status, 0, log);
      assert.match(log, /^tested by runner$/mu);
    });
  });
});
