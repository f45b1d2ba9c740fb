import assert from "node:assert/strict";
import { test } from "node:test";
import { kubernetesOf } from "../../../src/record/containers/kubernetes.js";

const labels = (pod: string) => ({
  "io.kubernetes.pod.namespace": "shop",
  "io.kubernetes.pod.name": pod,
  "io.kubernetes.container.name": "app",
});

/** What made a pod of that name and labels: `Kind/name`, or null. */
function owner(pod: string, podLabels: Record<string, string>): string | null {
  const found = kubernetesOf(labels(pod), podLabels)?.owner;
  return found === null || found === undefined ? null : `${found.kind}/${found.name}`;
}

test("a container of a pod has the pod's namespace and name, and its own", () => {
  assert.deepEqual(kubernetesOf(labels("web"), {}), {
    namespace: "shop",
    pod: "web",
    container: "app",
    owner: null,
  });
});

test("a container that no kubelet labelled is none of Kubernetes", () => {
  assert.equal(kubernetesOf({}, {}), null);
  assert.equal(kubernetesOf({ "io.kubernetes.pod.name": "web" }, {}), null);
});

test("a pod's owner is what its controller's labels say, by the name that it derives", () => {
  const hash = { "pod-template-hash": "6d4cf56db6" };
  assert.equal(owner("web-6d4cf56db6-x7v2p", hash), "ReplicaSet/web-6d4cf56db6");
  const revision = { "controller-revision-hash": "58f7c8d9b4" };
  assert.equal(owner("fluentd-j2k4l", revision), "DaemonSet/fluentd");
  const ordinal = { ...revision, "statefulset.kubernetes.io/pod-name": "db-0" };
  assert.equal(owner("db-0", ordinal), "StatefulSet/db");
  assert.equal(owner("db-0", { "apps.kubernetes.io/pod-index": "0" }), "StatefulSet/db");
  assert.equal(owner("backup-28571-abcde", { "job-name": "backup-28571" }), "Job/backup-28571");
  const job = { "batch.kubernetes.io/job-name": "backup" };
  assert.equal(owner("backup-x1x2x", job), "Job/backup");
});

test("an owner that is not certain is none", () => {
  assert.equal(owner("web", {}), null);
  assert.equal(owner("web-1", { app: "web" }), null);
  // A person may put a controller's label on a pod of his own.
  assert.equal(owner("mine", { "pod-template-hash": "6d4cf56db6" }), null);
  assert.equal(owner("my-pod", { "pod-template-hash": "6d4cf56db6" }), null);
});

test("an image's labels, which a container has too, say nothing of its pod's owner", () => {
  const container = { ...labels("web-1"), "controller-revision-hash": "58f7c8d9b4" };
  assert.equal(kubernetesOf(container, { app: "web" })?.owner, null);
});
