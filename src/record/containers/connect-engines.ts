/** Finds the container engines of this machine. */
import { existsSync } from "node:fs";
import { CxrayError } from "../../model/errors.js";
import { connectDocker } from "./docker.js";
import type { Engine } from "./engine.js";

/** Where engines listen when nothing else is said. */
const SOCKETS = ["/var/run/docker.sock", "/run/podman/podman.sock"] as const;

export const ENGINE_ADVICE = [
  "Start Docker (systemctl start docker) or Podman's API (systemctl start podman.socket),",
  "name another socket with DOCKER_HOST=unix:///path or --engine unix:///path,",
  "or record without image names: --engine none.",
] as const;

/**
 * Connects to every engine there is: to the one that `choice` names
 * (`unix:///path`), to that of DOCKER_HOST, or to those at the usual sockets.
 *
 * @throws CxrayError no-engine when none answers
 */
export async function connectEngines(choice: string | undefined): Promise<Engine[]> {
  if (choice === "none") return [];
  const places = enginePlaces(choice);
  const attempts = await Promise.allSettled(places.map(connectDocker));
  const engines = attempts.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
  if (engines.length > 0) return engines;
  const tried = places.map((place) => place ?? process.env["DOCKER_HOST"] ?? "").join(", ");
  const where = tried === "" ? SOCKETS.join(", ") : tried;
  throw new CxrayError("no-engine", `no container engine answers at ${where}`, ENGINE_ADVICE);
}

/** Null stands for DOCKER_HOST, which the API's library reads itself. */
function enginePlaces(choice: string | undefined): (string | null)[] {
  if (choice !== undefined) return [choice.replace(/^unix:\/\//u, "")];
  if ((process.env["DOCKER_HOST"] ?? "") !== "") return [null];
  return SOCKETS.filter((socket) => existsSync(socket));
}
