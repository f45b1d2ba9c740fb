/**
 * What engines write into their containers' bundles, as annotations in config.json:
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

/** Describes a container by the annotations that one engine writes; null: they are not its. */
export type DescribeByAnnotations = (
  id: string,
  annotations: Annotations,
  runtime: Runtime | null,
) => ContainerDescription | null;

/** containerd's, for Kubernetes: they name an image, but not which that was. */
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

/** Podman has annotations of CRI-O's: in pods also of a container's type and its sandbox. */
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

/** The id of a pod's sandbox, where its labels are; empty where there is none. */
export function sandboxOf(annotations: Annotations): string {
  return annotations[`${CRI}.sandbox-id`] ?? annotations[`${CRIO}.SandboxID`] ?? "";
}

/**
 * The labels that CRI-O keeps as JSON: a container's own, or of a sandbox its pod's. Those
 * that are annotations of their own count more. A sandbox is no container of its pod.
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

/** `pod` are the labels of its sandbox, where these are known. */
export function describeCrio(
  id: string,
  annotations: Annotations,
  runtime: Runtime | null,
  pod: Labels = {},
): ContainerDescription {
  const kubernetes = kubernetesOf(crioLabels(annotations), pod);
  const reference = annotations[`${CRIO}.ImageName`] ?? annotations[`${CRIO}.Image`] ?? "";
  // The image's id; since CRI-O 1.31 it may be a digest of the registry's, which is another thing.
  const imageId = /^(?:sha256:)?(?<hex>[0-9a-f]{64})$/u.exec(annotations[`${CRIO}.ImageRef`] ?? "")
    ?.groups?.["hex"];
  const image =
    imageId === undefined || reference === ""
      ? null
      : attributeImage(reference, { Id: `sha256:${imageId}`, RepoTags: null, RepoDigests: null });
  const name = annotations[`${CRIO}.Name`] ?? id;
  return { name, engine: "cri-o", runtime, image, kubernetes };
}
