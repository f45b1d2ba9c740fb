import assert from "node:assert/strict";
import { test } from "node:test";
import { parseCgroupPath } from "../../../src/record/containers/cgroup-path.js";

const ID = "5af89d05295b".padEnd(64, "0123456789abcdef");
const OTHER = "c".repeat(64);

test("Docker's containers are found with either cgroup driver", () => {
  const docker = { id: ID, engine: "docker" };
  assert.deepEqual(parseCgroupPath(`/docker/${ID}`), docker);
  assert.deepEqual(parseCgroupPath(`/system.slice/docker-${ID}.scope`), docker);
});

test("containers of Kubernetes are found, with the runtime where its name tells it", () => {
  const pod = "/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod1234_5678.slice";
  assert.deepEqual(parseCgroupPath(`${pod}/cri-containerd-${ID}.scope`), {
    id: ID,
    engine: "containerd",
  });
  assert.deepEqual(parseCgroupPath(`${pod}/crio-${ID}.scope`), { id: ID, engine: "cri-o" });
  assert.deepEqual(parseCgroupPath(`/kubepods/burstable/pod1234/${ID}`), {
    id: ID,
    engine: "unknown",
  });
  assert.equal(parseCgroupPath(pod), null);
});

test("nerdctl's containers are containerd's", () => {
  const path = `/user.slice/nerdctl-${ID}.scope`;
  assert.deepEqual(parseCgroupPath(path), { id: ID, engine: "containerd" });
});

test("Podman's containers are found", () => {
  const podman = { id: ID, engine: "podman" };
  assert.deepEqual(parseCgroupPath(`/machine.slice/libpod-${ID}.scope`), podman);
  assert.deepEqual(parseCgroupPath(`/libpod_parent/libpod-${ID}`), podman);
});

test("the monitors of Podman and CRI-O are no containers", () => {
  assert.equal(parseCgroupPath(`/machine.slice/libpod-conmon-${ID}.scope`), null);
  assert.equal(parseCgroupPath(`/libpod_parent/conmon/libpod-conmon-${ID}`), null);
  assert.equal(parseCgroupPath(`/kubepods.slice/crio-conmon-${ID}.scope`), null);
});

test("a container in a pod's cgroup is not called like the pod", () => {
  const container = { id: ID, engine: "podman" };
  assert.deepEqual(parseCgroupPath(`/libpod_parent/${OTHER}/libpod-${ID}`), container);
  assert.equal(parseCgroupPath(`/libpod_parent/${OTHER}/conmon`), null);
});

test("what only resembles a container's name is none", () => {
  for (const name of [
    ID.slice(1), // 63 digits
    `${ID}0`, // 65
    ID.toUpperCase(),
    ID.replace("5", "g"),
    `docker${ID}.scope`,
    `docker-${ID}.service`,
    `docker-${ID}.scope.d`,
    `docker-${ID}\n`,
  ]) {
    assert.equal(parseCgroupPath(`/system.slice/${name}`), null, name);
  }
  assert.equal(parseCgroupPath("/"), null);
  assert.equal(parseCgroupPath(""), null);
  assert.equal(parseCgroupPath("/user.slice/user-1000.slice/session-1.scope"), null);
});

test("an engine nobody knows is unknown, its container is found all the same", () => {
  const found = parseCgroupPath(`/lxc/garden-${ID}`);
  assert.deepEqual(found, { id: ID, engine: "unknown" });
});
