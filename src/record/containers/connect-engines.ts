/** Finds the container engines of this machine. */
import { existsSync } from "node:fs";
import { CxrayError } from "../../model/errors.js";
import { ENGINE_APIS } from "../../model/recordings/engines.js";
import { APIS, CONNECTORS, type Connect } from "./connectors.js";
import { ContainersStorage, rootGraph } from "./files/containers-storage.js";
import { isThere, NoAnswer, type Engine, type EngineConnection } from "./engine.js";
import { FileEngines } from "./files/file-engines.js";
import { OciRuntimes } from "./files/oci-runtimes.js";
import { statePlaces } from "./files/state-folders.js";
import { cgroupMounts } from "./running.js";
import { servesOwnerOf, servesRoot } from "./files/served-users.js";
import { SocketEngine } from "./socket-engine.js";
import { UserEngines } from "./files/user-engines.js";

/** Milliseconds until an engine counts as slow. A recording begins without its answer. */
const SLOW_AFTER = 1_500;

/** `A, B or C`. */
const anyOf = (texts: readonly string[]): string =>
  texts.join(", ").replace(/, (?=[^,]*$)/u, " or ");

const ENGINE_ADVICE = [
  `Start ${anyOf(ENGINE_APIS.map(([, { start }]) => start))},`,
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

const nothing = (): Promise<void> => Promise.resolve();

/** Somewhere an engine may listen. */
interface Place {
  readonly engine: SocketEngine;
  /** loads what connecting needs, where somebody may be there */
  readonly load: () => Promise<unknown>;
  /** somebody named it, and means it */
  readonly mustAnswer: boolean;
}

/**
 * Every engine there is or may yet be: the one that `choice` names (`unix:///path`), or else those
 * at the places of `ENGINES` and of their environment variables, and what engines and runtimes
 * leave in files. Those that are there are connected to, and those that are slow are waited for
 * while they are used already.
 *
 * @throws CxrayError no-engine when nobody is there, or not where an engine was named
 */
export async function connectEngines(search: EngineSearch): Promise<readonly Engine[]> {
  const { choice, isOptional = false, slowAfter = SLOW_AFTER } = search;
  if (choice === "none") return [];
  const places = choice === undefined ? knownPlaces() : [chosenPlace(choice)];
  const sockets = places.map(({ engine }) => engine);
  const engines = [...sockets, ...(choice === undefined ? [fileEngines()] : [])];
  // Loading takes long on a busy machine, and is not the engine's time.
  await Promise.all(places.map(({ load }) => load()));
  await Promise.all(sockets.map((engine) => engine.begin(slowAfter)));
  const missing = isOptional ? null : whatIsMissing(engines, places);
  if (missing === null) return engines;
  for (const engine of engines) engine.close();
  throw missing;
}

function whatIsMissing(engines: readonly Engine[], places: readonly Place[]): CxrayError | null {
  const absent = places.find(({ engine, mustAnswer }) => mustAnswer && !isThere(engine))?.engine;
  if (absent !== undefined) return noEngine(`${absent.description}: ${absent.trouble}`);
  const sockets = ENGINE_APIS.flatMap(([, api]) => api.sockets);
  return engines.some(isThere) ? null : noEngine(sockets.join(", "));
}

function chosenPlace(choice: string): Place {
  const place = choice.replace(/^unix:\/\//u, "");
  const load = async (): Promise<unknown> => await Promise.all(APIS.map((api) => api.load()));
  return { engine: namedEngine(place, connectAny), load, mustAnswer: true };
}

/** By the first API that whoever is there speaks. */
async function connectAny(place: string, ending: AbortSignal): Promise<EngineConnection> {
  let refusal = new NoAnswer("foreign", "there is no API to ask by");
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

/** What an environment variable names stands for the usual places of all that it is for. */
function knownPlaces(): Place[] {
  const places = new Map<string, Place>();
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
  // Those that somebody named come first.
  return [...places.values()].sort((a, b) => Number(b.mustAnswer) - Number(a.mustAnswer));
}

function namedEngine(place: string, connect: Connect): SocketEngine {
  const serves = servesOwnerOf(place);
  return new SocketEngine({ place, serves, connect: (ending) => connect(place, ending) });
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
