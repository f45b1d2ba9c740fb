/** Finds the container engines of this machine. */
import { existsSync } from "node:fs";
import { CxrayError } from "../../model/errors.js";
import { connectContainerd } from "./containerd/containerd.js";
import { ContainersStorage, rootGraph } from "./files/containers-storage.js";
import { connectDocker, loadModem } from "./docker/docker.js";
import { isThere, NoAnswer, type Engine, type EngineConnection } from "./engine.js";
import { FileEngines } from "./files/file-engines.js";
import { OciRuntimes } from "./files/oci-runtimes.js";
import { statePlaces } from "./files/state-folders.js";
import { cgroupMounts } from "./running.js";
import { servesOwnerOf, servesRoot } from "./files/served-users.js";
import { SocketEngine, type SocketPlace } from "./socket-engine.js";
import { UserEngines } from "./files/user-engines.js";

/** Where engines listen when nothing else is said. */
const SOCKETS = ["/var/run/docker.sock", "/run/podman/podman.sock"] as const;
const CONTAINERD = "/run/containerd/containerd.sock";

/** Milliseconds until an engine counts as slow. A recording begins without its answer. */
const SLOW_AFTER = 1_500;

export const ENGINE_ADVICE = [
  "Start Docker (systemctl start docker) or Podman's API (systemctl start podman.socket),",
  "name another socket with DOCKER_HOST=unix:///path or --engine unix:///path,",
  "or record without image names: --engine none.",
] as const;

export interface EngineSearch {
  /** `none`, `unix:///path`, or undefined for what the machine has */
  readonly choice: string | undefined;
  /** none has to be there */
  readonly isOptional?: boolean;
  /** milliseconds until an engine counts as slow */
  readonly slowAfter?: number;
}

/**
 * Every engine there is or may yet be: the one that `choice` names (`unix:///path`), or else that
 * of DOCKER_HOST or those at the usual sockets, containerd, and what Podman, CRI-O, runc and crun
 * leave in files. Those that are there are connected to, and those that are slow are waited for
 * while they are used already.
 *
 * @throws CxrayError no-engine when nobody is there, or not where an engine was named
 */
export async function connectEngines(search: EngineSearch): Promise<readonly Engine[]> {
  const { choice, isOptional = false, slowAfter = SLOW_AFTER } = search;
  if (choice === "none") return [];
  const named = namedSockets(choice);
  const all = choice === undefined ? [...named, ...usualSockets()] : named;
  const engines = [...all, ...(choice === undefined ? [fileEngines()] : [])];
  // Loading takes long on a busy machine, and is not the engine's time.
  if (named.length > 0 || SOCKETS.some((socket) => existsSync(socket))) await loadModem();
  await Promise.all(all.map((engine) => engine.begin(slowAfter)));
  const missing = isOptional ? null : whatIsMissing(engines, named);
  if (missing === null) return engines;
  for (const engine of engines) engine.close();
  throw missing;
}

function whatIsMissing(
  engines: readonly Engine[],
  named: readonly SocketEngine[],
): CxrayError | null {
  const absent = named.find((engine) => !isThere(engine));
  if (absent !== undefined) return noEngine(`${absent.description}: ${absent.trouble}`);
  return engines.some(isThere) ? null : noEngine([...SOCKETS, CONTAINERD].join(", "));
}

/** Those that somebody named have to be there. */
function namedSockets(choice: string | undefined): SocketEngine[] {
  const host = process.env["DOCKER_HOST"] ?? "";
  if (choice !== undefined) {
    const place = choice.replace(/^unix:\/\//u, "");
    return [socketEngine(place, (ending) => connectNamed(place, ending))];
  }
  return host === "" ? [] : [socketEngine(host, (ending) => connectDocker(null, ending))];
}

/** Docker's API, which Podman speaks as well, or containerd's. */
async function connectNamed(place: string, ending: AbortSignal): Promise<EngineConnection> {
  try {
    return await connectDocker(place, ending);
  } catch (error) {
    if (!(error instanceof NoAnswer) || error.state !== "foreign") throw error;
    return await connectContainerd(place, ending);
  }
}

function usualSockets(): SocketEngine[] {
  const isNamed = (process.env["DOCKER_HOST"] ?? "") !== "";
  const sockets = isNamed ? [] : SOCKETS;
  const engines = sockets.map((socket) => {
    return new SocketEngine({
      place: socket,
      serves: servesRoot,
      connect: (ending) => connectDocker(socket, ending),
    });
  });
  return [...engines, containerdEngine()];
}

/** That of CONTAINERD_ADDRESS, as for `ctr` and nerdctl. */
function containerdEngine(): SocketEngine {
  const named = (process.env["CONTAINERD_ADDRESS"] ?? "").replace(/^unix:\/\//u, "");
  const place = named === "" ? CONTAINERD : named;
  const serves = named === "" ? servesRoot : servesOwnerOf(place);
  return new SocketEngine({ place, serves, connect: (ending) => connectContainerd(place, ending) });
}

function socketEngine(place: string, connect: SocketPlace["connect"]): SocketEngine {
  return new SocketEngine({ place, serves: servesOwnerOf(place), connect });
}

/** Those that leave files, root's first. */
function fileEngines(): FileEngines {
  const graphRoot = rootGraph();
  const mounts = cgroupMounts();
  const places = statePlaces(0, mounts);
  return new FileEngines([
    new ContainersStorage({ graphRoot, uid: 0, stateRoots: places.roots }),
    new OciRuntimes(places),
    new UserEngines({ mounts, run: "/run/user", passwd: "/etc/passwd" }),
  ]);
}

function noEngine(where: string): CxrayError {
  return new CxrayError("no-engine", `no container engine answers at ${where}`, ENGINE_ADVICE);
}
