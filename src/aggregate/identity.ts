import type { Baseline, ImageIdentity } from "../model/baseline/baseline.js";
import { familiarRepository, parseImageReference } from "../model/images/reference.js";
import { sortedBy, sortedTexts } from "../model/order.js";
import type { Container, Runtime } from "../model/recordings/recording.js";

/** All that the engines said of one image, over all of its containers. */
export function identityOf(digest: string, containers: readonly Container[]): ImageIdentity {
  const images = containers.flatMap(({ image }) => (image === null ? [] : [image]));
  const tagged = images.flatMap(({ repoTags }) => repoTags.map(parseImageReference));
  return {
    digest,
    references: named(images.map(({ reference }) => reference)),
    repositories: named([
      ...images.map(({ repository }) => familiarRepository(repository)),
      ...tagged.map(({ repository }) => repository),
    ]),
    tags: named([...images.map(({ tag }) => tag), ...tagged.map(({ tag }) => tag)]),
    repoDigests: named(images.flatMap(({ repoDigests }) => repoDigests)),
  };
}

function named(texts: readonly string[]): string[] {
  return sortedTexts(texts.filter((text) => text !== ""));
}

/** Each runtime that ran one of the containers, by name and version. */
export function runtimesOf(containers: readonly Container[]): Runtime[] {
  const runtimes = new Map<string, Runtime>();
  for (const { runtime } of containers) {
    if (runtime === null) continue;
    const { name, version } = runtime;
    runtimes.set(`${name}\0${version}`, { name, version });
  }
  return sortedBy(runtimes, ([key]) => key).map(([, runtime]) => runtime);
}

/** What Kubernetes made containers of, each once, by namespace, container and owner. */
export function workloadsOf(containers: readonly Container[]): Baseline["kubernetes"] {
  const workloads = new Map<string, Baseline["kubernetes"][number]>();
  for (const { kubernetes } of containers) {
    if (kubernetes === null) continue;
    const { namespace, container, owner } = kubernetes;
    const made = owner === null ? null : { kind: owner.kind, name: owner.name };
    const key = [namespace, container, made?.kind ?? "", made?.name ?? ""].join("\0");
    workloads.set(key, { namespace, container, owner: made });
  }
  return sortedBy(workloads, ([key]) => key).map(([, workload]) => workload);
}
