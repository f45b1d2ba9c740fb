/**
 * The nightly gate, as a repository lives with it: an image that is rebuilt every night, nights on
 * which nothing changes, and nine changes, one at a time.
 */
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { printedBy, type Outcome } from "./harness/command.js";
import { cxray } from "./harness/cxray.js";
import { docker, engineEnvironment, useEngine } from "./harness/engine.js";
import { READERS, type Told } from "./harness/gate-reports.js";
import { live } from "./harness/live.js";
import { CHANGES, PERL, USUAL } from "./harness/nightly-changes.js";
import { temporaryFolder } from "./harness/temporary.js";
import { fetchPage } from "./harness/web.js";

const NIGHTS = 10;
const BASELINE = ["--baseline", "app.json"] as const;
const DOCKERFILE = 'FROM cxray-test/debian\nCOPY app.pl /app.pl\nCMD ["perl", "/app.pl"]\n';

describe("an image that is rebuilt every night", live, () => {
  useEngine();
  const folder = temporaryFolder();
  const name = `nightly-${String(process.pid)}`;
  const image = `cxray-test/${name}`;
  const run = (tag = "latest") => ["docker", "run", "--rm", "--network", name, `${image}:${tag}`];

  const git = (...args: string[]): Promise<string> => printedBy("git", ["-C", folder, ...args]);
  const inFolder = (...args: string[]): Promise<Outcome> =>
    cxray(args, { cwd: folder, env: { ...engineEnvironment(), CI: "" } });
  const check = (...args: string[]): Promise<Outcome> => inFolder("check", ...BASELINE, ...args);

  /** Another build, also where the program is the same. */
  async function build(tag: string, more: readonly string[] = []): Promise<void> {
    const context = join(folder, ".git/image");
    mkdirSync(context, { recursive: true });
    writeFileSync(join(context, "app.pl"), USUAL + more.join("\n"));
    writeFileSync(join(context, "Dockerfile"), `${DOCKERFILE}LABEL built=${tag}\n`);
    await docker("build", "--quiet", "--tag", `${image}:${tag}`, context);
    await docker("tag", `${image}:${tag}`, image);
  }

  before(async () => {
    await git("init", "--quiet");
    writeFileSync(join(folder, ".git/info/exclude"), "*.db\nreport.*\n");
    await docker("network", "create", name);
    for (const alias of ["web", "other"]) {
      const named = ["--name", `${name}-${alias}`, "--network-alias", alias];
      await docker("run", "--detach", "--network", name, ...named, "cxray-test/nginx");
      const address = "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}";
      await fetchPage(await docker("inspect", "--format", address, `${name}-${alias}`), "/");
    }
    await build("night-0");
    const { status, stderr } = await check("--image", image, "--init", "--", ...run());
    assert.equal(status, 0, stderr);
    await git("add", "app.json");
  });

  after(async () => {
    await docker("rm", "--force", `${name}-web`, `${name}-other`);
    await docker("network", "rm", name);
  });

  it("is the same on ten nights on which nothing changes, and the file stays as it is", async () => {
    for (let night = 1; night <= NIGHTS; night += 1) {
      await build(`night-${String(night)}`);
      const { status, stdout, stderr } = await check("--", ...run());
      assert.equal(status, 0, `night ${String(night)}: ${stdout}${stderr}`);
      assert.match(stdout, /no difference, in 1 run,/u);
    }
    assert.equal(await git("status", "--porcelain"), "A  app.json");
  });

  describe("with one change after the other", () => {
    const db = ["--db", "changes.db"] as const;
    const code = CHANGES.map((change) => change.code);

    before(async () => {
      const runs: string[] = [];
      for (const at of code.keys()) {
        await build(`change-${String(at)}`, code.slice(0, at + 1));
        runs.push(run(`change-${String(at)}`).join(" "));
      }
      const command = ["sh", "-ec", runs.join("\n")];
      const { status, stderr } = await inFolder(
        "record",
        ...db,
        "--image",
        image,
        "--",
        ...command,
      );
      assert.equal(status, 0, stderr);
    });

    for (const [at, { name: what, findings, brings }] of CHANGES.entries()) {
      it(`differs by ${what} and what that entails, in every format, until it is accepted`, async () => {
        const asked = [...db, "--image", `${image}:change-${String(at)}`];
        const formats = Object.keys(READERS);
        const reports = formats.flatMap((format) => ["--report", `${format}=report.${format}`]);
        const { status, stdout, stderr } = await check(...asked, ...reports);
        assert.equal(status, 1, stdout + stderr);
        const read = (format: string): string =>
          readFileSync(join(folder, `report.${format}`), "utf8");

        const told = JSON.parse(read("json")) as Told;
        assert.deepEqual(told.notes, []);
        const own = told.findings.filter(({ entailedBy }) => entailedBy === null);
        assert.deepEqual(
          own.map(({ severity, part, what: entry, details }) => [
            severity,
            part,
            entry,
            ...details,
          ]),
          findings,
        );
        for (const { chain, change } of own) assert.deepEqual([change, ...chain], ["new", PERL]);
        const more = told.findings.filter(({ entailedBy }) => entailedBy !== null);
        assert.equal(more.length > 0, brings !== null);
        for (const { entailedBy, chain } of more) {
          assert.deepEqual([entailedBy, ...chain], [brings, brings, PERL]);
        }

        for (const format of formats) {
          const said = READERS[format]?.(read(format)) ?? [];
          assert.equal(said.length, told.findings.length, format);
          for (const { what: entry, chain } of told.findings) {
            const isOf = (text: string): boolean =>
              text.includes(entry) && text.includes(chain[0] ?? PERL);
            assert.ok(said.some(isOf), `${format}: ${entry}\n${said.join("\n")}`);
          }
        }
        for (const { what: entry } of own) assert.ok(stdout.includes(entry), stdout);
        assert.ok(stdout.includes(PERL), stdout);

        const accepted = await inFolder("accept", ...BASELINE, ...asked);
        assert.equal(accepted.status, 0, accepted.stderr);
      });
    }

    it("is green again when all is accepted, and git shows what was", async () => {
      await build("accepted", code);
      const { status, stdout, stderr } = await check("--", ...run());
      assert.equal(status, 0, stdout + stderr);
      const lines = (await git("diff", "--unified=0", "app.json")).split("\n");
      for (const entry of ["/usr/bin/id", "/etc/shadow", "/srv/new", "4755", "/etc/cron.d-evil"]) {
        const isAdded = (line: string): boolean => line.startsWith("+") && line.includes(entry);
        assert.ok(lines.some(isAdded), entry);
      }
    });
  });

  it("is not green where the command fails, is cut by a signal, or starts no container", async () => {
    const committed = readFileSync(join(folder, "app.json"), "utf8");
    const failed = await check("--", "sh", "-c", `${run().join(" ")}; exit 5`);
    assert.equal(failed.status, 3, failed.stdout + failed.stderr);
    assert.match(failed.stdout, /the command ended with exit status 5/u);
    const cut = await check("--", "sh", "-c", "kill -TERM $$");
    assert.equal(cut.status, 3, cut.stdout + cut.stderr);
    assert.match(cut.stderr, /started no container of .*; the command ended with exit status 143/u);
    assert.equal(readFileSync(join(folder, "app.json"), "utf8"), committed);
  });
});
