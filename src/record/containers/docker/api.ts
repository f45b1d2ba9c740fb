/** The requests to Docker's API and their answers (docs.docker.com, Engine API v1.24 and newer). */
import type DockerModem from "docker-modem";
import { systemReason } from "../../../model/errors.js";
import { NoAnswer } from "../engine.js";
import type { HealthCheckAnswer } from "../health-check.js";

/** Milliseconds that an engine has for an answer. If it takes longer, it is slow and asked again. */
export const ANSWER_TIMEOUT = 5_000;

export interface VersionAnswer {
  readonly Version: string;
  readonly Components?: readonly { readonly Name: string; readonly Version: string }[];
}

export interface ContainerAnswer {
  readonly Id: string;
  readonly Name: string;
  /** the image's id */
  readonly Image: string;
  readonly Config: HealthCheckAnswer & {
    readonly Image: string;
    readonly Labels?: Readonly<Record<string, string>> | null;
  };
  readonly HostConfig: { readonly Runtime?: string };
}

/** An answer of Podman's own API (docs.podman.io, libpod v4). */
export interface PodmanContainerAnswer {
  readonly OCIRuntime?: string;
}

export interface ImageAnswer {
  readonly Id: string;
  readonly Metadata?: { readonly LastTagTime?: string };
  readonly RepoTags: readonly string[] | null;
  readonly RepoDigests: readonly string[] | null;
  readonly Config?: { readonly Labels?: Readonly<Record<string, string>> | null };
}

export interface EventAnswer {
  readonly Action: string;
  readonly Actor: {
    readonly ID: string;
    readonly Attributes?: { readonly image?: string; readonly name?: string };
  };
  /** nanoseconds since 1970 */
  readonly timeNano?: number;
}

/** The engine doesn't have what was asked for. */
export class NotFound extends Error {
  override readonly name = "NotFound";
}

/** Docker's library. `ending` cancels requests. */
export interface DockerClient {
  readonly modem: DockerModem;
  readonly ending: AbortSignal;
}

/** Sends a request. Rejects with NoAnswer, or with NotFound if the engine answers with status 4xx. */
export function ask<T>(client: DockerClient, path: string): Promise<T> {
  return inTime(client, (signal) => request(client.modem, { path, isStream: false }, signal));
}

/** Opens an answer that goes on. If the path ends in `?`, the options become its query. */
export function openStream(
  client: DockerClient,
  path: string,
  options: object,
): Promise<NodeJS.ReadableStream> {
  const what = { path, options, isStream: true };
  return inTime(client, (signal) => request(client.modem, what, signal));
}

async function inTime<T>(
  { ending }: DockerClient,
  act: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const abort = (): void => {
    controller.abort();
  };
  if (ending.aborted) abort();
  ending.addEventListener("abort", abort);
  const timer = setTimeout(abort, ANSWER_TIMEOUT);
  try {
    return await act(controller.signal);
  } finally {
    clearTimeout(timer);
    ending.removeEventListener("abort", abort);
  }
}

function request<T>(
  modem: DockerModem,
  what: { path: string; isStream: boolean; options?: object },
  abortSignal: AbortSignal,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const dialled = { ...what, method: "GET", abortSignal, statusCodes: { 200: true } } as const;
    modem.dial(dialled, (error, answer) => {
      if (error === null) resolve(answer as T);
      else reject(errorOf(error, abortSignal.aborted));
    });
  });
}

interface ModemError extends NodeJS.ErrnoException {
  readonly statusCode?: number;
}

function errorOf(error: ModemError, isLate: boolean): Error {
  const { code = "", statusCode = 0 } = error;
  const noAnswer = (state: NoAnswer["state"], message: string): NoAnswer =>
    new NoAnswer(state, message, { cause: error });
  if (isLate) {
    return noAnswer("slow", `it has not answered within ${String(ANSWER_TIMEOUT / 1000)} seconds`);
  }
  if (statusCode >= 500) return noAnswer("slow", `it answered with status ${String(statusCode)}`);
  if (statusCode >= 400) return new NotFound(error.message);
  if (code === "ENOENT") return noAnswer("absent", systemReason(error, SOCKET_REASONS));
  // A program that closes the connection is about to exit, or speaks another protocol.
  const isForeign = statusCode > 0 || code.startsWith("HPE_") || code === "ECONNRESET";
  if (isForeign)
    return noAnswer("foreign", "a process listens there, but does not answer like an engine");
  return noAnswer("refused", systemReason(error, SOCKET_REASONS));
}

/** Why connecting to a socket fails. */
export const SOCKET_REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nobody listens",
  ENOENT: "there is no such socket",
  EACCES: "permission is denied; run cxray with sudo",
};

/** Parses a line of the event stream; null if it is no event, such as an engine's own message. */
export function parseEvent(line: string): EventAnswer | null {
  try {
    const event = JSON.parse(line) as Partial<EventAnswer> | null;
    return typeof event?.Actor?.ID === "string" ? (event as EventAnswer) : null;
  } catch {
    return null;
  }
}
