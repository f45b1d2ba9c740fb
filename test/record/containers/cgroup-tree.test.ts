import assert from "node:assert/strict";
import { chownSync, mkdirSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { findCgroup2, listRunning } from "../../../src/record/containers/cgroup-tree.js";
import { temporaryFolder } from "../../store/samples.js";

const DOCKER = "a".repeat(64);
const INNER = "b".repeat(64);
const PODMAN = "c".repeat(64);

test("on a machine with cgroup v2 alone the tree is at /sys/fs/cgroup", () => {
  const mountinfo = [
    "22 28 0:21 / /sys rw,nosuid,nodev,noexec,relatime shared:7 - sysfs sysfs rw",
    "30 22 0:26 / /sys/fs/cgroup rw,nosuid,nodev,noexec shared:9 - cgroup2 cgroup2 rw,nsdelegate",
    "",
  ].join("\n");
  assert.equal(findCgroup2(mountinfo), "/sys/fs/cgroup");
});

test("beside cgroup v1 the tree of v2 is found among the others", () => {
  const mountinfo = [
    "31 22 0:27 / /sys/fs/cgroup ro,nosuid,nodev,noexec shared:9 - tmpfs tmpfs ro,mode=755",
    "33 31 0:29 / /sys/fs/cgroup/systemd rw,relatime shared:11 - cgroup cgroup rw,name=systemd",
    "32 31 0:28 / /sys/fs/cgroup/unified rw,nosuid shared:10 - cgroup2 cgroup2 rw",
    "34 31 0:30 / /sys/fs/cgroup/memory rw,nosuid shared:12 - cgroup cgroup rw,memory",
  ].join("\n");
  assert.equal(findCgroup2(mountinfo), "/sys/fs/cgroup/unified");
});

test("a mount without optional fields, and a mount point with a space, are read", () => {
  const line = "32 31 0:28 / /mnt/my\\040cgroups rw - cgroup2 none rw";
  assert.equal(findCgroup2(line), "/mnt/my cgroups");
});

test("without cgroup v2 there is no tree", () => {
  const line = "33 31 0:29 / /sys/fs/cgroup/cgroup2 rw shared:11 - cgroup cgroup rw,memory";
  assert.equal(findCgroup2(line), null);
  assert.equal(findCgroup2(""), null);
});

test("running containers are listed with every cgroup below them", (t) => {
  const root = temporaryFolder(t);
  const id = (path: string): bigint => statSync(join(root, path), { bigint: true }).ino;
  const docker = `docker/${DOCKER}`;
  const podman = `machine.slice/libpod-${PODMAN}.scope`;
  for (const path of [
    "init.scope",
    "system.slice/ssh.service",
    `${docker}/docker/${INNER}`,
    `${podman}/container`,
    `machine.slice/libpod-conmon-${PODMAN}.scope`,
  ]) {
    mkdirSync(join(root, path), { recursive: true });
  }
  writeFileSync(join(root, docker, "cgroup.procs"), "");
  symlinkSync(root, join(root, "loop"));

  const uid = process.getuid?.();
  const [isEmpty, engine] = [false, "podman"];
  const dockers = {
    id: DOCKER,
    engine: "docker",
    top: id(docker),
    uid,
    path: `/${docker}`,
    isEmpty,
  };
  const podmans = { id: PODMAN, engine, top: id(podman), uid, path: `/${podman}`, isEmpty };
  assert.deepEqual(listRunning(root), [
    { ...dockers, cgroupId: id(docker) },
    { ...dockers, cgroupId: id(`${docker}/docker`) },
    { ...dockers, cgroupId: id(`${docker}/docker/${INNER}`) },
    { ...podmans, cgroupId: id(podman) },
    { ...podmans, cgroupId: id(`${podman}/container`) },
  ]);
});

test("containers whose names are no ids are found where a runtime of the cgroup's owner says so", (t) => {
  const root = temporaryFolder(t);
  const uid = process.getuid?.() ?? 0;
  for (const path of ["default/web/inner", "default/other"]) {
    mkdirSync(join(root, path), { recursive: true });
  }
  const asked: string[] = [];
  const found = listRunning(root, (path, owner) => {
    asked.push(path);
    return owner === uid && path === "/default/web";
  });
  assert.deepEqual(
    found.map(({ name, path, top }) => [name, path, top]),
    Array(2).fill([
      "web",
      "/default/web",
      statSync(join(root, "default/web"), { bigint: true }).ino,
    ]),
  );
  assert.deepEqual(asked.sort(), ["/default", "/default/other", "/default/web"]); // nothing inside
});

test("a pod of Podman's is none: its containers are, where a runtime of its owner says so", (t) => {
  const root = temporaryFolder(t);
  const pod = `libpod_parent/${DOCKER}`;
  for (const child of [`libpod-${PODMAN}`, `libpod-${INNER}/container`, "conmon"]) {
    mkdirSync(join(root, pod, child), { recursive: true });
  }
  const listed = (stated: readonly string[]): string[] =>
    listRunning(root, (path) => stated.includes(path)).map(({ path }) => path);
  const both = [INNER, PODMAN].map((id) => `/${pod}/libpod-${id}`);
  assert.deepEqual(listed(both), [both[0], both[0], both[1]]);
  // What is called like a container inside of one is not enough, nor that a pod is called so.
  assert.deepEqual(new Set(listed([])), new Set([`/${pod}`]));
  assert.deepEqual(new Set(listed([`/${pod}`, ...both])), new Set([`/${pod}`]));
});

test("a container's cgroup is of who could make it, though its own root may have been given it", (t) => {
  if (process.getuid?.() !== 0) {
    t.skip("needs root");
    return;
  }
  const root = temporaryFolder(t);
  const [own, users] = [`docker/${DOCKER}`, `user/${INNER}`];
  for (const path of [own, users]) mkdirSync(join(root, path), { recursive: true });
  chownSync(join(root, own), 100_000, 100_000); // as runc does for a user namespace
  for (const path of ["user", users]) chownSync(join(root, path), 1000, 1000);
  assert.deepEqual(
    listRunning(root).map(({ path, uid }) => [path, uid]),
    [
      [`/${own}`, 0],
      [`/${users}`, 1000],
    ],
  );
});

test("a cgroup without a process is marked", (t) => {
  const root = temporaryFolder(t);
  for (const [id, populated] of [
    [DOCKER, 0],
    [INNER, 1],
  ] as const) {
    mkdirSync(join(root, "docker", id), { recursive: true });
    const events = `populated ${String(populated)}\nfrozen 0\n`;
    writeFileSync(join(root, "docker", id, "cgroup.events"), events);
  }
  assert.deepEqual(
    listRunning(root).map(({ isEmpty }) => isEmpty),
    [true, false],
  );
});

test("a tree that isn't there has no containers", (t) => {
  assert.deepEqual(listRunning(join(temporaryFolder(t), "missing")), []);
});
