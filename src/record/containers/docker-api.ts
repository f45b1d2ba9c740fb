/** What cxray asks Docker's API, and what that answers (docs.docker.com, Engine API v1.24 on). */
import type DockerModem from "docker-modem";

/** Milliseconds. An engine that takes longer is as good as none. */
export const PATIENCE = 5_000;

export interface VersionAnswer {
  readonly Version: string;
  readonly Components?: readonly { readonly Name: string; readonly Version: string }[];
}

export interface ContainerAnswer {
  readonly Id: string;
  readonly Name: string;
  /** the image's id */
  readonly Image: string;
  readonly Config: {
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

/** Rejects when the engine has no answer. */
export function ask<T>(modem: DockerModem, path: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const abortSignal = AbortSignal.timeout(PATIENCE);
    modem.dial(
      { path, method: "GET", abortSignal, statusCodes: { 200: true } },
      (error, answer) => {
        if (error === null) resolve(answer as T);
        else reject(error);
      },
    );
  });
}

/** A line that is no event, such as an engine's own message, is passed over. */
export function parseEvent(line: string): EventAnswer | null {
  try {
    const event = JSON.parse(line) as Partial<EventAnswer> | null;
    return typeof event?.Actor?.ID === "string" ? (event as EventAnswer) : null;
  } catch {
    return null;
  }
}
