/**
 * How each engine is asked. There is a row for each engine of src/model/recordings/engines.ts. If
 * that row names an API or state folders, the row here must have the function that reads them.
 */
import { join } from "node:path";
import type { ENGINES, EngineName } from "../../model/recordings/engines.js";
import { connectContainerd } from "./containerd/containerd.js";
import { connectDocker, loadModem } from "./docker/docker.js";
import type { ContainerDescription, EngineConnection } from "./engine.js";
import {
  describeCri,
  describeCrioBundle,
  describePodman,
  type DescribeByAnnotations,
} from "./files/annotations.js";
import { readCrunState, readRuncState, type OciState, type ReadState } from "./files/state-file.js";

/** Connects to an API and subscribes to its events. Rejects with NoAnswer. `ending` cancels it. */
export type ConnectToApi = (place: string, ending: AbortSignal) => Promise<EngineConnection>;

export interface Api {
  readonly connect: ConnectToApi;
  /** Loads the library that connecting needs, so that loading doesn't count as the engine's time. */
  readonly load: () => Promise<unknown>;
}

type Row = (typeof ENGINES)[EngineName];

interface Connector {
  readonly api: Api | null;
  /** reads a state from the folders that the engine's row names */
  readonly readState: ReadState | null;
  /** reads the annotations that it writes into its containers' bundles; null if it writes none */
  readonly describeByAnnotations: DescribeByAnnotations | null;
}

/** Has a function exactly if the engine's row names what the function reads. */
interface ConnectorOf<R extends Row> extends Connector {
  readonly api: R["api"] extends null ? null : Api;
  readonly readState: R["states"] extends readonly [] ? null : ReadState;
}

const pathOf = (place: string): string => place.replace(/^unix:\/\//u, "");

/** Docker's API, which Podman speaks too. DOCKER_HOST may be a URL, which Docker's library reads. */
const DOCKER_API: Api = {
  connect: (place, ending) =>
    connectDocker(place === process.env["DOCKER_HOST"] ? null : pathOf(place), ending),
  load: loadModem,
};

const CONTAINERD_API: Api = {
  connect: (place, ending) => connectContainerd(pathOf(place), ending),
  load: () => Promise.resolve(),
};

export const CONNECTORS: { readonly [N in EngineName]: ConnectorOf<(typeof ENGINES)[N]> } = {
  docker: { api: DOCKER_API, readState: null, describeByAnnotations: null },
  podman: { api: DOCKER_API, readState: null, describeByAnnotations: describePodman },
  containerd: { api: CONTAINERD_API, readState: null, describeByAnnotations: describeCri },
  "cri-o": { api: null, readState: null, describeByAnnotations: describeCrioBundle },
  runc: { api: null, readState: readRuncState, describeByAnnotations: null },
  crun: { api: null, readState: readCrunState, describeByAnnotations: null },
};

const ALL: readonly Connector[] = Object.values(CONNECTORS);

/** Every API, each once. */
export const APIS: readonly Api[] = [...new Set(ALL.flatMap(({ api }) => api ?? []))];

/** Reads the state of a container from its folder in a runtime's root; null if there is none. */
export function readOciState(root: string, id: string, uid: number): OciState | null {
  for (const { readState } of ALL) {
    const state = readState?.(join(root, id), id, uid) ?? null;
    if (state !== null) return state;
  }
  return null;
}

/** Describes a container by its annotations; null if no engine wrote any. */
export const describeByAnnotations: DescribeByAnnotations = (...bundle) => {
  const descriptions = ALL.map((engine) => engine.describeByAnnotations?.(...bundle) ?? null);
  return descriptions.find((each): each is ContainerDescription => each !== null) ?? null;
};
