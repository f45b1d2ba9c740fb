import assert from "node:assert/strict";
import { chownSync, statSync } from "node:fs";
import { test, type TestContext } from "node:test";
import { connectDocker } from "../../../../src/record/containers/docker/docker.js";
import type { EngineConnection } from "../../../../src/record/containers/engine.js";
import { servesOwnerOf, servesRoot } from "../../../../src/record/containers/files/served-users.js";
import { eventLine, FakeEngine, PODMAN_VERSION } from "./fake-engine.js";

const asked = (id: string) => ({ id, cgroup: `/docker/${id}`, uid: 0 });

async function connect(t: TestContext, version?: object): Promise<[FakeEngine, EngineConnection]> {
  const fake = await FakeEngine.start(t);
  if (version !== undefined) fake.version = version;
  const engine = await connectDocker(fake.socket);
  t.after(() => {
    engine.close();
  });
  return [fake, engine];
}

test("Docker is connected to, and a container described with its image and runtime", async (t) => {
  const [fake, engine] = await connect(t);
  assert.equal(engine.description, `docker 20.10.24 at ${fake.socket}`);
  fake.addContainer("abc", "alpine:3.19");
  assert.deepEqual(await engine.describe(asked("abc")), {
    name: "name-of-abc",
    engine: "docker",
    runtime: { name: "runc", version: "1.1.5" },
    kubernetes: null,
    healthCheck: null,
    image: {
      reference: "alpine:3.19",
      repository: "alpine",
      tag: "3.19",
      imageId: `sha256:${"1".repeat(64)}`,
      repoTags: ["alpine:3.19"],
      repoDigests: [],
    },
  });
});

test("as many containers can be asked about at once as start, without a warning", async (t) => {
  const [fake, engine] = await connect(t);
  const warnings: string[] = [];
  const onWarning = ({ name }: Error): void => void warnings.push(name);
  process.on("warning", onWarning);
  t.after(() => process.off("warning", onWarning));
  const ids = Array.from({ length: 40 }, (_, at) => `c${at}`);
  for (const id of ids) fake.addContainer(id, "alpine:3.19");
  const all = await Promise.all(ids.map((id) => engine.describe(asked(id))));
  assert.equal(all.filter((each) => each !== null).length, ids.length);
  // Node emits warnings with the next tick.
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(warnings, []);
});

test("a container's health check is told as the command that runs for it", async (t) => {
  const [fake, engine] = await connect(t);
  fake.addContainer("abc", "alpine:3.19", "runc", null, {
    Healthcheck: { Test: ["CMD-SHELL", "wget -q localhost"] },
  });
  assert.deepEqual((await engine.describe(asked("abc")))?.healthCheck, [
    ...["/bin/sh", "-c", "wget -q localhost"],
  ]);
});

test("Podman is known by its version's answer, and its runtime's version is read", async (t) => {
  const [fake, engine] = await connect(t, PODMAN_VERSION);
  assert.equal(engine.description, `podman 4.3.1 at ${fake.socket}`);
  fake.addContainer("abc", "alpine:3.19", "crun");
  const description = await engine.describe(asked("abc"));
  assert.equal(description?.engine, "podman");
  assert.deepEqual(description.runtime, { name: "crun", version: "1.8.1" });
});

test("Podman's own API tells the runtime, which the one that is Docker's calls oci", async (t) => {
  const [fake, engine] = await connect(t, PODMAN_VERSION);
  for (const id of ["abc", "def"]) fake.addContainer(id, "alpine:3.19", "oci");
  fake.answers.set("/v4.0.0/libpod/containers/abc/json", { Id: "abc", OCIRuntime: "crun" });
  const runtime = async (id: string) => (await engine.describe(asked(id)))?.runtime;
  assert.deepEqual(await runtime("abc"), { name: "crun", version: "1.8.1" });
  assert.equal(await runtime("def"), null);
});

test("a runtime that the engine tells no version of has none", async (t) => {
  const [fake, engine] = await connect(t, { Version: "1" });
  fake.addContainer("abc", "alpine", "runsc");
  fake.addContainer("def", "alpine", "");
  assert.deepEqual((await engine.describe(asked("abc")))?.runtime, { name: "runsc", version: "" });
  assert.equal((await engine.describe(asked("def")))?.runtime, null);
});

test("a container that is created is asked about at once, so that it may be gone soon", async (t) => {
  const [fake, engine] = await connect(t);
  fake.addContainer("abc", "alpine:3.19");
  // The stream comes in any pieces, characters cut in two as well.
  const line = Buffer.from(eventLine("create", "abc"));
  const cut = line.indexOf("ż") + 1;
  await fake.send(line.subarray(0, cut));
  await fake.send(line.subarray(cut));
  await fake.asked(`/images/sha256:${"1".repeat(64)}/json`);
  fake.answers.clear(); // docker run --rm
  assert.equal((await engine.describe(asked("abc")))?.image?.reference, "alpine:3.19");
});

test("a container that is gone, or is not this engine's, is not described", async (t) => {
  const [fake, engine] = await connect(t);
  assert.equal(await engine.describe(asked("gone")), null);
  assert.ok(fake.requests.includes("/containers/gone/json"));
});

test("an image that was deleted since is known by its id and by what was typed", async (t) => {
  const [fake, engine] = await connect(t);
  fake.addContainer("abc", "alpine:3.19");
  fake.answers.delete(`/images/sha256:${"1".repeat(64)}/json`);
  const image = (await engine.describe(asked("abc")))?.image;
  assert.deepEqual(
    [image?.reference, image?.repository, image?.tag, image?.imageId, image?.repoTags],
    ["alpine:3.19", "alpine", "3.19", `sha256:${"1".repeat(64)}`, []],
  );
});

