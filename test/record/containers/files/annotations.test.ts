/** With files that are written by hand from the documented formats, see files/README.md. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { describeByAnnotations } from "../../../../src/record/containers/connectors.js";
import { annotationsOf, CONTAINER, IMAGE, SANDBOX } from "../files.js";

const runtime = { name: "runc", version: "" };
const POD = { namespace: "shop", pod: "web-6d4cf56db6-x7v2p", owner: null };

test("CRI-O's bundle tells pod, container and image", () => {
  const annotations = annotationsOf("crio-container-config.json");
  const found = describeByAnnotations(CONTAINER, annotations, runtime);
  assert.equal(found?.engine, "cri-o");
  assert.equal(found.name, annotations["io.kubernetes.cri-o.Name"]);
  assert.deepEqual(found.kubernetes, { ...POD, container: "app" });
  const { reference, repository, tag, imageId } = found.image ?? {};
  assert.deepEqual(
    [reference, repository, tag, imageId],
    [
      "registry.example.org/shop/web:1.4",
      "registry.example.org/shop/web",
      "1.4",
      `sha256:${IMAGE}`,
    ],
  );
});

test("CRI-O's sandbox is of its pod, and no container of it; its owner is in the pod's labels", () => {
  const found = describeByAnnotations(SANDBOX, annotationsOf("crio-sandbox-config.json"), runtime);
  const owner = { kind: "ReplicaSet", name: "web-6d4cf56db6" };
  assert.deepEqual(found?.kubernetes, { ...POD, container: "", owner });
  assert.equal(found.image, null);
});

test("CRI-O's labels tell pod and container where no annotations of their own do", () => {
  const all = annotationsOf("crio-container-config.json");
  const prefixed = Object.entries(all).filter(([name]) => name.startsWith("io.kubernetes.cri-o."));
  const bare: Record<string, string> = Object.fromEntries(prefixed);
  bare["io.kubernetes.cri-o.Labels"] = JSON.stringify({
    "io.kubernetes.pod.name": POD.pod,
    "io.kubernetes.pod.namespace": POD.namespace,
    "io.kubernetes.container.name": "app",
  });
  const found = describeByAnnotations(CONTAINER, bare, runtime);
  assert.deepEqual(found?.kubernetes, { ...POD, container: "app" });
  const renamed = { ...bare, "io.kubernetes.container.name": "other" };
  const other = describeByAnnotations(CONTAINER, renamed, runtime)?.kubernetes;
  assert.equal(other?.container, "other"); // what is an annotation of its own counts
});

test("an image that CRI-O names by a registry's digest stays unknown: that is not its id", () => {
  const annotations = {
    ...annotationsOf("crio-container-config.json"),
    "io.kubernetes.cri-o.ImageRef": `registry.example.org/shop/web@sha256:${IMAGE}`,
  };
  assert.equal(describeByAnnotations(CONTAINER, annotations, runtime)?.image, null);
});

test("containerd's bundle for the kubelet tells pod and container, and no image for certain", () => {
  const found = describeByAnnotations(
    CONTAINER,
    annotationsOf("cri-container-config.json"),
    runtime,
  );
  assert.deepEqual(found, {
    name: "app",
    engine: "containerd",
    runtime,
    image: null,
    kubernetes: { ...POD, container: "app" },
  });
  const sandbox = describeByAnnotations(SANDBOX, annotationsOf("cri-sandbox-config.json"), runtime);
  assert.deepEqual(sandbox?.kubernetes, { ...POD, container: "" });
});

test("Podman's bundle is Podman's, though it has annotations of CRI-O's", () => {
  const annotations = annotationsOf("podman-config.json");
  const inPod = {
    ...annotations,
    "io.kubernetes.cri-o.ContainerType": "container",
    "io.kubernetes.cri-o.SandboxID": SANDBOX,
  };
  for (const each of [annotations, inPod]) {
    const found = describeByAnnotations("x", each, runtime);
    assert.deepEqual([found?.engine, found?.kubernetes, found?.image], ["podman", null, null]);
  }
});

test("a bundle of nobody's says nothing", () => {
  assert.equal(describeByAnnotations("x", {}, runtime), null);
  assert.equal(describeByAnnotations("x", { "org.example": "y" }, runtime), null);
});
