/** What a filter means, and what is said where it fits nothing. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, it } from "node:test";
import { openStore } from "../../src/store/open.js";
import { cxray, startCxray } from "./harness/cxray.js";
import { docker, engineEnvironment, useEngine } from "./harness/engine.js";
import { live } from "./harness/live.js";
import { eventsOf } from "./harness/recorded.js";
import { temporaryFolder } from "./harness/temporary.js";

const IMAGE = "cxray-test/busybox";
const NAME = `cxray-filter-${String(process.pid)}`;

describe("a filter", live, () => {
  useEngine();
  const folder = temporaryFolder();
  const env = () => engineEnvironment();

  it("that fits no container gives status 123, and says what ran", async () => {
    const args = ["record", "--db", join(folder, "none.db"), "--image", "cxray-test/busybix", "--"];
    const run = ["docker", "run", "--rm", "--name", NAME, IMAGE, "true"];
    const { status, stderr } = await cxray([...args, ...run], { env: env() });
    assert.equal(status, 123, stderr);
    assert.match(stderr, /no container matched --image cxray-test\/busybix; these ran: /u);
    assert.match(stderr, new RegExp(`${NAME} \\(${IMAGE}\\)`, "u"));
  });

  it("by an image's short id fits whatever it was called to start it", async () => {
    const id = (await docker("image", "inspect", "-f", "{{.Id}}", IMAGE)).replace("sha256:", "");
    const args = ["record", "--db", join(folder, "id.db"), "--image", id.slice(0, 12), "--"];
    const run = ["docker", "run", "--rm", "--name", NAME, IMAGE, "true"];
    const { status, stderr } = await cxray([...args, ...run], { env: env() });
    assert.equal(status, 0, stderr);
    assert.match(stderr, /^cxray: recorded 1 container /mu);
  });

  it("by name follows docker rename: what is called so later is recorded from then on", async () => {
    const db = join(folder, "renamed.db");
    const args = ["record", "--db", db, "--container", `${NAME}-new`];
    const recorder = await startCxray(args, { env: env() });
    const script = "until [ -e /go ]; do usleep 10000; done; cat /etc/group";
    await docker("run", "-d", "--name", `${NAME}-old`, IMAGE, "sh", "-c", script);
    await docker("rename", `${NAME}-old`, `${NAME}-new`);
    // An engine tells of its events in order: once this one is known, so is the new name.
    await docker("run", "--rm", "--name", `${NAME}-next`, IMAGE, "true");
    await docker("exec", `${NAME}-new`, "touch", "/go");
    await docker("wait", `${NAME}-new`);
    await docker("rm", `${NAME}-new`);
    const { status, stderr } = await recorder.stop();
    assert.equal(status, 3, stderr);
    assert.match(stderr, /joined late, without their start: 1 container/u);
    const store = openStore(db, "read");
    const names = store.containers().map(({ name, joinedLate }) => [name, joinedLate]);
    store.close();
    assert.deepEqual(names, [[`${NAME}-new`, true]]);
    const paths = eventsOf(db, "exec").map(({ behaviour }) => behaviour.argv.join(" "));
    assert.ok(paths.includes("cat /etc/group"), paths.join("; "));
    assert.ok(eventsOf(db, "open").some(({ behaviour }) => behaviour.path === "/etc/group"));
  });
});
