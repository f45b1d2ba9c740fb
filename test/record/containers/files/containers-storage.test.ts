/** CRI-O's files are written by hand from the documented format, see files/README.md. */
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test, type TestContext } from "node:test";
import {
  ContainersStorage,
  rootGraph,
  userGraph,
} from "../../../../src/record/containers/files/containers-storage.js";
import { temporaryFolder } from "../../../store/samples.js";
import { CONTAINER, engineFile, IMAGE, SANDBOX } from "../files.js";

const uid = process.getuid?.() ?? 0;
const PODMANS = "2fe3ea7fb9bc6a9a7016ec267a861e19e3799a30309d03856d8926c440172c21";
const PODMANS_IMAGE = "729dc2f32cf43065292b37836a749bf91453ade0d62c494ac175ac308e7e37db";

function storage(
  t: TestContext,
  files: Readonly<Record<string, string>>,
  owner = uid,
): { engine: ContainersStorage; folder: string } {
  const folder = temporaryFolder(t);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const stateRoots = [join(folder, "run/runc"), join(folder, "run/crun")];
  return { folder, engine: new ContainersStorage({ graphRoot: folder, uid: owner, stateRoots }) };
}

const ask = (id: string) => ({ id, cgroup: "", uid });
const PODMAN = {
  "overlay-containers/containers.json": engineFile("podman-containers.json"),
  "overlay-images/images.json": engineFile("podman-images.json"),
  [`overlay-containers/${PODMANS}/userdata/config.json`]: engineFile("podman-config.json"),
};

test("Podman's container is described without its API, as that would", async (t) => {
  const { engine, folder } = storage(t, PODMAN);
  mkdirSync(join(folder, "run/crun", PODMANS), { recursive: true });
  assert.deepEqual(await engine.describe(ask(PODMANS)), {
    name: "cpod2",
    engine: "podman",
    runtime: { name: "crun", version: "" },
    image: {
      reference: "localhost/cxray-test/busybox:latest",
      repository: "localhost/cxray-test/busybox",
      tag: "latest",
      imageId: `sha256:${PODMANS_IMAGE}`,
      repoTags: ["localhost/cxray-test/busybox:latest"],
      repoDigests: [
        "localhost/cxray-test/busybox@sha256:f804cd8e3143c75c1b34e2e1df9d41a583fb2a5b9d971739e90feeafbbd186f4",
      ],
    },
    kubernetes: null,
  });
});

test("Podman's container in a pod is Podman's, though it is annotated as CRI-O does", async (t) => {
  const spec = JSON.parse(engineFile("podman-config.json")) as { annotations: object };
  const annotations = {
    ...spec.annotations,
    "io.kubernetes.cri-o.ContainerType": "container",
    "io.kubernetes.cri-o.SandboxID": SANDBOX,
  };
  const path = `overlay-containers/${PODMANS}/userdata/config.json`;
  const { engine } = storage(t, { ...PODMAN, [path]: JSON.stringify({ annotations }) });
  const found = await engine.describe(ask(PODMANS));
  assert.deepEqual([found?.engine, found?.name], ["podman", "cpod2"]);
});

test("CRI-O's container has its image, its pod, and the pod's owner from the sandbox", async (t) => {
  const { engine } = storage(t, {
    "overlay-containers/containers.json": engineFile("crio-containers.json"),
    "overlay-images/images.json": engineFile("crio-images.json"),
    [`overlay-containers/${CONTAINER}/userdata/config.json`]: engineFile(
      "crio-container-config.json",
    ),
    [`overlay-containers/${SANDBOX}/userdata/config.json`]: engineFile("crio-sandbox-config.json"),
  });
  const found = await engine.describe(ask(CONTAINER));
  assert.equal(found?.engine, "cri-o");
  assert.deepEqual(found.kubernetes, {
    namespace: "shop",
    pod: "web-6d4cf56db6-x7v2p",
    container: "app",
    owner: { kind: "ReplicaSet", name: "web-6d4cf56db6" },
  });
  assert.equal(found.image?.imageId, `sha256:${IMAGE}`);
  assert.equal(found.image.reference, "registry.example.org/shop/web:1.4");
  assert.deepEqual(found.image.repoDigests, [
    `registry.example.org/shop/web@sha256:${"d".repeat(64)}`,
  ]);
  const sandbox = await engine.describe(ask(SANDBOX));
  assert.deepEqual(
    [sandbox?.image?.reference, sandbox?.kubernetes?.container],
    ["registry.k8s.io/pause:3.9", ""],
  );
});

test("a container of --rm is in the list of the volatile ones, with any storage driver", async (t) => {
  const { engine } = storage(t, {
    "vfs-containers/volatile-containers.json": engineFile("podman-containers.json"),
  });
  const found = await engine.describe(ask(PODMANS));
  assert.deepEqual([found?.name, found?.image?.imageId], ["cpod2", `sha256:${PODMANS_IMAGE}`]);
});

test("a container without an image, or of nobody's, stays unknown", async (t) => {
  const rootfs = engineFile("podman-containers.json").replaceAll(PODMANS_IMAGE, "");
  const { engine } = storage(t, { ...PODMAN, "overlay-containers/containers.json": rootfs });
  assert.equal((await engine.describe(ask(PODMANS)))?.image, null);
  assert.equal(await engine.describe(ask("../../etc")), null);
});

test("files of another user are not read", async (t) => {
  const { engine } = storage(t, PODMAN, uid + 1);
  assert.equal(await engine.describe(ask(PODMANS)), null);
  assert.ok(engine.serves(uid + 1) && !engine.serves(uid));
});

test("lists that make no sense are passed over", async (t) => {
  for (const text of ["", "null", "{}", "[7]", '[{"id":7}]', `[{"id":"${PODMANS}"}]`]) {
    const { engine } = storage(t, { "overlay-containers/containers.json": text });
    const found = await engine.describe(ask(PODMANS));
    assert.equal(found?.image ?? null, null, text);
  }
});

test("root's storage is where the configuration says", (t) => {
  const file = join(temporaryFolder(t), "storage.conf");
  writeFileSync(
    file,
    '[storage]\n# graphroot = "/no"\ndriver = "overlay"\ngraphroot = "/data/store"\n',
  );
  assert.equal(rootGraph({ CONTAINERS_STORAGE_CONF: file }), "/data/store");
});

test("a user's storage is where a configuration of that user says", (t) => {
  const home = temporaryFolder(t);
  const usual = join(home, ".local/share/containers/storage");
  assert.equal(userGraph(home, uid), usual);
  const file = join(home, ".config/containers/storage.conf");
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, '[storage]\n  graphroot = "/data/mine"\n');
  assert.equal(userGraph(home, uid), "/data/mine");
  assert.equal(userGraph(home, uid + 1), usual); // it is another's
  for (const text of ["", 'graphroot = "$HOME/x"', " \n".repeat(600_000)]) {
    writeFileSync(file, text);
    assert.equal(userGraph(home, uid), usual);
  }
});
