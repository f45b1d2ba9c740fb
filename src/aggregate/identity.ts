import type { Baseline, Build, ImageIdentity } from "../model/baseline/baseline.js";
import { familiarRepository, parseImageReference } from "../model/images/reference.js";
import { sortedBy, sortedTexts } from "../model/order.js";
import { isoTime } from "./evidence/tally.js";
import { isWhole } from "../gaps/completeness.js";
import type { Run } from "./run.js";
import type { Container, Recording, Runtime } from "../model/recordings/recording.js";

/** What the engines reported about a name, over all of its containers. */
export function identityOf(name: string, containers: readonly Container[]): ImageIdentity {
  const images = containers.flatMap(({ image }) => (image === null ? [] : [image]));
  const tagged = images.flatMap(({ repoTags }) => repoTags.map(parseImageReference));
  return {
    name,
    builds: buildsOf(containers),
    references: named(images.map(({ reference }) => reference)),
    repositories: named([
      ...images.map(({ repository }) => familiarRepository(repository)),
      ...tagged.map(({ repository }) => repository),
    ]),
    tags: named([...images.map(({ tag }) => tag), ...tagged.map(({ tag }) => tag)]),
    repoDigests: named(images.flatMap(({ repoDigests }) => repoDigests)),
  };
}

/** The images of the containers, sorted by the time each was first seen. */
function buildsOf(containers: readonly Container[]): Build[] {
  const times = new Map<string, { first: bigint; last: bigint }>();
  for (const { image, startedAt, stoppedAt } of containers) {
    if (image === null) continue;
    const end = stoppedAt ?? startedAt;
    const { first = startedAt, last = end } = times.get(image.imageId) ?? {};
    times.set(image.imageId, {
      first: startedAt < first ? startedAt : first,
      last: end > last ? end : last,
    });
  }
  const builds = [...times].map(([digest, { first, last }]): Build => {
    return { digest, firstSeen: isoTime(first), lastSeen: isoTime(last) };
  });
  return sortedBy(builds, ({ digest, firstSeen }) => `${firstSeen} ${digest}`);
}

function named(texts: readonly string[]): string[] {
  return sortedTexts(texts.filter((text) => text !== ""));
}

/** The runs that a baseline was learnt from; `lastEvent` is the time of their last event. */
export function runsOf(
  table: readonly Run[],
  containers: readonly Container[],
  recordings: readonly Recording[],
  lastEvent: bigint,
): Baseline["runs"] {
  const starts = containers.map(({ startedAt }) => startedAt);
  const ends = containers.map(({ startedAt, stoppedAt }) => stoppedAt ?? startedAt);
  const byId = new Map(recordings.map((recording) => [recording.id, recording]));
  return {
    count: table.length,
    recordings: recordings.length,
    firstSeen: isoTime(starts.reduce((a, b) => (b < a ? b : a))),
    lastSeen: isoTime([...ends, lastEvent].reduce((a, b) => (b > a ? b : a))),
    runtimes: runtimesOf(containers),
    each: table.map(({ id, recordingId, lives }) => {
      const recording = byId.get(recordingId);
      return {
        id,
        build: lives[0]?.image?.imageId ?? "",
        recording: isoTime(recording?.startedAt ?? 0n),
        started: isoTime(lives[0]?.startedAt ?? 0n),
        complete: isWhole(recording === undefined ? [] : [recording], lives),
      };
    }),
  };
}

/** The runtimes that ran the containers, by name and version. */
function runtimesOf(containers: readonly Container[]): Runtime[] {
  const runtimes = new Map<string, Runtime>();
  for (const { runtime } of containers) {
    if (runtime === null) continue;
    const { name, version } = runtime;
    runtimes.set(`${name}\0${version}`, { name, version });
  }
  return sortedBy(runtimes, ([key]) => key).map(([, runtime]) => runtime);
}

/** The Kubernetes workloads of the containers, each once, by namespace, container and owner. */
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