test("a container is asked about once, however often it is named", async (t) => {
  const [fake, engine] = await connect(t);
  fake.addContainer("abc", "alpine");
  await fake.send(eventLine("create", "abc") + eventLine("start", "abc"));
  await fake.asked("/containers/abc/json");
  await Promise.all([engine.describe(asked("abc")), engine.describe(asked("abc"))]);
  const requests = fake.requests.filter((path) => path === "/containers/abc/json");
  assert.equal(requests.length, 1);
});

test("lines that are no events of a container are passed over", async (t) => {
  const [fake, engine] = await connect(t);
  fake.addContainer("abc", "alpine");
  const lines = ["", "null", "[]", '"text"', "{}", '{"Action":"create"}', "{ not JSON", "\u0000"];
  await fake.send(lines.map((line) => `${line}\n`).join(""));
  await fake.send(eventLine("die", "other") + eventLine("create", "abc"));
  await fake.asked("/containers/abc/json");
  assert.notEqual(await engine.describe(asked("abc")), null);
  assert.ok(!fake.requests.includes("/containers/other/json"));
});

for (const how of ["end", "cut"] as const) {
  test(`that an engine's stream is ${how === "end" ? "ended" : "cut"} is noticed`, async (t) => {
    const [fake, engine] = await connect(t);
    fake.endStream(how);
    await engine.lost;
  });
}

test("a container that is renamed is told of, and asked about anew", async (t) => {
  const [fake, engine] = await connect(t);
  fake.addContainer("abc", "alpine");
  assert.equal((await engine.describe(asked("abc")))?.name, "name-of-abc");
  const renamed = new Promise((resolve) => {
    engine.onRenamed = (...told) => {
      resolve(told);
    };
  });
  fake.answers.set("/containers/abc/json", {
    ...fake.answers.get("/containers/abc/json"),
    Name: "/web",
  });
  await fake.send(eventLine("rename", "abc", "/web"));
  assert.deepEqual(await renamed, ["abc", "web"]);
  assert.equal((await engine.describe(asked("abc")))?.name, "web");
});

test("a socket that was named is used, whatever DOCKER_HOST says", async (t) => {
  process.env["DOCKER_HOST"] = "tcp://127.0.0.1:1";
  t.after(() => {
    delete process.env["DOCKER_HOST"];
  });
  const [fake, engine] = await connect(t);
  assert.equal(engine.description, `docker 20.10.24 at ${fake.socket}`);
});

test("a socket that was named is believed of its owner's containers too, another of root's only", async (t) => {
  const fake = await FakeEngine.start(t);
  const owner = 1000;
  if (process.getuid?.() === 0) chownSync(fake.socket, owner, owner);
  const { uid } = statSync(fake.socket);
  for (const place of [fake.socket, `unix://${fake.socket}`]) {
    assert.deepEqual([0, uid, uid + 1].map(servesOwnerOf(place)), [true, true, false]);
    assert.deepEqual([0, uid].map(servesRoot), [true, false]);
  }
  assert.ok(!servesOwnerOf("tcp://127.0.0.1:2375")(uid)); // nobody's on this machine
});

test("where no engine listens there is nothing to connect to", async (t) => {
  const fake = await FakeEngine.start(t);
  await assert.rejects(connectDocker(`${fake.socket}.missing`), { state: "absent" });
});

test("a container of another runtime that is called like one of the engine's is not that", async (t) => {
  const [fake, engine] = await connect(t);
  fake.addContainer("abc", "alpine");
  fake.answers.set("/containers/web/json", fake.answers.get("/containers/abc/json") ?? {});
  assert.equal(await engine.describe(asked("web")), null);
});

test("a container of the kubelet through cri-dockerd is known by its labels", async (t) => {
  const [fake, engine] = await connect(t);
  fake.addContainer("abc", "alpine", "runc", {
    "io.kubernetes.pod.namespace": "shop",
    "io.kubernetes.pod.name": "web-0",
    "io.kubernetes.container.name": "app",
  });
  assert.deepEqual((await engine.describe(asked("abc")))?.kubernetes, {
    namespace: "shop",
    pod: "web-0",
    container: "app",
    owner: null, // a pod's labels are not its containers'
  });
});

test("labels that an image has make no pod of its container", async (t) => {
  const [fake, engine] = await connect(t);
  const labels = {
    "io.kubernetes.pod.namespace": "kube-system",
    "io.kubernetes.pod.name": "etcd",
  };
  fake.addContainer("abc", "alpine", "runc", labels);
  for (const [path, answer] of fake.answers) {
    if (path.startsWith("/images/"))
      fake.answers.set(path, { ...answer, Config: { Labels: labels } });
  }
  assert.equal((await engine.describe(asked("abc")))?.kubernetes, null);
});

test("an engine in trouble is no engine that doesn't know the container", async (t) => {
  const [fake, engine] = await connect(t);
  fake.addContainer("abc", "alpine");
  fake.isFailing = true;
  await assert.rejects(engine.describe(asked("abc")), { name: "NoAnswer", state: "slow" });
  fake.isFailing = false;
  assert.equal((await engine.describe(asked("abc")))?.name, "name-of-abc"); // it is asked again
});

test("whoever answers as no engine does is none", async (t) => {
  const fake = await FakeEngine.start(t);
  fake.version = undefined;
  await assert.rejects(connectDocker(fake.socket), { name: "NoAnswer", state: "foreign" });
});
