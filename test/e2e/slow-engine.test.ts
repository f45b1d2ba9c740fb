/** An engine that hangs or is restarted: what it does not say is asked again, or told as missing. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, it } from "node:test";
import { openStore } from "../../src/store/open.js";
import { cxray, startCxray, type RunningCxray } from "./harness/cxray.js";
import { EngineProxy } from "./harness/engine-proxy.js";
import { docker, engineEnvironment, useEngine } from "./harness/engine.js";
import { live } from "./harness/live.js";
import { temporaryFolder } from "./harness/temporary.js";

const IMAGE = "cxray-test/busybox";
const NAME = `cxray-slow-${String(process.pid)}`;

interface Attempt {
  readonly db: string;
  readonly proxy: EngineProxy;
  readonly socket: string;
  readonly record: () => Promise<RunningCxray>;
}

async function attempt(): Promise<Attempt> {
  const folder = temporaryFolder();
  const [db, socket] = [join(folder, "cxray.db"), join(folder, "engine.sock")];
  const proxy = new EngineProxy(socket, engineEnvironment().DOCKER_HOST);
  await proxy.listen();
  const args = ["record", "--db", db, "--engine", `unix://${socket}`, "--image", "cxray-test/*"];
  return { db, proxy, socket, record: async () => await startCxray(args) };
}

/** A container that stays until it is removed, so that an engine can be asked about it later. */
async function runKept(name: string): Promise<void> {
  await docker("run", "--name", name, IMAGE, "true");
}

function recorded(db: string): (readonly [name: string, image: string | undefined])[] {
  const store = openStore(db, "read");
  try {
    return store.containers().map(({ name, image }) => [name, image?.reference] as const);
  } finally {
    store.close();
  }
}

describe("an engine that hangs", live, () => {
  useEngine();

  it("when recording begins is told as slow, and asked again when it answers", async () => {
    const { db, proxy, socket, record } = await attempt();
    proxy.hold();
    const doctor = await cxray(["doctor", "--engine", `unix://${socket}`]);
    assert.equal(doctor.status, 0, doctor.stdout);
    assert.match(doctor.stdout, /^slow {2}engine +\/.*engine\.sock: it has not answered yet$/mu);
    const recorder = await record();
    await recorder.waitFor(/^cxray: recording to .*engine\.sock, which is slow to answer/mu);
    await runKept(`${NAME}-kept`);
    proxy.release();
    const { status, stderr } = await recorder.stop();
    await docker("rm", `${NAME}-kept`);
    assert.equal(status, 0, stderr);
    assert.deepEqual(recorded(db), [[`${NAME}-kept`, IMAGE]]);
  });

  it("in the middle costs nothing: what it told of meanwhile comes when it goes on", async () => {
    const { db, proxy, record } = await attempt();
    const recorder = await record();
    proxy.hold();
    await docker("run", "--rm", "--name", `${NAME}-gone`, IMAGE, "true");
    proxy.release();
    const { status, stderr } = await recorder.stop();
    assert.equal(status, 0, stderr);
    assert.deepEqual(recorded(db), [[`${NAME}-gone`, IMAGE]]);
  });

  it("until the end leaves a recording that is incomplete, and says for which reason", async () => {
    const { db, proxy, record } = await attempt();
    const recorder = await record();
    proxy.hold();
    await docker("run", "--rm", "--name", `${NAME}-untold`, IMAGE, "true");
    const { status, stderr } = await recorder.stop();
    assert.equal(status, 3, stderr);
    assert.match(stderr, /^cxray: waiting for the image of \d+ container/mu);
    assert.match(stderr, /warning: no engine named the image of \d+ containers? \(docker .*\)/u);
    assert.doesNotMatch(stderr, /--buffer/u);
    assert.deepEqual(recorded(db), []);
  });
});

describe("an engine that is restarted", live, () => {
  useEngine();

  it("is asked about what ran while it was gone", async () => {
    const { db, proxy, record } = await attempt();
    const recorder = await record();
    await proxy.end();
    await runKept(`${NAME}-meanwhile`);
    await proxy.listen();
    const { status, stderr } = await recorder.stop();
    await docker("rm", `${NAME}-meanwhile`);
    assert.equal(status, 0, stderr);
    assert.deepEqual(recorded(db), [[`${NAME}-meanwhile`, IMAGE]]);
  });

  it("can't tell what ran and was removed meanwhile: the recording is incomplete", async () => {
    const { db, proxy, record } = await attempt();
    const recorder = await record();
    await proxy.end();
    await docker("run", "--rm", IMAGE, "true");
    await proxy.listen();
    const { status, stderr } = await recorder.stop();
    assert.equal(status, 3, stderr);
    assert.match(stderr, /no engine named the image of \d+ container/u);
    assert.deepEqual(recorded(db), []);
  });
});
