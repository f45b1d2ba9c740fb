/** A tracker over engines that a test makes. */
import {
  NoAnswer,
  type ContainerDescription,
  type Engine,
  type EngineListener,
} from "../../../src/record/containers/engine.js";
import type { ContainerFilter } from "../../../src/model/recordings/container-filter.js";
import { ContainerTracker, type TrackedContainer } from "../../../src/record/containers/tracker.js";

export const OPEN: ContainerFilter = { images: [], containers: [] };
export const A = {
  id: "a".repeat(64),
  engine: "docker",
  uid: 0,
  path: `/docker/${"a".repeat(64)}`,
} as const;
export const B = {
  id: "b".repeat(64),
  engine: "unknown",
  uid: 0,
  path: `/${"b".repeat(64)}`,
} as const;

export function described(name: string): ContainerDescription {
  return { name, engine: "docker", runtime: null, image: image(name), kubernetes: null };
}

export function image(reference: string): ContainerDescription["image"] {
  const imageId = `sha256:${"1".repeat(64)}`;
  return {
    reference,
    repository: reference,
    tag: "latest",
    imageId,
    repoTags: [],
    repoDigests: [],
  };
}

/** An engine that knows some containers; `asked` are the ids it was asked about. */
export function engine(known: Record<string, ContainerDescription>): Engine & { asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    description: "an engine",
    state: "answers",
    trouble: "",
    listen: () => undefined,
    announced: () => false,
    serves: (uid) => uid === 0,
    describe: async ({ id }) => {
      asked.push(id);
      return Promise.resolve(known[id] ?? null);
    },
    close: () => undefined,
  };
}

export function track(
  engines: readonly Engine[],
  filter = OPEN,
): { tracker: ContainerTracker; changes: string[] } {
  const changes: string[] = [];
  const onChange = ({ id, decision, description }: TrackedContainer): void => {
    changes.push(`${id.slice(0, 1)} ${decision} ${description?.name ?? "-"}`);
  };
  return { tracker: new ContainerTracker({ engines, filter, onChange }), changes };
}

/** An engine that gives no answer until it is `back`, and then knows these containers. */
export function slowEngine(known: Record<string, ContainerDescription>): {
  slow: Engine;
  back: () => void;
  rename: (id: string, name: string) => void;
} {
  const listeners: EngineListener[] = [];
  let isBack = false;
  const slow: Engine = {
    ...engine({}),
    state: "slow",
    listen: (listener) => listeners.push(listener),
    describe: ({ id }) =>
      isBack ? Promise.resolve(known[id] ?? null) : Promise.reject(new NoAnswer("slow", "late")),
  };
  const back = (): void => {
    isBack = true;
    for (const { onKnown } of listeners) onKnown();
  };
  const rename = (id: string, name: string): void => {
    for (const { onRenamed } of listeners) onRenamed(id, name);
  };
  return { slow, back, rename };
}
