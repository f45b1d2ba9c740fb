/** Finds the container engines of this machine and connects to them. */
import { existsSync } from "node:fs";
import { CxrayError } from "../../model/errors.js";
import { ENGINE_APIS } from "../../model/recordings/engines.js";
import { APIS, CONNECTORS, type ConnectToApi } from "./connectors.js";
import { ContainersStorage, rootGraph } from "./files/containers-storage.js";
import { isThere, NoAnswer, type Engine, type EngineConnection } from "./engine.js";
import { FileEngines } from "./files/file-engines.js";
import { OciRuntimes } from "./files/oci-runtimes.js";
import { statePlaces } from "./files/state-folders.js";
import { cgroupMounts } from "./cgroup-tree.js";
import { servesOwnerOf, servesRoot } from "./files/served-users.js";
import { SocketEngine } from "./socket-engine.js";
import { UserEngines } from "./files/user-engines.js";

/** Milliseconds that an engine has to answer. Then it counts as slow, and recording begins without it. */
const CONNECT_TIMEOUT = 1_500;

/** `A, B or C`. */
const anyOf = (texts: readonly string[]): string =>
  texts.join(", ").replace(/, (?=[^,]*$)/u, " or ");

const ENGINE_ADVICE = [
  `Start ${anyOf(ENGINE_APIS.map(([, { start }]) => start))},`,
  "name another socket with DOCKER_HOST=unix:///path or --engine unix:///path,",
  "or record without image names: --engine none.",
] as const;

export interface EngineSearch {
  /** `none`, `unix:///path`, or undefined for all engines of the machine */
  readonly choice: string | undefined;
  /** whether it is fine to find no engine */
  readonly isOptional?: boolean;
  /** milliseconds until an engine counts as slow */
  readonly connectTimeout?: number;
}

const nothing = (): Promise<void> => Promise.resolve();

/** A socket at which an engine may listen. */
interface EngineSocket {
  readonly engine: SocketEngine;
  /** loads the library that connecting needs; does nothing if the socket does not exist */
  readonly load: () => Promise<unknown>;
  /** whether the user named this socket, so that it is an error if nobody answers */
  readonly mustAnswer: boolean;
}

/**
 * Every engine that is running or may start later: the one that `choice` names (`unix:///path`), or
 * those at the sockets of `ENGINES` and of their environment variables, and those known by their
 * files. It connects to the engines that answer in time. A slow engine is returned too, and goes on
 * connecting while recording runs.
 *
 * @throws CxrayError no-engine if no engine is there, or none at the socket that was named
 */
export async function connectEngines(search: EngineSearch): Promise<readonly Engine[]> {
  const { choice, isOptional = false, connectTimeout = CONNECT_TIMEOUT } = search;
  if (choice === "none") return [];
  const places = choice === undefined ? knownSockets() : [chosenSocket(choice)];
  const sockets = places.map(({ engine }) => engine);
  const engines = [...sockets, ...(choice === undefined ? [fileEngines()] : [])];
  // Load first: it takes long on a busy machine, and must not count as the engine's time.
  await Promise.all(places.map(({ load }) => load()));
  await Promise.all(sockets.map((engine) => engine.begin(connectTimeout)));
  const missing = isOptional ? null : missingEngine(engines, places);
  if (missing === null) return engines;
  for (const engine of engines) engine.close();
  throw missing;
}

function missingEngine(
  engines: readonly Engine[],
  places: readonly EngineSocket[],
): CxrayError | null {
  const absent = places.find(({ engine, mustAnswer }) => mustAnswer && !isThere(engine))?.engine;
  if (absent !== undefined) return noEngine(`${absent.description}: ${absent.trouble}`);
  const sockets = ENGINE_APIS.flatMap(([, api]) => api.sockets);
  return engines.some(isThere) ? null : noEngine(sockets.join(", "));
}

function chosenSocket(choice: string): EngineSocket {
  const place = choice.replace(/^unix:\/\//u, "");
  const load = async (): Promise<unknown> => await Promise.all(APIS.map((api) => api.load()));
  return { engine: namedEngine(place, connectAny), load, mustAnswer: true };
}

/** Connects by the first API that the engine at the socket speaks. */
async function connectAny(place: string, ending: AbortSignal): Promise<EngineConnection> {
  let refusal = new NoAnswer("foreign", "it speaks no API that cxray knows");
  for (const { connect } of APIS) {
    try {
      return await connect(place, ending);
    } catch (error) {
      if (!(error instanceof NoAnswer) || error.state !== "foreign") throw error;
      refusal = error;
    }
  }
  throw refusal;
}

/** The usual sockets of all engines. If an engine's environment variable is set, only that socket. */
function knownSockets(): EngineSocket[] {
  const places = new Map<string, EngineSocket>();
  for (const [name, { sockets, variable, mustAnswer }] of ENGINE_APIS) {
    const { connect, load } = CONNECTORS[name].api;
    const named = process.env[variable] ?? "";
    if (named !== "" && !places.has(variable)) {
      places.set(variable, { engine: namedEngine(named, connect), load, mustAnswer });
    }
    for (const place of named === "" ? sockets : []) {
      const serves = servesRoot;
      const engine = new SocketEngine({ place, serves, connect: (end) => connect(place, end) });
      places.set(place, { engine, load: existsSync(place) ? load : nothing, mustAnswer: false });
    }
  }
  // The sockets that the user named come first.
  return [...places.values()].sort((a, b) => Number(b.mustAnswer) - Number(a.mustAnswer));
}

function namedEngine(place: string, connect: ConnectToApi): SocketEngine {
  const serves = servesOwnerOf(place);
  return new SocketEngine({ place, serves, connect: (ending) => connect(place, ending) });
}

/** The engines that are known by their files, root's first. */
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
