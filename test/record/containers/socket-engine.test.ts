import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import {
  NoAnswer,
  type ContainerDescription,
  type EngineConnection,
} from "../../../src/record/containers/engine.js";
import { servesRoot } from "../../../src/record/containers/files/served-users.js";
import { SocketEngine } from "../../../src/record/containers/socket-engine.js";
import { temporaryFolder } from "../../store/samples.js";

const QUESTION = { id: "abc", cgroup: "/docker/abc", uid: 0 };
const WEB: ContainerDescription = {
  name: "web",
  engine: "docker",
  runtime: null,
  image: null,
  kubernetes: null,
};
const noAnswer = (state: NoAnswer["state"]): NoAnswer => new NoAnswer(state, `it is ${state}`);

/** A connection that answers as it is told; `lose` ends it. */
function connection(describe: EngineConnection["describe"] = () => Promise.resolve(WEB)) {
  let lose: () => void = () => undefined;
  const lost = new Promise<void>((resolve) => (lose = resolve));
  const made: EngineConnection & { closed: number } = {
    closed: 0,
    description: "an engine 1.0",
    lost,
    describe,
    announced: () => false,
    probe: () => Promise.resolve(),
    onRenamed: () => undefined,
    close: () => {
      made.closed++;
    },
  };
  return { made, lose };
}

/** An engine at a socket that exists. `known()` resolves when it is told the next time. */
function engineAt(t: TestContext, connect: () => Promise<EngineConnection>, file = "engine.sock") {
  const folder = temporaryFolder(t);
  const place = join(folder, file);
  if (file === "engine.sock") writeFileSync(place, "");
  const engine = new SocketEngine({ place, serves: servesRoot, connect });
  t.after(() => {
    engine.close();
  });
  let tell: () => void = () => undefined;
  engine.listen({
    onKnown: () => {
      tell();
    },
    onRenamed: () => undefined,
  });
  const known = async (): Promise<void> => {
    const alive = setInterval(() => undefined, 1_000); // nothing else keeps this process
    await new Promise<void>((resolve) => (tell = resolve));
    clearInterval(alive);
  };
  return { engine, known, place };
}

test("an engine that is slow is there, and is known when it answers", async (t) => {
  let answer: (connected: EngineConnection) => void = () => undefined;
  const { engine, known } = engineAt(t, () => new Promise((resolve) => (answer = resolve)));
  await engine.begin(10);
  assert.deepEqual([engine.state, engine.trouble], ["slow", "it has not answered yet"]);
  await assert.rejects(engine.describe(QUESTION), NoAnswer);
  const told = known();
  answer(connection().made);
  await told;
  assert.deepEqual([engine.state, engine.description], ["answers", "an engine 1.0"]);
  assert.equal(await engine.describe(QUESTION), WEB);
});

test("an engine that fails over a question is slow, and asked again once it answers", async (t) => {
  let isFailing = true;
  const { made } = connection(() => {
    return isFailing ? Promise.reject(noAnswer("slow")) : Promise.resolve(WEB);
  });
  const { engine, known } = engineAt(t, () => Promise.resolve(made));
  await engine.begin(1_000);
  assert.equal(engine.state, "answers");
  await assert.rejects(engine.describe(QUESTION), NoAnswer);
  assert.equal(engine.state, "slow");
  isFailing = false;
  await known();
  assert.equal(await engine.describe(QUESTION), WEB);
});

test("an engine that is restarted is connected to anew, and may have known what is asked meanwhile", async (t) => {
  const [first, second] = [connection(), connection()];
  const left = [first.made, null, second.made];
  const { engine, known } = engineAt(t, () => {
    const next = left.shift() ?? null;
    return next === null ? Promise.reject(noAnswer("refused")) : Promise.resolve(next);
  });
  await engine.begin(1_000);
  const back = known();
  first.lose();
  await first.made.lost;
  assert.equal(engine.state, "gone");
  await assert.rejects(engine.describe(QUESTION), NoAnswer);
  await back;
  assert.equal(engine.state, "answers");
  assert.deepEqual([first.made.closed, second.made.closed], [1, 0]);
});

test("an engine that is back is asked at once, before it is tried again by itself", async (t) => {
  const [first, second] = [connection(), connection()];
  const left = [first.made, second.made];
  const { engine } = engineAt(t, () => Promise.resolve(left.shift() ?? second.made));
  await engine.begin(1_000);
  first.lose();
  await first.made.lost;
  assert.equal(engine.state, "gone");
  assert.equal(await engine.describe(QUESTION), WEB);
});

test("who was never there knows nothing, and is found when it comes", async (t) => {
  const { engine, known, place } = engineAt(
    t,
    () => Promise.resolve(connection().made),
    "late/sock",
  );
  await engine.begin(1_000);
  assert.deepEqual([engine.state, engine.trouble], ["absent", "there is no such socket"]);
  assert.equal(await engine.describe(QUESTION), null);
  const told = known();
  mkdirSync(join(place, ".."));
  writeFileSync(place, "");
  await told;
  assert.equal(await engine.describe(QUESTION), WEB);
});

test("who turns out to be no engine is not waited for any longer", async (t) => {
  let refuse: (error: Error) => void = () => undefined;
  const { engine, known } = engineAt(t, () => new Promise((_, reject) => (refuse = reject)));
  await engine.begin(10);
  assert.equal(engine.state, "slow");
  const told = known();
  refuse(noAnswer("foreign"));
  await told;
  assert.equal(engine.state, "foreign");
});

test("an engine that answers after it was closed is let go of", async (t) => {
  let answer: (connected: EngineConnection) => void = () => undefined;
  const { engine } = engineAt(t, () => new Promise((resolve) => (answer = resolve)));
  await engine.begin(10);
  engine.close();
  const { made } = connection();
  answer(made);
  await new Promise(setImmediate);
  assert.equal(made.closed, 1);
});
