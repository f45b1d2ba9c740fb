/** Pods are written by hand from the format of containerd's CRI, see files/README.md. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { machine } from "node:os";
import { test, type TestContext } from "node:test";
import { promisify } from "node:util";
import { ContainerdApi } from "../../../../src/record/containers/containerd/api.js";
import { connectContainerd } from "../../../../src/record/containers/containerd/containerd.js";
import type { EngineConnection } from "../../../../src/record/containers/engine.js";
import { GrpcClient } from "../../../../src/record/containers/containerd/grpc.js";
import { CONTAINER, engineFile, SANDBOX } from "../files.js";
import { encode, FakeContainerd, type Fields } from "./fake-containerd.js";

const digest = (digit: string): string => `sha256:${digit.repeat(64)}`;
const CONFIG = digest("c");
const MANIFEST = digest("1");
const NAME = "docker.io/library/alpine:3.19";
const spec = (cgroupsPath: string): string => JSON.stringify({ linux: { cgroupsPath } });

async function connect(t: TestContext): Promise<[FakeContainerd, EngineConnection]> {
  const fake = await FakeContainerd.start(t);
  fake.setNamespaces("default");
  const engine = await connectContainerd(fake.socket);
  t.after(() => {
    engine.close();
  });
  addImage(fake);
  return [fake, engine];
}

/** An image whose name was last given at that second. */
function addImage(
  fake: FakeContainerd,
  updated = 100,
  target = MANIFEST,
  namespace = "default",
): void {
  const times = { 7: { 1: 50 }, ...(updated === 0 ? {} : { 8: { 1: updated } }) };
  const image = { 1: NAME, 3: { 1: "application/x", 2: target, 3: 400 }, ...times };
  fake.answers.set(`${namespace} Images/Get ${NAME}`, encode({ 1: image }));
  addContent(fake, MANIFEST, { config: { digest: CONFIG } }, namespace);
}

function addContent(
  fake: FakeContainerd,
  name: string,
  document: object,
  namespace = "default",
): void {
  const key = `${namespace} Content/Read ${name}`;
  fake.answers.set(key, encode({ 2: Buffer.from(JSON.stringify(document)) }));
}

function addContainer(
  fake: FakeContainerd,
  id: string,
  more: Fields = {},
  namespace = "default",
): void {
  const runtime = { 1: "io.containerd.runc.v2", 2: { 1: "containerd.runc.v1.Options" } };
  const made = { 1: 200, 2: 500_000_000 };
  const any = {
    1: "types.containerd.io/opencontainers/runtime-spec/1/Spec",
    2: spec(`/default/${id}`),
  };
  const container = { 1: id, 3: NAME, 4: runtime, 5: any, 8: made, ...more };
  fake.answers.set(`${namespace} Containers/Get ${id}`, encode({ 1: container }));
}

const ask = (id: string, cgroup = `/default/${id}`) => ({ id, cgroup, uid: 0 });

test("a container of ctr has the id of its image's configuration, as Docker would say", async (t) => {
  const [fake, engine] = await connect(t);
  assert.equal(engine.description, `containerd 1.6.20 at ${fake.socket}`);
  addContainer(fake, "web");
  assert.deepEqual(await engine.describe(ask("web")), {
    name: "web",
    engine: "containerd",
    runtime: { name: "runc", version: "" },
    image: {
      reference: NAME,
      repository: "alpine",
      tag: "3.19",
      imageId: CONFIG,
      repoTags: [NAME],
      repoDigests: [`docker.io/library/alpine@${MANIFEST}`],
    },
    kubernetes: null,
  });
});

test("of an image for several architectures it is this machine's", async (t) => {
  const [fake, engine] = await connect(t);
  const architecture = machine() === "aarch64" ? "arm64" : "amd64";
  const entry = (name: string, os: string) => ({ digest: name, platform: { os, architecture } });
  const manifests = [entry(digest("2"), "windows"), entry(MANIFEST, "linux")];
  addContent(fake, digest("9"), { manifests });
  addImage(fake, 100, digest("9"));
  addContainer(fake, "web");
  const image = (await engine.describe(ask("web")))?.image;
  assert.equal(image?.imageId, CONFIG);
  assert.deepEqual(image.repoDigests, [`docker.io/library/alpine@${digest("9")}`]);
});

test("a name that was given to another image since, or at no known time, says nothing", async (t) => {
  for (const updated of [201, 0]) {
    const [fake, engine] = await connect(t);
    addImage(fake, updated);
    addContainer(fake, "web");
    const found = await engine.describe(ask("web"));
    assert.deepEqual([found?.name, found?.image], ["web", null]);
  }
});

