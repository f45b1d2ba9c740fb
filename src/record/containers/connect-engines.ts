/** Finds the container engines of this machine. */
import { existsSync } from "node:fs";
import { CxrayError } from "../../model/errors.js";
import { connectContainerd } from "./containerd.js";
import { ContainersStorage, rootGraph } from "./containers-storage.js";
import { connectDocker } from "./docker.js";
import type { Engine } from "./engine.js";
import { FileEngines } from "./file-engines.js";
import { OciRuntimes } from "./oci-runtimes.js";
import { statePlaces } from "./oci-states.js";
import { cgroupMounts } from "./running.js";
import { servesOwnerOf, servesRoot } from "./served-users.js";
import { UserEngines } from "./user-engines.js";

/** Where engines listen when nothing else is said. */
const SOCKETS = ["/var/run/docker.sock", "/run/podman/podman.sock"] as const;
const CONTAINERD = "/run/containerd/containerd.sock";

/** Milliseconds. A socket behind which nobody answers must not hold up a recording. */
const PATIENCE_UNASKED = 1_500;

export const ENGINE_ADVICE = [
  "Start Docker (systemctl start docker) or Podman's API (systemctl start podman.socket),",
  "name another socket with DOCKER_HOST=unix:///path or --engine unix:///path,",
  "or record without image names: --engine none.",
] as const;

/**
 * Connects to every engine there is: to the one that `choice` names
 * (`unix:///path`), or else to that of DOCKER_HOST or those at the usual sockets, to
 * containerd, and to what Podman, CRI-O, runc and crun leave in files.
 *
 * @throws CxrayError no-engine when none answers, or the one that was named doesn't
 */
export async function connectEngines(choice: string | undefined): Promise<Engine[]> {
  if (choice === "none") return [];
  const named = choice?.replace(/^unix:\/\//u, "") ?? null;
  if (named !== null) return [await answering(named, connectNamed(named))];
  const host = process.env["DOCKER_HOST"] ?? "";
  const fromFiles = fileEngines();
  const listening = await Promise.all([
    ...(host === "" ? usualSockets() : [answering(host, connectDocker(null, servesOwnerOf(host)))]),
    ...containerdSocket(),
  ]).catch((error: unknown) => {
    fromFiles.close();
    throw error;
  });
  const engines = listening.filter((engine) => engine !== null);
  if (engines.length > 0 || fromFiles.isUsed()) return [...engines, fromFiles];
  fromFiles.close();
  throw noEngine([...SOCKETS, CONTAINERD].join(", "));
}

/** Docker's API, which Podman speaks as well, or containerd's. */
async function connectNamed(place: string): Promise<Engine> {
  const serves = servesOwnerOf(place);
  try {
    return await connectDocker(place, serves);
  } catch {
    return await connectContainerd(place, serves);
  }
}

function usualSockets(): Promise<Engine | null>[] {
  return SOCKETS.filter((socket) => existsSync(socket)).map((socket) =>
    unasked(connectDocker(socket, servesRoot)),
  );
}

/** That of CONTAINERD_ADDRESS, as for `ctr` and nerdctl. */
function containerdSocket(): Promise<Engine | null>[] {
  const place = process.env["CONTAINERD_ADDRESS"] ?? "";
  const socket = place === "" ? CONTAINERD : place.replace(/^unix:\/\//u, "");
  const serves = place === "" ? servesRoot : servesOwnerOf(socket);
  return existsSync(socket) ? [unasked(connectContainerd(socket, serves))] : [];
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

/** An engine that somebody named has to be there. */
async function answering(place: string, engine: Promise<Engine>): Promise<Engine> {
  try {
    return await engine;
  } catch {
    throw noEngine(place);
  }
}

/** One that nobody named may as well not answer. */
async function unasked(engine: Promise<Engine>): Promise<Engine | null> {
  let isLate = false;
  const late = new Promise<null>((resolve) => {
    const giveUp = (): void => {
      isLate = true;
      resolve(null);
    };
    setTimeout(giveUp, PATIENCE_UNASKED).unref();
  });
  const found = engine.then(
    (connected) => {
      if (isLate) connected.close();
      return connected;
    },
    () => null,
  );
  return await Promise.race([found, late]);
}

function noEngine(where: string): CxrayError {
  return new CxrayError("no-engine", `no container engine answers at ${where}`, ENGINE_ADVICE);
}
