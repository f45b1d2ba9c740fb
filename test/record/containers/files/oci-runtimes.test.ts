import assert from "node:assert/strict";
import { mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import type { ContainerDescription } from "../../../../src/record/containers/engine.js";
import {
  describeContainer,
  OciRuntimes,
} from "../../../../src/record/containers/files/oci-runtimes.js";
import { temporaryFolder } from "../../../store/samples.js";
import { awaited, engineFile } from "../files.js";

const uid = process.getuid?.() ?? 0;
const MOUNTS = ["/sys/fs/cgroup/unified", "/sys/fs/cgroup"];

/** Roots of runc and crun in a folder, and bundles beside them. */
class Bench {
  readonly folder: string;
  readonly engine: OciRuntimes;
  /** called with the id of every container whose state was read */
  onState: (id: string) => void = () => undefined;

  constructor(t: TestContext, owner = uid) {
    this.folder = temporaryFolder(t);
    this.engine = new OciRuntimes({
      roots: [join(this.folder, "runc"), join(this.folder, "crun")],
      parents: [join(this.folder, "containerd")],
      uid: owner,
      mounts: MOUNTS,
      onState: (id) => {
        this.onState(id);
      },
    });
    t.after(() => {
      this.engine.close();
    });
  }

  /** As runc does: the folder, and some time later a state that is whole at once. */
  addRunc(
    id: string,
    annotations = {},
    root = "runc",
    bundle = join(this.folder, "bundle"),
  ): string {
    const folder = join(this.folder, root, id);
    mkdirSync(folder, { recursive: true });
    mkdirSync(bundle, { recursive: true });
    writeFileSync(join(bundle, "config.json"), JSON.stringify({ annotations }));
    const state = engineFile("runc-state.json").replaceAll(
      "cgroup/unified/web",
      `cgroup/unified/${id}`,
    );
    writeFileSync(join(folder, "state.tmp"), state.replace("bundle=/srv/web", `bundle=${bundle}`));
    renameSync(join(folder, "state.tmp"), join(folder, "state.json"));
    return folder;
  }

  describe(id: string, cgroup = `/${id}`): Promise<ContainerDescription | null> {
    return this.engine.describe({ id, cgroup, uid });
  }
}

test("a bundle that runc runs by hand is its own image, by where it lies", async (t) => {
  const bench = new Bench(t);
  bench.addRunc("box");
  const bundle = join(bench.folder, "bundle");
  assert.deepEqual(await bench.describe("box"), {
    name: "box",
    engine: "runc",
    runtime: { name: "runc", version: "" },
    image: {
      reference: bundle,
      repository: "",
      tag: "",
      imageId: `bundle:${bundle}`,
      repoTags: [],
      repoDigests: [],
    },
    kubernetes: null,
  });
});

test("crun's status is read, and the cgroup that it makes inside is the container's", async (t) => {
  const bench = new Bench(t);
  const folder = join(bench.folder, "crun/any");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "status"), engineFile("crun-status.json"));
  const found = await bench.describe("web", "/web/container");
  // Its id need not be in the cgroup's name.
  assert.deepEqual(
    [found?.name, found?.engine, found?.image?.imageId],
    ["any", "crun", "bundle:/srv/web"],
  );
});

test("a bundle's annotation names its image, if it is more than a tag", async (t) => {
  const bench = new Bench(t);
  const key = "org.opencontainers.image.ref.name";
  bench.addRunc("a1", { [key]: "registry.example.org/web:1.4" });
  const image = (await bench.describe("a1"))?.image;
  const named = [image?.reference, image?.repository, image?.tag];
  assert.deepEqual(named, ["registry.example.org/web:1.4", "registry.example.org/web", "1.4"]);
  bench.addRunc("a2", { [key]: "latest" });
  assert.equal((await bench.describe("a2"))?.image?.reference, join(bench.folder, "bundle"));
});

test("an annotation that is called as runc calls the bundle is not the bundle", async (t) => {
  const bench = new Bench(t);
  const state = join(bench.addRunc("box"), "state.json");
  const text = readFileSync(state, "utf8").replace('"bundle=', '"bundle=/elsewhere", "bundle=');
  writeFileSync(state, text);
  assert.equal((await bench.describe("box"))?.image?.reference, join(bench.folder, "bundle"));
});

test("a container that is gone already was read when its state appeared", async (t) => {
  const bench = new Bench(t);
  mkdirSync(join(bench.folder, "runc"));
  const asked = bench.describe("quick"); // it waits until a watch reports the container
  const read = awaited(new Promise((resolve) => (bench.onState = resolve)));
  bench.addRunc("quick");
  assert.equal(await read, "quick");
  rmSync(join(bench.folder, "runc/quick"), { recursive: true });
  assert.equal((await asked)?.name, "quick");
});

test("what was read of one container is not said of the next that has its name", async (t) => {
  const bench = new Bench(t);
  const folder = bench.addRunc("again");
  assert.notEqual(await bench.describe("again"), null);
  rmSync(folder, { recursive: true });
  assert.equal(await bench.describe("again"), null);
});

test("a container in another cgroup than the state's is another one", async (t) => {
  const bench = new Bench(t);
  bench.addRunc("web");
  assert.equal(await bench.describe("web", "/other/web"), null);
  assert.equal(await bench.describe("web", "/webs"), null);
});

test("a bundle of containerd's has an image, though it can't be told here", async (t) => {
  const bench = new Bench(t);
  const bundle = join(bench.folder, "io.containerd.runtime.v2.task/default/c1");
  bench.addRunc("c1", {}, "containerd/default", bundle);
  const found = await bench.describe("c1");
  assert.deepEqual(
    [found?.engine, found?.image, found?.runtime?.name],
    ["containerd", null, "runc"],
  );
});

test("a user's state may name a bundle that is no folder at all", (t) => {
  const bench = new Bench(t);
  writeFileSync(join(bench.folder, "file"), "");
  symlinkSync("loop", join(bench.folder, "loop"));
  const bundles = [
    join(bench.folder, "missing"),
    join(bench.folder, "file/below"), // ENOTDIR
    join(bench.folder, "loop"), // ELOOP
    `/${"long".repeat(5_000)}`, // ENAMETOOLONG
    "/with\0zero",
  ];
  for (const bundle of bundles) {
    const found = { id: "x", runtime: "crun", bundle, cgroup: "/x", annotations: {} } as const;
    const description = describeContainer(found, 1000);
    assert.deepEqual([description.name, description.image], ["x", null], bundle.slice(0, 80));
  }
});

test("a state that is another user's is not believed", async (t) => {
  const bench = new Bench(t, uid + 1);
  bench.addRunc("web");
  assert.equal(await bench.describe("web"), null);
  assert.ok(bench.engine.serves(uid + 1) && !bench.engine.serves(uid));
});

test("states that make no sense are passed over", async (t) => {
  const bench = new Bench(t);
  for (const [index, text] of ["", "null", "[]", "{", '{"config":{"labels":7}}'].entries()) {
    const folder = join(bench.folder, "runc", `bad${String(index)}`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "state.json"), text);
  }
  assert.equal(await bench.describe("bad1"), null);
});