test("when a name was given is read from what containerd itself answers", async (t) => {
  const fake = await FakeContainerd.start(t);
  const name = "localhost/eng/bb:latest";
  fake.answers.set(
    `default Images/Get ${name}`,
    Buffer.from(engineFile("containerd-image.hex"), "hex"),
  );
  const api = new ContainerdApi(new GrpcClient(fake.socket));
  t.after(() => {
    api.close();
  });
  const image = await api.image("default", name);
  assert.equal(
    image.digest,
    "sha256:5e102eb02366c9e32a27cab51b4ec042824855b05d517125798a192a9836e9ac",
  );
  assert.equal(Math.floor(image.updatedAt), 1795671986298);
});

test("of several images that would do none is chosen", async (t) => {
  const [fake, engine] = await connect(t);
  const architecture = machine() === "aarch64" ? "arm64" : "amd64";
  const entry = (name: string) => ({ digest: name, platform: { os: "linux", architecture } });
  addContent(fake, digest("9"), { manifests: [entry(digest("2")), entry(MANIFEST)] });
  addImage(fake, 100, digest("9"));
  addContainer(fake, "web");
  assert.equal((await engine.describe(ask("web")))?.image, null);
});

test("of containers with the same name the one whose cgroup it is counts", async (t) => {
  const [fake, engine] = await connect(t);
  fake.setNamespaces("moby", "other", "default");
  addContainer(fake, "web", { 3: "", 5: { 2: spec("/other/web") } }, "other");
  addContainer(fake, "web");
  assert.equal((await engine.describe(ask("web")))?.image?.imageId, CONFIG);
  assert.equal(await engine.describe(ask("web", "/elsewhere/web")), null);
  assert.ok(!fake.asked.some((key) => key.startsWith("moby "))); // Docker's, which tells itself
  addContainer(fake, "unit", { 5: { 2: spec("system.slice:nerdctl:unit") } });
  const inSystemd = await engine.describe(ask("unit", "/system.slice/nerdctl-unit.scope"));
  assert.equal(inSystemd?.name, "unit");
});

test("a container is asked about when it is created, so that it may be gone soon", async (t) => {
  const [fake, engine] = await connect(t);
  addContainer(fake, "quick");
  while (!fake.asked.includes("default Images/Get " + NAME)) {
    fake.tell("default", "quick"); // the subscription may not be there at first
    await new Promise((resolve) => setImmediate(resolve));
  }
  await engine.describe(ask("quick"));
  fake.answers.clear(); // ctr run --rm
  fake.setNamespaces("default");
  assert.equal((await engine.describe(ask("quick")))?.image?.imageId, CONFIG);
});

test("a container of the kubelet's has its pod, the pod's owner, and the image that CRI ran", async (t) => {
  const [fake, engine] = await connect(t);
  fake.setNamespaces("k8s.io");
  const cri = JSON.stringify({ Metadata: { ImageRef: digest("e") } });
  const metadata = { 1: "io.cri-containerd.container.metadata", 2: { 1: "x", 2: cri } };
  addContainer(
    fake,
    CONTAINER,
    { 5: { 2: engineFile("cri-container-config.json") }, 10: metadata },
    "k8s.io",
  );
  const labels = [{ 1: "pod-template-hash", 2: "6d4cf56db6" }];
  addContainer(
    fake,
    SANDBOX,
    { 2: labels, 5: { 2: engineFile("cri-sandbox-config.json") } },
    "k8s.io",
  );
  const found = await engine.describe(ask(CONTAINER, "/kubepods/x"));
  assert.equal(found?.name, "app");
  assert.deepEqual(found.kubernetes, {
    namespace: "shop",
    pod: "web-6d4cf56db6-x7v2p",
    container: "app",
    owner: { kind: "ReplicaSet", name: "web-6d4cf56db6" },
  });
  assert.deepEqual([found.image?.imageId, found.image?.repoTags], [digest("e"), []]);
});

test("what makes no sense is nobody's", async (t) => {
  const [fake, engine] = await connect(t);
  for (const bytes of [Buffer.alloc(0), Buffer.from([0x0a]), Buffer.alloc(30, 0xff)]) {
    fake.answers.set("default Containers/Get web", bytes);
    assert.equal(await engine.describe(ask("web")), null);
  }
  assert.equal(await engine.describe(ask("gone")), null);
});

test("an answer is waited for though nothing else keeps the process alive, and no longer", async (t) => {
  const fake = await FakeContainerd.start(t);
  const module = new URL(
    "../../../../src/record/containers/containerd/containerd.js",
    import.meta.url,
  ).href;
  const script = `const { connectContainerd } = await import(${JSON.stringify(module)});
    console.log((await connectContainerd(${JSON.stringify(fake.socket)})).description);`;
  const run = promisify(execFile);
  const { stdout } = await run(process.execPath, ["--input-type=module", "--eval", script]);
  assert.match(stdout, /^containerd 1\.6\.20 at /u);
});

test("where no containerd listens there is nothing to connect to", async (t) => {
  const fake = await FakeContainerd.start(t);
  await assert.rejects(connectContainerd(`${fake.socket}.missing`));
});
