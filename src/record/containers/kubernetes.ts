/**
 * The identity of a container in Kubernetes, from the labels that the kubelet gives to
 * containers (k8s.io/kubernetes/pkg/kubelet/types/labels.go) and to pods.
 */
import type { KubernetesIdentity } from "../../model/recordings/recording.js";

export type Labels = Readonly<Record<string, string>>;

export const POD_NAME = "io.kubernetes.pod.name";
export const POD_NAMESPACE = "io.kubernetes.pod.namespace";
export const CONTAINER_NAME = "io.kubernetes.container.name";

/**
 * Null if it isn't a container of Kubernetes. `pod` are the labels of its pod, if they are
 * known: runtimes keep them with the pod's sandbox. A sandbox has no container name.
 */
export function kubernetesOf(container: Labels, pod: Labels): KubernetesIdentity | null {
  const name = container[POD_NAME] ?? "";
  const namespace = container[POD_NAMESPACE] ?? "";
  if (name === "" || namespace === "") return null;
  return {
    namespace,
    pod: name,
    container: container[CONTAINER_NAME] ?? "",
    // Prefer the pod's labels: a container also has the labels of its image.
    owner: ownerOf(name, Object.keys(pod).length > 0 ? pod : container),
  };
}

/**
 * The controller that made a pod, from the labels that it puts on the pod. Its name is taken
 * from the pod's name, which is `NAME-HASH-RANDOM` or `NAME-ORDINAL`. A ReplicaSet need not
 * belong to a Deployment, so it stays a ReplicaSet.
 */
function ownerOf(pod: string, labels: Labels): KubernetesIdentity["owner"] {
  const job = labels["batch.kubernetes.io/job-name"] ?? labels["job-name"];
  if (job !== undefined) return { kind: "Job", name: job };
  const stem = /^(?<stem>.+)-[^-]+$/u.exec(pod)?.groups?.["stem"];
  if (stem === undefined) return null;
  if (
    labels["statefulset.kubernetes.io/pod-name"] !== undefined ||
    labels["apps.kubernetes.io/pod-index"] !== undefined
  ) {
    return { kind: "StatefulSet", name: stem };
  }
  const hash = labels["pod-template-hash"];
  if (hash !== undefined)
    return stem.endsWith(`-${hash}`) ? { kind: "ReplicaSet", name: stem } : null;
  if (labels["controller-revision-hash"] !== undefined) return { kind: "DaemonSet", name: stem };
  return null;
}
