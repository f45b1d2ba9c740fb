/**
 * How each engine is asked. A row for each of the engines of src/model/recordings/engines.ts: what
 * that says that an engine has, this has to read.
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

/** Connects to an API and subscribes, unless it is ended; rejects with NoAnswer. */
export type Connect = (place: string, ending: AbortSignal) => Promise<EngineConnection>;

export interface Api {
  readonly connect: Connect;
  /** Loads what connecting needs, so that it is not taken for the engine's time. */
  readonly load: () => Promise<unknown>;
}

type Row = (typeof ENGINES)[EngineName];

interface Connector {
  readonly api: Api | null;
  /** of the runtimes' folders that the engine's row names */
  readonly readState: ReadState | null;
  /** of what it writes into the bundles of its containers; null: nothing */
  readonly describeByAnnotations: DescribeByAnnotations | null;
}

/** It has what its row says, and nothing that it doesn't. */
interface ConnectorOf<R extends Row> extends Connector {
  readonly api: R["api"] extends null ? null : Api;
  readonly readState: R["states"] extends readonly [] ? null : ReadState;
}

const pathOf = (place: string): string => place.replace(/^unix:\/\//u, "");

/** Podman speaks Docker's as well. DOCKER_HOST may also be a URL, which Docker's library reads. */
const DOCKERS: Api = {
  connect: (place, ending) =>
    connectDocker(place === process.env["DOCKER_HOST"] ? null : pathOf(place), ending),
  load: loadModem,
};

const CONTAINERDS: Api = {
  connect: (place, ending) => connectContainerd(pathOf(place), ending),
  load: () => Promise.resolve(),
};

export const CONNECTORS: { readonly [N in EngineName]: ConnectorOf<(typeof ENGINES)[N]> } = {
  docker: { api: DOCKERS, readState: null, describeByAnnotations: null },
  podman: { api: DOCKERS, readState: null, describeByAnnotations: describePodman },
  containerd: { api: CONTAINERDS, readState: null, describeByAnnotations: describeCri },
  "cri-o": { api: null, readState: null, describeByAnnotations: describeCrioBundle },
  runc: { api: null, readState: readRuncState, describeByAnnotations: null },
  crun: { api: null, readState: readCrunState, describeByAnnotations: null },
};

const ALL: readonly Connector[] = Object.values(CONNECTORS);

/** Every API that is spoken, each once. */
export const APIS: readonly Api[] = [...new Set(ALL.flatMap(({ api }) => api ?? []))];

/** The container of a folder below a runtime's root; null while there is no state, or none any more. */
export function readOciState(root: string, id: string, uid: number): OciState | null {
  for (const { readState } of ALL) {
    const state = readState?.(join(root, id), id, uid) ?? null;
    if (state !== null) return state;
  }
  return null;
}

/** Null: no engine's annotations are there. */
export const describeByAnnotations: DescribeByAnnotations = (...bundle) => {
  const descriptions = ALL.map((engine) => engine.describeByAnnotations?.(...bundle) ?? null);
  return descriptions.find((each): each is ContainerDescription => each !== null) ?? null;
};
