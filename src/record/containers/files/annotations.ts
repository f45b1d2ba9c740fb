/**
 * The annotations that engines write into config.json in their containers' bundles:
 * containerd's CRI (containerd/pkg/cri/annotations), CRI-O
 * (cri-o/pkg/annotations, internal/annotations) and Podman (libpod/define/annotations.go).
 */
import type { Runtime } from "../../../model/recordings/recording.js";
import type { ContainerDescription } from "../engine.js";
import { attributeImage } from "../attribute-image.js";
import {
  CONTAINER_NAME,
  kubernetesOf,
  POD_NAME,
  POD_NAMESPACE,
  type Labels,
} from "../kubernetes.js";
import { parseJson, textsOf } from "./read-json.js";

type Annotations = Readonly<Record<string, string>>;

const CRI = "io.kubernetes.cri";
const CRIO = "io.kubernetes.cri-o";

/** Describes a container by the annotations of one engine; null if that engine didn't write any. */
export type DescribeByAnnotations = (
  id: string,
  annotations: Annotations,
  runtime: Runtime | null,
) => ContainerDescription | null;

/** containerd's annotations for Kubernetes. They have the image's name, which may have moved since. */
export const describeCri: DescribeByAnnotations = (id, annotations, runtime) => {
  if (annotations[`${CRI}.container-type`] === undefined) return null;
  const kubernetes = kubernetesOf(criLabels(annotations), {});
  const name = kubernetes?.container ?? "";
  return { name: name === "" ? id : name, engine: "containerd", runtime, image: null, kubernetes };
};

export const describeCrioBundle: DescribeByAnnotations = (id, annotations, runtime) =>
  isCrio(annotations) ? describeCrio(id, annotations, runtime) : null;

export const describePodman: DescribeByAnnotations = (id, annotations, runtime) =>
  isPodman(annotations)
    ? { name: id, engine: "podman", runtime, image: null, kubernetes: null }
    : null;

/** Podman uses some annotations of CRI-O too; in pods also the container's type and its sandbox. */
export function isCrio(annotations: Annotations): boolean {
  return annotations[`${CRIO}.ContainerType`] !== undefined && !isPodman(annotations);
}

function isPodman(annotations: Annotations): boolean {
  return annotations["io.container.manager"] === "libpod";
}

/** containerd's annotations, under the names of the kubelet's labels. */
export function criLabels(annotations: Annotations): Labels {
  return {
    [POD_NAME]: annotations[`${CRI}.sandbox-name`] ?? "",
    [POD_NAMESPACE]: annotations[`${CRI}.sandbox-namespace`] ?? "",
    [CONTAINER_NAME]: annotations[`${CRI}.container-name`] ?? "",
  };
}

/** The id of the pod's sandbox, which has the pod's labels; empty if there is none. */
export function sandboxOf(annotations: Annotations): string {
  return annotations[`${CRI}.sandbox-id`] ?? annotations[`${CRIO}.SandboxID`] ?? "";
}

/**
 * The labels that CRI-O keeps as JSON: those of a container, or for a sandbox those of its pod.
 * Labels that are annotations as well take precedence. A sandbox gets no container name.
 */
export function crioLabels(annotations: Annotations): Labels {
  const labels = {
    [POD_NAMESPACE]: annotations[`${CRIO}.Namespace`],
    ...textsOf(parseJson(annotations[`${CRIO}.Labels`] ?? "{}")),
    ...annotationsAmong(annotations, [POD_NAME, POD_NAMESPACE, CONTAINER_NAME]),
  };
  const isSandbox = annotations[`${CRIO}.ContainerType`] === "sandbox";
  return textsOf({ ...labels, ...(isSandbox ? { [CONTAINER_NAME]: "" } : {}) });
}

function annotationsAmong(annotations: Annotations, names: readonly string[]): Annotations {
  return Object.fromEntries(Object.entries(annotations).filter(([name]) => names.includes(name)));
}

/** Describes a container of CRI-O. `pod` are the labels of its sandbox, if they are known. */
export function describeCrio(
  id: string,
  annotations: Annotations,
  runtime: Runtime | null,
  pod: Labels = {},
): ContainerDescription {
  const kubernetes = kubernetesOf(crioLabels(annotations), pod);
  const reference = annotations[`${CRIO}.ImageName`] ?? annotations[`${CRIO}.Image`] ?? "";
  // The image's id. Since CRI-O 1.31 it may be the digest in the registry, which is not the id.
  const imageId = /^(?:sha256:)?(?<hex>[0-9a-f]{64})$/u.exec(annotations[`${CRIO}.ImageRef`] ?? "")
    ?.groups?.["hex"];
  const image =
    imageId === undefined || reference === ""
      ? null
      : attributeImage(reference, { Id: `sha256:${imageId}`, RepoTags: null, RepoDigests: null });
  const name = annotations[`${CRIO}.Name`] ?? id;
  return { name, engine: "cri-o", runtime, image, kubernetes };
}
