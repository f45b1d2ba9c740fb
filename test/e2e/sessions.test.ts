/** Someone looks into a container while it is recorded: the image's baseline stays what it is. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, it } from "node:test";
import { comparable } from "./harness/comparable.js";
import { startCxray } from "./harness/cxray.js";
import { docker, engineEnvironment, useEngine } from "./harness/engine.js";
import { live } from "./harness/live.js";
import { baselineOf, ONLY_OURS } from "./harness/pipeline.js";
import { eventsOf } from "./harness/recorded.js";
import { temporaryFolder } from "./harness/temporary.js";

/**
 * Works, says that it is ready, and works again once it is told to end. The client makes no call
 * for the first time after it is connected: the server answers at the same moment, so that such a
 * call would belong to the start in one run and not in the next.
 */
const SERVICE = String.raw`
trap 'mv /tmp/state /tmp/state.old; exit 0' TERM
exec 3<>/dev/null; exec 3>&-; cat /etc/passwd >/dev/null; date >/tmp/state; mkdir -p /srv/data; nc -l 127.0.0.1 8080 </dev/null & listener=$!
until grep -q :1F90 /proc/net/tcp; do :; done
exec 3<>/dev/tcp/127.0.0.1/8080; exec 3>&-; wait $listener
touch /tmp/ready; while :; do :; done`;

/** What an administrator, or an intruder, does: a bit of everything. */
const VISIT = String.raw`
cat /etc/shadow >/dev/null; ls -l /root >/dev/null; cp /bin/true /tmp/mine; chmod 4755 /tmp/mine; /tmp/mine
mv /tmp/mine /tmp/yours; ln -s /etc /tmp/link; rm /tmp/yours; truncate -s 0 /srv/data/new
echo x | nc -u -w 0 127.0.0.1 5353; nc -z 127.0.0.1 9; nc -l 127.0.0.1 9090 </dev/null &
until grep -q :2382 /proc/net/tcp; do :; done; nc -N 127.0.0.1 9090 </dev/null; perl -e '$> = 33; $) = "33 33"'; chown 1:1 /tmp/link; unshare -U true; wait`;

describe("a container that someone enters with docker exec", live, () => {
  useEngine();

  it("has the baseline of one that nobody enters", async () => {
    const folder = temporaryFolder();
    const alone = join(folder, "alone.db");
    const visited = join(folder, "visited.db");
    await recordService(alone, () => Promise.resolve());
    await recordService(visited, async (container) => {
      await docker("exec", container, "bash", "-c", VISIT);
    });
    const sessions = eventsOf(visited, "exec").filter(({ actor }) => actor.origin === "session");
    assert.ok(sessions.length > 10, "the visit was recorded, and told apart");
    assert.deepEqual(comparable(await baselineOf(visited)), comparable(await baselineOf(alone)));
  });
});

async function recordService(db: string, visit: (container: string) => Promise<void>) {
  const recorder = await startCxray(["record", "--db", db, ...ONLY_OURS], {
    env: engineEnvironment(),
  });
  const run = ["run", "--detach", "--network", "none", "--volume", "/srv", "cxray-test/debian"];
  const container = await docker(...run, "bash", "-c", SERVICE);
  try {
    while (!(await docker("diff", container)).includes("/tmp/ready"));
    await visit(container);
    await docker("kill", "--signal", "TERM", container);
    await docker("wait", container);
  } finally {
    await docker("rm", "--force", "--volumes", container);
  }
  const { status, stderr } = await recorder.stop();
  assert.equal(status, 0, stderr);
}
