/** What cxray asks Docker's API, and what that answers (docs.docker.com, Engine API v1.24 on). */
import type DockerModem from "docker-modem";
import { systemReason } from "../../../model/errors.js";
import { NoAnswer } from "../engine.js";
import type { HealthCheckAnswer } from "../health-check.js";

/** Milliseconds. An engine that takes longer is slow, and asked again. */
export const ANSWER_WITHIN = 5_000;

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

/** Of Podman's own API (docs.podman.io, libpod v4). */
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

/** What is asked of an engine that it doesn't have. */
export class Unknown extends Error {
  override readonly name = "Unknown";
}

/** Who is asked, until `ending`. */
export interface Asked {
  readonly modem: DockerModem;
  readonly ending: AbortSignal;
}

/** Rejects with NoAnswer, or with Unknown when the engine knows no such thing. */
export function ask<T>(asked: Asked, path: string): Promise<T> {
  return inTime(asked, (signal) => request(asked.modem, { path, isStream: false }, signal));
}

/** An answer that goes on. A path that ends in `?` gets the options as its query. */
export function openStream(
  asked: Asked,
  path: string,
  options: object,
): Promise<NodeJS.ReadableStream> {
  const what = { path, options, isStream: true };
  return inTime(asked, (signal) => request(asked.modem, what, signal));
}

async function inTime<T>({ ending }: Asked, act: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const abort = (): void => {
    controller.abort();
  };
  if (ending.aborted) abort();
  ending.addEventListener("abort", abort);
  const timer = setTimeout(abort, ANSWER_WITHIN);
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
      else reject(whyRefused(error, abortSignal.aborted));
    });
  });
}

interface ModemError extends NodeJS.ErrnoException {
  readonly statusCode?: number;
}

function whyRefused(error: ModemError, isLate: boolean): Error {
  const { code = "", statusCode = 0 } = error;
  const noAnswer = (state: NoAnswer["state"], message: string): NoAnswer =>
    new NoAnswer(state, message, { cause: error });
  if (isLate) {
    return noAnswer("slow", `it has not answered within ${String(ANSWER_WITHIN / 1000)} seconds`);
  }
  if (statusCode >= 500) return noAnswer("slow", `it answered with status ${String(statusCode)}`);
  if (statusCode >= 400) return new Unknown(error.message);
  if (code === "ENOENT") return noAnswer("absent", systemReason(error, SOCKET_REASONS));
  // Whoever closes a connection may be about to end, or speak another language.
  const isForeign = statusCode > 0 || code.startsWith("HPE_") || code === "ECONNRESET";
  if (isForeign)
    return noAnswer("foreign", "a process listens there, but does not answer like an engine");
  return noAnswer("refused", systemReason(error, SOCKET_REASONS));
}

/** Why a socket can't be connected to. */
export const SOCKET_REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nobody listens",
  ENOENT: "there is no such socket",
  EACCES: "permission is denied; run cxray with sudo",
};

/** A line that is no event, such as an engine's own message, is passed over. */
export function parseEvent(line: string): EventAnswer | null {
  try {
    const event = JSON.parse(line) as Partial<EventAnswer> | null;
    return typeof event?.Actor?.ID === "string" ? (event as EventAnswer) : null;
  } catch {
    return null;
  }
}
