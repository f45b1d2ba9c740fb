/**
 * A profile starts its image under every runtime, whichever recorded it: the machine's own, older
 * and newer ones. Each is run as engines do (at once; created, started and visited; without the
 * right to gain privileges), under the answers to what is refused that differ most.
 */
import assert from "node:assert/strict";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import { allRuntimes, BundleFolder, type BundleRuntime } from "./harness/bundles.js";
import { cxray } from "./harness/cxray.js";
import { useEngine } from "./harness/engine.js";
import { live } from "./harness/live.js";
import { temporaryFolder } from "./harness/temporary.js";

const SCRIPT = 'echo "hello from $(id -u)"; sleep 0.1';
const LONG = ["sh", "-c", "until [ -e /nothing ]; do sleep 0.1; done"];

describe("a container under a profile that another runtime recorded", live, () => {
  useEngine();
  const folder = temporaryFolder();
  const bundles = new BundleFolder(folder);
  const idOf = ({ name, version }: BundleRuntime): string =>
    `seccomp-${name}-${version}-${String(process.pid)}`;
  let runtimes: BundleRuntime[] = [];
  const profiles = new Map<string, string>();

  /** Records the script and what the long one calls, and emits profiles of it. */
  const record = async (runtime: BundleRuntime): Promise<void> => {
    const bundle = bundles.write({ args: ["sh", "-c", `${SCRIPT}; [ -e /nothing ]`] });
    const db = join(folder, `${runtime.name}.db`);
    const command = bundles.command(runtime, "run", "--bundle", bundle, idOf(runtime));
    const options = ["record", "--db", db, "--container", idOf(runtime)];
    const { stderr } = await cxray([...options, "--", ...command]);
    assert.match(stderr, /recorded 1 container .* 0 lost/u);
    for (const [name, more] of Object.entries({
      ENOSYS: [],
      EPERM: ["--errno", "EPERM"],
      "its own": ["--runtimes", "recorded", "--errno", "EPERM"],
    })) {
      const file = join(folder, `${runtime.name}-${name}.json`);
      const emitted = await cxray(["emit", "--db", db, "-f", "seccomp", ...more, "-o", file]);
      assert.equal(emitted.status, 0, emitted.stderr);
      profiles.set(`${runtime.name} ${name}`, file);
    }
  };

  const profileOf = (name: string): string => {
    const file = profiles.get(name);
    assert.ok(file !== undefined, name);
    return file;
  };

  /** Under a profile: at once, as another user without new privileges, created and visited. */
  const checkStarts = async (runtime: BundleRuntime, seccomp: string): Promise<void> => {
    for (const [user, noNewPrivileges] of [
      [0, false],
      [1000, true],
    ] as const) {
      const args = ["sh", "-c", SCRIPT];
      const bundle = bundles.write({ args, seccomp, user, noNewPrivileges });
      const ran = await bundles.call(runtime, "run", "--bundle", bundle, idOf(runtime));
      assert.equal(ran.status, 0, ran.stderr);
      assert.equal(ran.stdout, `hello from ${String(user)}\n`);
    }
    await checkVisit(runtime, bundles.write({ args: LONG, seccomp, user: 1000 }));
  };

  const checkVisit = async (runtime: BundleRuntime, bundle: string): Promise<void> => {
    const id = idOf(runtime);
    try {
      const created = await bundles.create(runtime, bundle, id);
      assert.equal(created.status, 0, created.stderr);
      const started = await bundles.call(runtime, "start", id);
      assert.equal(started.status, 0, started.stderr);
      const visited = await bundles.call(runtime, "exec", id, "sh", "-c", SCRIPT);
      assert.equal(visited.status, 0, visited.stderr);
      // crun visits as root where no user is named.
      assert.match(visited.stdout, /^hello from (?:0|1000)\n$/u);
    } finally {
      await bundles.call(runtime, "delete", "--force", id);
    }
  };

  before(async () => {
    await bundles.fill("cxray-test/busybox");
    runtimes = await allRuntimes();
    const versions = (name: string): string[] =>
      runtimes.filter((each) => each.name === name).map(({ version }) => version);
    assert.ok(new Set(versions("runc")).size > 2, versions("runc").join());
    assert.ok(new Set(versions("crun")).size > 2, versions("crun").join());
    for (const runtime of runtimes.slice(0, 2)) await record(runtime);
  });

  for (const profile of ["runc ENOSYS", "crun EPERM"]) {
    it(`starts under every runtime, and can be visited: ${profile}`, async () => {
      const starts = runtimes.map(async (runtime) => {
        await checkStarts(runtime, profileOf(profile)).catch((error: unknown) => {
          throw new Error(`${runtime.name} ${runtime.version}`, { cause: error });
        });
      });
      await Promise.all(starts);
    });
  }

  it("starts under the recorded runtime alone where the profile was asked to be made for it", async () => {
    const args = ["sh", "-c", SCRIPT];
    const bundle = bundles.write({ args, seccomp: profileOf("crun its own") });
    for (const runtime of runtimes) {
      const { status } = await bundles.call(runtime, "run", "--bundle", bundle, idOf(runtime));
      assert.equal(status === 0, runtime.name === "crun", `${runtime.name} ${runtime.version}`);
    }
  });
});
